// Who runs when: permits, giving way, calls to the outside world.

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/call.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"
#include "tests/runtime/weave_support.h"
#include "tests/support/pipe.h"

namespace seq {
namespace {

constexpr Node kNode = {ReturnNode, nullptr, 1};

// What a loop of the evaluator does once a round.
void CheckCallOf(Strand* strand) {
  CheckCall(&kNode, strand->stack_base, strand);
}

class ScheduleTest : public testing::Test {
 protected:
  ScheduleTest() : ping_(channels_.Make()), pong_(channels_.Make()) {}
  ~ScheduleTest() override {
    ping_->DropReference();
    pong_->DropReference();
  }

  static void Receive(Channel* channel, Strand* strand) {
    Value value = Value::Hole();
    EXPECT_EQ(channel->Receive(strand, 0, &value), Channel::Result::kOk);
  }

  ChannelRegistry channels_;
  Channel* const ping_;
  Channel* const pong_;
};

TEST_F(ScheduleTest, PermitsBoundHowManyCompute) {
  constexpr int kPermits = 3;
  std::atomic<int> computing{0};
  std::atomic<int> most{0};
  const auto compute = [&] {
    const int now = ++computing;
    int seen = most.load();
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    for (int i = 0; i < 1000; ++i) most.load();  // long enough to overlap
    --computing;
  };
  StrandPool pool(SmallPool(kPermits));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 12; ++i) {
      pool.Spawn(strand, 1, [&](Strand* self) {
        for (int round = 0; round < 100; ++round) {
          compute();
          pool.GiveWay(self);
          ping_->Send(Value::Int(1));
          Receive(ping_, self);
        }
      });
    }
  });
  EXPECT_LE(most, kPermits);
  EXPECT_GE(most, 1);
}

TEST_F(ScheduleTest, FewStrandsStartInTheOrderTheyWereSpawned) {
  std::vector<int> order;
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 5; ++i) {
      pool.Spawn(strand, 1, [&order, i](Strand*) { order.push_back(i); });
    }
  });
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(ScheduleTest, AStrandThatWaitsLetsOthersRun) {
  StrandPool pool(SmallPool(1));
  bool ran = false;
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand*) {
      ran = true;
      ping_->Send(Value::Int(1));
    });
    Receive(ping_, strand);
    EXPECT_TRUE(ran);
  });
}

TEST_F(ScheduleTest, GiveWayLetsEveryoneElseRunFirst) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    bool first = false;
    pool.Spawn(strand, 1, [&](Strand*) { first = true; });
    EXPECT_FALSE(first);
    pool.GiveWay(strand);
    EXPECT_TRUE(first);
    pool.GiveWay(strand);  // with nobody else: comes back
  });
}

// Would not end if the watchdog did not ask the strand to give way.
TEST_F(ScheduleTest, AComputingStrandIsAskedToGiveWay) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int round = 0; round < 5; ++round) {
      std::atomic<bool> ran{false};
      pool.Spawn(strand, 1, [&ran](Strand*) { ran = true; });
      while (!ran) CheckCallOf(strand);
    }
  });
}

// Though the permit goes from one to the other all the time.
TEST_F(ScheduleTest, AWeaveThatIsResumedForEverIsAskedToGiveWay) {
  const Body body(CountForEver);
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    const Value handle = Make(strand, body);
    std::atomic<bool> ran{false};
    pool.Spawn(strand, 1, [&ran](Strand*) { ran = true; });
    while (!ran) {
      Resume(strand, handle);
      CheckCallOf(strand);
    }
    Release(handle);
  });
}

TEST_F(ScheduleTest, BusyStrandsShareOnePermit) {
  std::atomic<int> started{0};
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 4; ++i) {
      pool.Spawn(strand, 1, [&](Strand* self) {
        ++started;
        while (started < 5) CheckCallOf(self);
      });
    }
    ++started;
    while (started < 5) CheckCallOf(strand);
  });
  EXPECT_EQ(started, 5);
}

