#include "runtime/channel.h"

#include <malloc.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/channel_registry.h"
#include "runtime/closure.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using Result = Channel::Result;

// A program may make a channel for every request it serves.
static_assert(sizeof(Channel) <= 200);

// Receives an Int that must be there or come.
int64_t ReceiveInt(Channel* channel, Strand* strand) {
  Value value = Value::Hole();
  EXPECT_EQ(channel->Receive(strand, 0, &value), Result::kOk);
  EXPECT_EQ(value.kind, ValueKind::kInt);
  return value.integer;
}

class ChannelTest : public testing::Test {
 protected:
  ChannelTest() : channel_(registry_.Make()) {}
  ~ChannelTest() override {
    if (channel_ != nullptr) channel_->DropReference();
    EXPECT_EQ(registry_.live(), 0u);
  }

  // Runs `main` and all it spawns with a channel to use.
  void Run(int permits, const StrandTask& main) {
    StrandPool pool(SmallPool(permits));
    pool.Run(main);
  }

  ChannelRegistry registry_;
  Channel* channel_;
};

TEST_F(ChannelTest, KeepsTheOrderOfOneSenderThroughGrowingAndWrappingRound) {
  Run(1, [this](Strand* strand) {
    std::deque<int64_t> expected;
    int64_t next = 0;
    for (int round = 1; round <= 40; ++round) {
      for (int i = 0; i < 3 * round; ++i) {
        expected.push_back(next);
        EXPECT_EQ(channel_->Send(Value::Int(next++)), Result::kOk);
      }
      for (int i = 0; i < 2 * round; ++i) {
        EXPECT_EQ(ReceiveInt(channel_, strand), expected.front());
        expected.pop_front();
      }
    }
    while (!expected.empty()) {
      EXPECT_EQ(ReceiveInt(channel_, strand), expected.front());
      expected.pop_front();
    }
  });
}

TEST_F(ChannelTest, GivesTheMemoryOfALongQueueBack) {
  constexpr int kValues = 1000 * 1000;
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  Run(1, [&](Strand* strand) {
    const size_t before = in_use();
    for (int i = 0; i < kValues; ++i) channel_->Send(Value::Int(i));
    for (int i = 0; i < kValues; ++i) {
      ASSERT_EQ(ReceiveInt(channel_, strand), i);
    }
    EXPECT_LT(in_use(), before + 64 * 1024);
  });
}

// How many of several senders' values one receiver got, and whether in order.
class OrderCheck {
 public:
  explicit OrderCheck(int senders) : last_(senders, -1) {}
  void Note(int64_t sender, int64_t number) {
    EXPECT_LT(last_[sender], number);
    last_[sender] = number;
  }

 private:
  std::vector<int64_t> last_;
};

TEST_F(ChannelTest, ManySendersManyReceiversEachValueExactlyOnceAndInOrder) {
  constexpr int kSenders = 8;
  constexpr int kReceivers = 5;
  constexpr int64_t kEach = 2000;
  std::vector<std::atomic<int>> seen(kSenders * kEach);
  Run(4, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    for (int r = 0; r < kReceivers; ++r) {
      pool->Spawn(strand, 1, [&](Strand* self) {
        OrderCheck order(kSenders);
        for (;;) {
          const int64_t value = ReceiveInt(channel_, self);
          if (value < 0) return;
          ++seen[value];
          order.Note(value / kEach, value % kEach);
        }
      });
    }
    Channel* const done = registry_.Make();
    for (int64_t s = 0; s < kSenders; ++s) {
      pool->Spawn(strand, 2, [&, done, s](Strand*) {
        for (int64_t i = 0; i < kEach; ++i) {
          channel_->Send(Value::Int(s * kEach + i));
        }
        done->Send(Value::Int(s));
      });
    }
    for (int s = 0; s < kSenders; ++s) ReceiveInt(done, strand);
    for (int r = 0; r < kReceivers; ++r) channel_->Send(Value::Int(-1));
    done->DropReference();
  });
  for (const std::atomic<int>& count : seen) ASSERT_EQ(count, 1);
}

TEST_F(ChannelTest, HandsAValueToAWaitingReceiverDirectly) {
  Run(1, [this](Strand* strand) {
    int64_t received = 0;
    strand->pool()->Spawn(strand, 1, [&](Strand* self) {
      received = ReceiveInt(channel_, self);
    });
    // With one permit the receiver runs until it waits.
    strand->pool()->GiveWay(strand);
    EXPECT_EQ(channel_->Send(Value::Int(7)), Result::kOk);
    // Had the value been queued, this would forget it.
    channel_->Close();
    while (strand->pool()->live_strands() > 1) strand->pool()->GiveWay(strand);
    EXPECT_EQ(received, 7);
  });
}

