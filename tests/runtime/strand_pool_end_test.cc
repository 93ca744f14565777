// Programs that cannot go on: what they say and with which status they end.

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ExitedWithCode;
using testing::HasSubstr;

class StrandPoolEndDeathTest : public testing::Test {
 protected:
  StrandPoolEndDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

void ReceiveAt(Channel* channel, Strand* strand, SiteId site) {
  Value value = Value::Hole();
  channel->Receive(strand, site, &value);
}

void RunDeadlock(int waiting) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < waiting; ++i) {
      pool.Spawn(strand, 21,
                 [&](Strand* self) { ReceiveAt(channel, self, 22); });
    }
    ReceiveAt(channel, strand, 20);
  });
}

TEST_F(StrandPoolEndDeathTest, ADeadlockIsReportedWithEveryStrand) {
  EXPECT_EXIT(
      RunDeadlock(2), ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("run-time error: deadlock: every strand waits on a "
                      "channel and none is left that could send\n"),
            ContainsRegex("strand 1 \\(main\\): waiting on channel 1 for "
                          "[0-9.]+ m?s\n  call20 in word20 at test.seq:20:3"),
            ContainsRegex("strand 2, spawned by strand 1 at test.seq:21:3: "
                          "waiting on channel 1 for [0-9.]+ m?s\n"
                          "  call22 in word22 at test.seq:22:3"),
            HasSubstr("strand 3, spawned by strand 1 at test.seq:21:3: ")));
}

TEST_F(StrandPoolEndDeathTest, ALongReportIsShortened) {
  EXPECT_EXIT(RunDeadlock(149), ExitedWithCode(kExitRunTimeError),
              HasSubstr("and 50 more strands spawned at test.seq:21:3 that "
                        "wait at test.seq:22:3, leaked\n"));
}

TEST_F(StrandPoolEndDeathTest, ADeadlockIsSeenWhenTheLastSenderEnds) {
  EXPECT_EXIT(
      {
        ChannelRegistry channels;
        Channel* const channel = channels.Make();
        StrandPool pool(SmallPool(1));
        pool.Run([&](Strand* strand) {
          pool.Spawn(strand, 1, [](Strand*) {});
          ReceiveAt(channel, strand, 20);
        });
      },
      ExitedWithCode(kExitRunTimeError), HasSubstr("deadlock"));
}

TEST_F(StrandPoolEndDeathTest, ExhaustedThreadsNameTheLimit) {
  EXPECT_EXIT(
      {
        ChannelRegistry channels;
        Channel* const channel = channels.Make();
        StrandPoolOptions options = SmallPool(2);
        options.max_threads = 2;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          for (int i = 0; i < 5; ++i) {
            pool.Spawn(strand, 1,
                       [&](Strand* self) { ReceiveAt(channel, self, 22); });
          }
          ReceiveAt(channel, strand, 20);
        });
      },
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("run-time error: cannot start another strand: the limit "
                      "of 2 threads (--max-threads) is reached\n"),
            HasSubstr("2 strands wait on channels, each with its thread, and "
                      "4 have not started; none can go on\n")));
}

TEST_F(StrandPoolEndDeathTest, AStackThatDoesNotFitNamesItsSize) {
  EXPECT_EXIT(
      {
        StrandPoolOptions options = SmallPool(1);
        options.main_stack.native_bytes = size_t{1} << 50;
        StrandPool pool(options);
        pool.Run([](Strand*) {});
      },
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("cannot reserve 1610612"));  // MiB: 1.5 times 2^50 bytes
}

TEST_F(StrandPoolEndDeathTest, ARunTimeErrorEndsTheProgramAfterItsOutput) {
  EXPECT_EXIT(
      {
        // To standard error, where the test can see the order.
        Output output(STDERR_FILENO);
        StrandPoolOptions options = SmallPool(1);
        options.output = &output;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          pool.Spawn(strand, 30, [&](Strand* self) {
            output.Write("written before", "\n");
            const Node node = {ReturnNode, nullptr, 31};
            Fail(&node, self->stack_base, self, "no more");
          });
          for (;;) pool.GiveWay(strand);
        });
      },
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("written before\n"
                "test.seq:31:3: run-time error: no more\n"
                "  31 |   call31 end\n"
                "     |   ^^^^^^\n"
                "back-trace of strand 2, spawned by strand 1 at "
                "test.seq:30:3:\n"
                "  in word31 at test.seq:31:3\n"));
}

TEST_F(StrandPoolEndDeathTest, OutOfMemoryEndsTheProgram) {
  EXPECT_EXIT(
      {
        StrandPool pool(SmallPool(1));
        pool.Run([](Strand*) { throw std::bad_alloc(); });
      },
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("run-time error: out of memory in strand 1\n"));
}

TEST_F(StrandPoolEndDeathTest, ErrorsInManyStrandsAtOnceEndTheProgramOnce) {
  EXPECT_EXIT(
      {
        StrandPool pool(SmallPool(4));
        pool.Run([&](Strand* strand) {
          for (int i = 0; i < 20; ++i) {
            pool.Spawn(strand, 30, [](Strand* self) {
              const Node node = {ReturnNode, nullptr, 31};
              Fail(&node, self->stack_base, self, "no more");
            });
          }
        });
      },
      ExitedWithCode(kExitRunTimeError),
      ContainsRegex("^test.seq:31:3: run-time error: no more\n"
                    "[^\n]*\n[^\n]*\nback-trace[^\n]*\n[^\n]*\n$"));
}

}  // namespace
}  // namespace seq