// Strands that need but a moment do not take turns with those that compute for
// ever, one by one: beside many of these, who gave way has always waited for
// too long.
TEST_F(ScheduleTest, ManyBusyStrandsDoNotSlowDownShortOnes) {
  constexpr int kBusy = 20;
  constexpr int kShort = 100;
  std::atomic<int> turn{0};  // the busy strand that computes
  std::atomic<int> turns{0};
  std::atomic<int> ended{0};
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 1; i <= kBusy; ++i) {
      pool.Spawn(strand, 1, [&, i](Strand* self) {
        while (ended < kShort) {
          if (turn.exchange(i) != i) ++turns;
          CheckCallOf(self);
        }
      });
    }
    pool.LeaveForOutside(strand);
    while (turns < 2 * kBusy) std::this_thread::yield();
    const int before = turns;
    for (int i = 0; i < kShort; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) { ++ended; });
    }
    while (ended < kShort) std::this_thread::yield();
    EXPECT_LT(turns - before, kShort / 2);
  });
}

// A computing strand that is asked for its permit goes on afterwards with its
// stack limit intact.
TEST_F(ScheduleTest, AttentionIsNotTakenForAUsedUpStack) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 1000; ++i) {
      strand->call_limit.store(Strand::kAttention, std::memory_order_relaxed);
      CheckCallOf(strand);
      EXPECT_NE(strand->call_limit.load(), Strand::kAttention);
    }
  });
}

// Two strands that keep handing the only permit to each other never let it
// come free.
TEST_F(ScheduleTest, FreshStrandsDoNotStarveBesideAPingPong) {
  std::atomic<bool> stop{false};
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand* self) {
      while (!stop) {
        Receive(ping_, self);
        pong_->Send(Value::Int(1));
      }
    });
    pool.GiveWay(strand);
    pool.Spawn(strand, 2, [&](Strand*) { stop = true; });
    while (!stop) {
      ping_->Send(Value::Int(1));
      Receive(pong_, strand);
    }
    ping_->Send(Value::Int(1));  // in case the other one waits already
  });
}

TEST_F(ScheduleTest, WokenStrandsDoNotStarveBesideFreshOnes) {
  std::atomic<bool> stop{false};
  StrandPool pool(SmallPool(1));
  std::function<void(Strand*)> again = [&](Strand* self) {
    if (!stop) pool.Spawn(self, 1, again);
  };
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, again);
    pool.Spawn(strand, 1, [&](Strand*) { ping_->Send(Value::Int(1)); });
    Receive(ping_, strand);
    stop = true;
  });
}

// Strands that end before they can be asked to give way.
TEST_F(ScheduleTest, StrandsThatGaveWayDoNotStarveBesideFreshOnes) {
  std::atomic<bool> stop{false};
  StrandPool pool(SmallPool(1));
  std::function<void(Strand*)> again = [&](Strand* self) {
    if (!stop) pool.Spawn(self, 1, again);
  };
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, again);
    pool.GiveWay(strand);
    stop = true;
  });
}

// The same when the others keep each other awake and are never asked.
TEST_F(ScheduleTest, StrandsThatGaveWayDoNotStarveBesideAPingPong) {
  std::atomic<bool> stop{false};
  StrandPool pool(SmallPool(1));
  const auto play = [&](Strand* self, Channel* from, Channel* to) {
    while (!stop) {
      Receive(from, self);
      to->Send(Value::Int(1));
    }
    to->Send(Value::Int(1));
  };
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand* self) { play(self, ping_, pong_); });
    pool.Spawn(strand, 1, [&](Strand* self) { play(self, pong_, ping_); });
    ping_->Send(Value::Int(1));
    pool.GiveWay(strand);
    stop = true;
  });
}

// --- The outside world -------------------------------------------------------

TEST_F(ScheduleTest, LeavingForOutsideFreesThePermit) {
  Pipe pipe;
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand*) { pipe.Put("x"); });
    pool.LeaveForOutside(strand);
    EXPECT_EQ(pipe.Take(1), "x");
    // Without a permit until the next wait; all of this is allowed.
    CheckCallOf(strand);
    pool.GiveWay(strand);
    pool.LeaveForOutside(strand);
    pool.Spawn(strand, 1, [&](Strand*) { ping_->Send(Value::Int(1)); });
    Receive(ping_, strand);
  });
}

TEST_F(ScheduleTest, IsOutsideUntilItGetsAPermitAgain) {
  Pipe pipe;
  Output output(pipe.write_end());
  StrandPoolOptions options = SmallPool(1);
  options.output = &output;
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    for (int round = 0; round < 3; ++round) {
      EXPECT_FALSE(strand->is_outside());
      pool.LeaveForOutside(strand);
      EXPECT_TRUE(strand->is_outside());
      output.Write("x", "");
      pool.LeaveForOutside(strand);
      EXPECT_EQ(pipe.Take(1), "x");
      // Nothing to wait for: no permit either.
      ping_->Send(Value::Int(1));
      Receive(ping_, strand);
      EXPECT_TRUE(strand->is_outside());
      pool.Spawn(strand, 1, [&](Strand* self) {
        EXPECT_FALSE(self->is_outside());
        while (pool.DescribeStrands().find("(main): waiting on channel") ==
               std::string::npos) {
        }
        ping_->Send(Value::Int(1));
      });
      Receive(ping_, strand);
    }
  });
}

