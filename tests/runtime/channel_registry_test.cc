#include "runtime/channel_registry.h"

#include <malloc.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

TEST(ChannelRegistryTest, NumbersCountFromOneAndAreNotUsedAgain) {
  ChannelRegistry registry;
  for (int64_t expected = 1; expected <= 3; ++expected) {
    Channel* const channel = registry.Make();
    EXPECT_EQ(channel->number(), expected);
    channel->DropReference();
  }
}

// A program may make a channel for every request it serves.
constexpr size_t kMostBytesIdle = 200;

// What `count` idle channels take of malloc's memory, each.
template <typename Make>
double BytesOfEach(size_t count, Make make) {
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
  };
  std::vector<Channel*> channels(count);
  ChannelRegistry registry;
  const double before = in_use();
  for (Channel*& channel : channels) channel = make(registry);
  const double bytes = in_use() - before;
  for (Channel* channel : channels) channel->DropReference();
  return bytes / static_cast<double>(count);
}

TEST(ChannelRegistryTest, AnIdleChannelIsSmall) {
  static_assert(sizeof(Channel) <= 136);
  // Each of the registry's 16 tables has just grown from 3584 places in use,
  // and is as empty as can be.
  constexpr size_t kCount = 16 * 3600;
  EXPECT_LT(BytesOfEach(kCount, [](auto& registry) { return registry.Make(); }),
            kMostBytesIdle);
  EXPECT_LT(
      BytesOfEach(kCount, [](auto& registry) { return registry.MakeOpaque(); }),
      kMostBytesIdle);
}

TEST(ChannelRegistryTest, FindsTheLivingOnly) {
  ChannelRegistry registry;
  Channel* const channel = registry.Make();
  EXPECT_EQ(registry.Find(1), channel);
  channel->DropReference();
  EXPECT_EQ(registry.Find(1), channel);  // our own reference is left
  channel->DropReference();
  channel->DropReference();
  EXPECT_EQ(registry.live(), 0u);
  for (const int64_t number : {int64_t{1}, int64_t{0}, int64_t{-1}, int64_t{2},
                               INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(registry.Find(number), nullptr) << number;
  }
}

TEST(ChannelRegistryTest, OpaqueChannelsCountButAreNotFound) {
  ChannelRegistry registry;
  Channel* const channel = registry.MakeOpaque();
  EXPECT_EQ(channel->number(), 1);
  EXPECT_EQ(registry.live(), 1u);
  EXPECT_EQ(registry.Find(1), nullptr);
  channel->DropReference();
  EXPECT_EQ(registry.live(), 0u);
}

TEST(ChannelRegistryTest, PinnedChannelsLiveAsLongAsTheRegistry) {
  std::atomic<int> destroyed{0};
  {
    ChannelRegistry registry;
    for (int i = 0; i < 40; ++i) {
      Channel* const channel = registry.Make();
      channel->Send(MakeProbe(&destroyed));
      channel->Pin();
      channel->Pin();  // counts once
      channel->DropReference();
    }
    EXPECT_EQ(registry.live(), 40u);
    // One that holds another pinned one, which goes before or after it.
    Channel* const first = registry.Find(1);
    Channel* const second = registry.Find(2);
    ASSERT_NE(first, nullptr);
    ASSERT_NE(second, nullptr);
    first->Send(Value::Counted(ValueKind::kChannel, second));
    first->DropReference();
  }
  EXPECT_EQ(destroyed, 40);
}

TEST(ChannelRegistryTest, FindAgainstTheLastDropReference) {
  constexpr int64_t kChannels = 20 * 1000;
  ChannelRegistry registry;
  std::atomic<int64_t> newest{0};
  std::thread finder([&] {
    int64_t number;
    while ((number = newest.load()) < kChannels) {
      Channel* const channel = registry.Find(number);
      if (channel == nullptr) continue;
      EXPECT_EQ(channel->number(), number);
      channel->Send(Value::Int(number));
      channel->DropReference();
    }
  });
  for (int64_t i = 0; i < kChannels; ++i) {
    Channel* const channel = registry.Make();
    newest = channel->number();
    channel->DropReference();
  }
  finder.join();
  EXPECT_EQ(registry.live(), 0u);
}

TEST(ChannelRegistryTest, PinAgainstFindAndDropReference) {
  constexpr int64_t kChannels = 2000;
  std::atomic<int> destroyed{0};
  {
    ChannelRegistry registry;
    std::atomic<int64_t> newest{0};
    std::thread pinner([&] {
      int64_t number;
      while ((number = newest.load()) < kChannels) {
        Channel* const channel = registry.Find(number);
        if (channel == nullptr) continue;
        channel->Pin();
        channel->DropReference();
      }
    });
    for (int64_t i = 0; i < kChannels; ++i) {
      Channel* const channel = registry.Make();
      channel->Send(MakeProbe(&destroyed));
      newest = channel->number();
      channel->Pin();
      channel->DropReference();
    }
    pinner.join();
    EXPECT_EQ(registry.live(), static_cast<size_t>(kChannels));
  }
  EXPECT_EQ(destroyed, kChannels);
}

}  // namespace
}  // namespace seq
