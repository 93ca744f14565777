// Weaves that cannot go on: what is said and with which status the process
// ends.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "runtime/weave.h"
#include "tests/runtime/pool_support.h"
#include "tests/runtime/weave_support.h"

namespace seq {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ExitedWithCode;
using testing::HasSubstr;

// --- Errors and reports ------------------------------------------------------

class WeaveDeathTest : public testing::Test {
 protected:
  WeaveDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(WeaveDeathTest, ABodyMustEndWithItsContextOnTop) {
  const Body leaves_more([](Value* sp, Strand*) { return sp; });
  EXPECT_EXIT(
      RunPool(1,
              [&](Strand* strand) {
                Resume(strand, Make(strand, leaves_more), 3);
              }),
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("test.seq:41:3: run-time error: strand.weave: the body must "
                "end with its weave context on top of the stack, got Int 3\n"));
  const Body leaves_nothing([](Value* sp, Strand*) {
    Release(sp[-2]);
    return sp - 2;
  });
  EXPECT_EXIT(RunPool(1,
                      [&](Strand* strand) {
                        Resume(strand, Make(strand, leaves_nothing));
                      }),
              ExitedWithCode(kExitRunTimeError),
              HasSubstr("but its stack is empty"));
}

TEST_F(WeaveDeathTest, AStackTooLargeToStartWithIsAnError) {
  const Body body([](Value* sp, Strand*) { return sp - 1; });
  EXPECT_EXIT(
      {
        StrandPoolOptions options = SmallPool(1);
        options.strand_stack.values = 512;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          const std::vector<Value> stack(100 * 1000, Value::Int(1));
          Resume(strand, Make(strand, body, stack));
        });
      },
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("strand.weave: data stack overflow: the stack to start with "
                "holds 100000 values, but a strand may have only "));
}

TEST_F(WeaveDeathTest, AResumerOfABodyThatWaitsForEverIsDeadlocked) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body([&](Value* sp, Strand* strand) {
    Value value = Value::Hole();
    channel->Receive(strand, 44, &value);
    return sp - 1;
  });
  EXPECT_EXIT(
      RunPool(2, [&](Strand* strand) { Resume(strand, Make(strand, body)); }),
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("run-time error: deadlock: every strand waits on a "
                      "channel or for a weave and none is left that could go "
                      "on\n"),
            ContainsRegex("strand 1 \\(main\\): waits for weave 1 for [0-9.]+ "
                          "m?s\n  call43 in word43 at test.seq:43:3"),
            ContainsRegex("weave 1, of strand 1 at test.seq:41:3: waiting on "
                          "channel 1 for [0-9.]+ m?s\n"
                          "  call44 in word44 at test.seq:44:3")));
  channel->DropReference();
}

TEST_F(WeaveDeathTest, AParkedWeaveDoesNotHideADeadlock) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body(CountForEver);
  EXPECT_EXIT(
      RunPool(2,
              [&](Strand* strand) {
                const Value handle = Make(strand, body);
                Resume(strand, handle);
                Value value = Value::Hole();
                channel->Receive(strand, 45, &value);
              }),
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("deadlock: every strand waits on a channel and"),
            ContainsRegex("weave 1, of strand 1 at test.seq:41:3: parked in "
                          "yield for [0-9.]+ m?s\n"
                          "  call42 in word42 at test.seq:42:3")));
  channel->DropReference();
}

TEST_F(WeaveDeathTest, AWeaveThatResumesItselfIsDeadlocked) {
  const Body body([](Value* sp, Strand* strand) {
    Resume(strand, sp[-2]);
    return sp - 1;
  });
  EXPECT_EXIT(
      RunPool(2, [&](Strand* strand) { Resume(strand, Make(strand, body)); }),
      ExitedWithCode(kExitRunTimeError),
      ContainsRegex("weave 1, of strand 1 at test.seq:41:3: waits for weave "
                    "1 for "));
}

TEST_F(WeaveDeathTest, ParkedWeavesAreCountedWhenThreadsAreExhausted) {
  const Body body(CountForEver);
  EXPECT_EXIT(
      {
        StrandPoolOptions options = SmallPool(2);
        options.max_threads = 3;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          for (int i = 0; i < 3; ++i) Resume(strand, Make(strand, body));
        });
      },
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("the limit of 3 threads (--max-threads) is reached"),
            HasSubstr("2 weaves are parked, 1 strands wait on channels")));
}

}  // namespace
}  // namespace seq