TEST_F(ScheduleTest, AStrandOutsideMayEndThere) {
  std::atomic<int> ended{0};
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 10; ++i) {
      pool.Spawn(strand, 1, [&](Strand* self) {
        pool.LeaveForOutside(self);
        ++ended;
      });
    }
  });
  EXPECT_EQ(ended, 10);
}

// The watchdog takes the permit of a system call that turns out to wait.
TEST_F(ScheduleTest, ASystemCallThatWaitsLosesItsPermit) {
  Pipe pipe;
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int round = 0; round < 3; ++round) {
      pool.Spawn(strand, 1, [&](Strand*) { pipe.Put("x"); });
      {
        const SystemCallScope scope(strand);
        EXPECT_EQ(pipe.Take(1), "x");
      }
      pool.Spawn(strand, 1, [&](Strand*) { ping_->Send(Value::Int(1)); });
      Receive(ping_, strand);
    }
  });
}

TEST_F(ScheduleTest, ASystemCallScopeMarksTheCall) {
  StrandPool pool(SmallPool(1));
  pool.Run([](Strand* strand) {
    uint32_t last = strand->system_call;
    EXPECT_EQ(last % 2, 0u);
    for (int i = 0; i < 3; ++i) {
      {
        const SystemCallScope scope(strand);
        EXPECT_EQ(strand->system_call % 2, 1u);
        EXPECT_GT(strand->system_call, last);
        last = strand->system_call;
      }
      EXPECT_EQ(strand->system_call % 2, 0u);
      EXPECT_GT(strand->system_call, last);
    }
  });
}

// --- Output ------------------------------------------------------------------

TEST_F(ScheduleTest, OutputIsOutWhenTheProgramWaits) {
  Pipe pipe;
  Output output(pipe.write_end());
  StrandPoolOptions options = SmallPool(1);
  options.output = &output;
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    output.Write("a", "\n");
    pool.LeaveForOutside(strand);
    EXPECT_EQ(pipe.Unread(), 2u);
    output.Write("b", "\n");
    pool.Spawn(strand, 1, [&](Strand* self) {
      pool.LeaveForOutside(self);
      // Main waits, and nobody computes: its line comes without being asked
      // for.
      EXPECT_EQ(pipe.Take(4), "a\nb\n");
      ping_->Send(Value::Int(1));
    });
    Receive(ping_, strand);
  });
}

TEST_F(ScheduleTest, OutputOfABusyProgramComesWithoutBeingAskedFor) {
  Pipe pipe;
  Output output(pipe.write_end());
  StrandPoolOptions options = SmallPool(1);
  options.output = &output;
  StrandPool pool(options);
  pool.Run([&](Strand*) {
    for (int i = 0; i < 5; ++i) {
      output.Write("x", "");
      while (pipe.Unread() == 0) {
      }
      EXPECT_EQ(pipe.Take(1), "x");
    }
  });
}

// A reader of the output that does not read must not keep a strand from what
// it waits for.
TEST_F(ScheduleTest, AWaitingStrandDoesNotWaitForASlowReaderToo) {
  Pipe stdout_pipe(4096);
  stdout_pipe.Put(std::string(stdout_pipe.capacity(), '.'));
  Output output(stdout_pipe.write_end());
  StrandPoolOptions options = SmallPool(1);
  options.output = &output;
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand* self) {
      pool.LeaveForOutside(self);
      while (pool.DescribeStrands().find("(main): waiting on channel") ==
             std::string::npos) {
      }
      ping_->Send(Value::Int(1));
    });
    pool.GiveWay(strand);
    output.Write("late", "");
    Receive(ping_, strand);
    EXPECT_EQ(stdout_pipe.Unread(), stdout_pipe.capacity());
    stdout_pipe.Take(stdout_pipe.capacity());
  });
  output.Flush();
  EXPECT_EQ(stdout_pipe.Take(4), "late");
}

}  // namespace
}  // namespace seq
