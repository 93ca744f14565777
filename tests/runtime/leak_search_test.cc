// The search for leaked strands while others run: what a strand that runs can
// get at is never reported, whatever it does meanwhile; what it has let go of
// is.

#include "runtime/leak_search.h"

#include <atomic>
#include <string>

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
// it, lets go of the channel, takes that out of the list again and sends the
// list back. All the time it can get at what the other waits on, which lies in
// the list; but at no time does it hold that itself.
void GoRound(Value way, const std::atomic<bool>& stop, Strand* strand) {
  while (!stop) {
    Value list = Value::Hole();
    static_cast<Channel*>(way.object)->Receive(strand, 23, &list);
    Release(way);
    way = Copy(AsVariant(list)->field(0));
    static_cast<Channel*>(way.object)->Send(list);
  }
  static_cast<Channel*>(way.object)->Close();
  Release(way);
}

TEST_F(LeakSearchTest, NeverReportsWhatARunningStrandCanGetAt) {
  StrandPool pool(SmallPool(3));
  pool.Run([&](Strand* strand) {
    const Value goal = NewChannel();
    const Value way = NewChannel();
    Variant* elements = Variant::Append(Variant::NewList(), Copy(way));
    const Value list = VariantValue(Variant::Append(elements, Copy(goal)));
    for (const Value& value : {goal, way, list}) MarkShared(value);
    static_cast<Channel*>(way.object)->Send(Copy(list));
    Retain(way);
    pool.Spawn(strand, 21, [=](Strand* self) {
      WaitWith(self, {list, way, goal});
    });
    AwaitWaiting(strand);
    std::atomic<bool> stop{false};
    pool.Spawn(strand, 24,
               [&, way](Strand* self) { GoRound(way, stop, self); });
    for (int i = 0; i < 3000; ++i) ASSERT_FALSE(AnyLeaked(strand)) << i;
    stop = true;
    while (pool.live_strands() > 2) pool.GiveWay(strand);
    EXPECT_TRUE(AnyLeaked(strand));
    static_cast<Channel*>(goal.object)->CloseForSending();
  });
}

}  // namespace
}  // namespace seq