TEST_F(ChannelTest, WaitingReceiversAreServedInTheOrderTheyCame) {
  Run(1, [this](Strand* strand) {
    std::vector<int64_t> order;
    for (int i = 0; i < 3; ++i) {
      strand->pool()->Spawn(strand, 1, [&, i](Strand* self) {
        order.push_back(10 * i + ReceiveInt(channel_, self));
      });
      strand->pool()->GiveWay(strand);
    }
    for (int i = 0; i < 3; ++i) channel_->Send(Value::Int(i));
    while (strand->pool()->live_strands() > 1) strand->pool()->GiveWay(strand);
    EXPECT_EQ(order, (std::vector<int64_t>{0, 11, 22}));
  });
}

TEST_F(ChannelTest, ClosedChannelsTakeAndGiveNothing) {
  std::atomic<int> destroyed{0};
  Run(1, [&](Strand* strand) {
    channel_->Close();
    channel_->Close();
    const Value value = MakeProbe(&destroyed);
    EXPECT_EQ(channel_->Send(value), Result::kClosed);
    EXPECT_EQ(destroyed, 0);  // still the sender's
    Release(value);
    Value received = Value::Hole();
    EXPECT_EQ(channel_->Receive(strand, 0, &received), Result::kClosed);
    EXPECT_EQ(received.kind, ValueKind::kHole);
  });
  EXPECT_EQ(destroyed, 1);
}

TEST_F(ChannelTest, CloseWakesEveryWaitingReceiver) {
  constexpr int kReceivers = 10;
  std::atomic<int> woken{0};
  Run(1, [&](Strand* strand) {
    for (int i = 0; i < kReceivers; ++i) {
      strand->pool()->Spawn(strand, 1, [&](Strand* self) {
        Value value = Value::Hole();
        EXPECT_EQ(channel_->Receive(self, 0, &value),
                  Result::kClosedWhileWaiting);
        ++woken;
      });
      strand->pool()->GiveWay(strand);
    }
    channel_->Close();
  });
  EXPECT_EQ(woken, kReceivers);
}

TEST_F(ChannelTest, CloseReleasesWhatIsQueued) {
  std::atomic<int> destroyed{0};
  for (int i = 0; i < 10; ++i) channel_->Send(MakeProbe(&destroyed));
  EXPECT_EQ(destroyed, 0);
  channel_->Close();
  EXPECT_EQ(destroyed, 10);
}

TEST_F(ChannelTest, TheLastReferenceReleasesWhatIsQueued) {
  std::atomic<int> destroyed{0};
  for (int i = 0; i < 10; ++i) channel_->Send(MakeProbe(&destroyed));
  channel_->DropReference();
  channel_ = nullptr;
  EXPECT_EQ(destroyed, 10);
  EXPECT_EQ(registry_.live(), 0u);
}

TEST_F(ChannelTest, AChannelQueuedInAChannelGoesWithIt) {
  std::atomic<int> destroyed{0};
  // A chain of channels that each hold the one before: no recursion, no lock
  // taken twice.
  constexpr int kChain = 20 * 1000;
  Value inner = MakeProbe(&destroyed);
  for (int i = 0; i < kChain; ++i) {
    Channel* const outer = registry_.Make();
    outer->Send(inner);
    inner = Value::Counted(ValueKind::kChannel, outer);
  }
  channel_->Send(inner);
  EXPECT_EQ(registry_.live(), kChain + 1u);
  channel_->Close();
  EXPECT_EQ(destroyed, 1);
  EXPECT_EQ(registry_.live(), 1u);
}

TEST_F(ChannelTest, SentValuesAreMarkedShared) {
  std::atomic<int> destroyed{0};
  static const Code code;
  const Value inner = MakeProbe(&destroyed);
  const Value outer = Value::Counted(
      ValueKind::kClosure, Closure::New(&code, absl::MakeConstSpan(&inner, 1)));
  channel_->Send(outer);
  EXPECT_TRUE(outer.object->shared());
  EXPECT_TRUE(inner.object->shared());
  channel_->Close();  // while `destroyed` lives
  EXPECT_EQ(destroyed, 1);
}

// --- The registry ------------------------------------------------------------

TEST(ChannelRegistryTest, NumbersCountFromOneAndAreNotUsedAgain) {
  ChannelRegistry registry;
  for (int64_t expected = 1; expected <= 3; ++expected) {
    Channel* const channel = registry.Make();
    EXPECT_EQ(channel->number(), expected);
    channel->DropReference();
  }
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
