// The search for leaked strands while others run: what a strand that runs can
// get at is never reported, whatever it does meanwhile; what it has let go of
// is.

#include "runtime/leak_search.h"

#include <atomic>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/map.h"
#include "runtime/strand_pool.h"
#include "runtime/variant.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

Value ChannelValue(Channel* channel) {
  return Value::Counted(ValueKind::kChannel, channel);
}

Value Copy(const Value& value) {
  Retain(value);
  return value;
}

// Waits on the channel on top of a stack that holds just `values`, which it
// takes over, and releases them in the end.
void WaitWith(Strand* strand, std::initializer_list<Value> values) {
  Value* sp = strand->stack_base;
  for (const Value& value : values) *sp++ = value;
  Value received = Value::Hole();
  static_cast<Channel*>(sp[-1].object)->Receive(strand, 22, &received, sp);
  Release(received);
  while (sp > strand->stack_base) Release(*--sp);
}

class LeakSearchTest : public testing::Test {
 protected:
  ~LeakSearchTest() override { EXPECT_EQ(registry_.live(), 0u); }

  Value NewChannel() { return ChannelValue(registry_.MakeOpaque()); }

  // Called on the main strand, which only looks.
  static bool Waits(Strand* strand, const std::string& entry) {
    return strand->pool()->DescribeStrands().find(entry + "waiting on") !=
           std::string::npos;
  }
  static bool AnyLeaked(Strand* strand) {
    return strand->pool()->DescribeStrands().find("leaked") !=
           std::string::npos;
  }
  static void AwaitWaiting(Strand* strand) {
    while (!Waits(strand, "strand 2, spawned by strand 1 at test.seq:21:3: ")) {
      strand->pool()->GiveWay(strand);
    }
  }

  ChannelRegistry registry_;
};

TEST_F(LeakSearchTest, FollowsContainersThatOnlyTheStrandItselfHolds) {
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    const Value channel = NewChannel();
    const Value list =
        VariantValue(Variant::Append(Variant::NewList(), Copy(channel)));
    const Value map = MapValue(Map::Set(Map::New(), Value::Int(1), Copy(list)));
    for (const Value& value : {channel, list, map}) MarkShared(value);
    Retain(channel);
    pool.Spawn(strand, 21, [=](Strand* self) {
      WaitWith(self, {map, list, channel});
    });
    AwaitWaiting(strand);
    EXPECT_FALSE(AnyLeaked(strand));
    Channel* const mine = static_cast<Channel*>(channel.object);
    mine->AddReference();
    Release(channel);
    EXPECT_FALSE(AnyLeaked(strand));
    // Nobody counts the pointer: for the search the channel is out of reach.
    mine->DropReference();
    EXPECT_TRUE(AnyLeaked(strand));
    mine->CloseForSending();
  });
}

// A strand goes round and round: it has the channel `way`, takes a list out of
// it, lets go of the channel, goes down a thousand lists, each in the one
// before, of which it always has just one, and finds the channel in the last.
// That is also where the channel lies that the other strand waits on.
void GoRound(Value way, const std::atomic<bool>& stop, Strand* strand) {
  while (!stop) {
    auto* const channel = static_cast<Channel*>(way.object);
    Value list = Value::Hole();
    channel->Receive(strand, 23, &list);
    channel->Send(Copy(list));
    Release(way);
    while (list.kind == ValueKind::kVariant) {
      const Value outer = list;
      list = Copy(AsVariant(outer)->field(0));
      Release(outer);
    }
    way = list;
  }
  static_cast<Channel*>(way.object)->Close();
  Release(way);
}

// Were the counts of contents read before those of what they lie in, the two
// would miss each other on the way at almost every search.
TEST_F(LeakSearchTest, NeverReportsWhatARunningStrandCanGetAt) {
  constexpr int kDepth = 1000;
  StrandPool pool(SmallPool(3));
  pool.Run([&](Strand* strand) {
    const Value goal = NewChannel();
    const Value way = NewChannel();
    Variant* last = Variant::Append(Variant::NewList(), Copy(way));
    Value list = VariantValue(Variant::Append(last, Copy(goal)));
    for (int i = 0; i < kDepth; ++i) {
      list = VariantValue(Variant::Append(Variant::NewList(), list));
    }
    for (const Value& value : {goal, way, list}) MarkShared(value);
    static_cast<Channel*>(way.object)->Send(Copy(list));
    pool.Spawn(strand, 21, [=](Strand* self) { WaitWith(self, {list, goal}); });
    AwaitWaiting(strand);
    std::atomic<bool> stop{false};
    pool.Spawn(strand, 24,
               [&, way](Strand* self) { GoRound(way, stop, self); });
    for (int i = 0; i < 1000; ++i) ASSERT_FALSE(AnyLeaked(strand)) << i;
    stop = true;
    while (pool.live_strands() > 2) pool.GiveWay(strand);
    EXPECT_TRUE(AnyLeaked(strand));
    static_cast<Channel*>(goal.object)->CloseForSending();
  });
}

// Else what is received in between could be missed where it was, and not be
// where it was looked for.
TEST_F(LeakSearchTest, HoldsChannelsStillUntilItEnds) {
  const Value channel = NewChannel();
  auto* const object = static_cast<Channel*>(channel.object);
  const auto is_free = [object] {
    bool taken = false;
    std::thread([&] {
      taken = object->TryFreeze([](Value&) {});
      if (taken) object->Thaw();
    }).join();
    return taken;
  };
  {
    LeakSearch search;
    const LeakSearch::Node strand = search.AddStrand();
    search.Hold(channel);
    search.WokenThrough(object, strand);
    EXPECT_TRUE(is_free());
    search.Run();
    EXPECT_FALSE(search.alive(strand));
    EXPECT_FALSE(is_free());
  }
  EXPECT_TRUE(is_free());
  {
    // Somebody is just using it: it is alive.
    ASSERT_TRUE(object->TryFreeze([](Value&) {}));
    std::thread([&] {
      LeakSearch search;
      const LeakSearch::Node strand = search.AddStrand();
      search.Hold(channel);
      search.WokenThrough(object, strand);
      search.Run();
      EXPECT_TRUE(search.alive(strand));
    }).join();
    object->Thaw();
  }
  Release(channel);
}

}  // namespace
}  // namespace seq
