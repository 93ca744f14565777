// The life of strands and threads, and what a strand may rely on. Who runs when
// is in strand_pool_schedule_test.cc, the ends of the process in
// strand_pool_end_test.cc.

#include "runtime/strand_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/call.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using testing::HasSubstr;

class StrandPoolTest : public testing::Test {
 protected:
  StrandPoolTest() : channel_(channels_.Make()) {}
  ~StrandPoolTest() override { channel_->DropReference(); }

  void Receive(Strand* strand) {
    Value value = Value::Hole();
    EXPECT_EQ(channel_->Receive(strand, 0, &value), Channel::Result::kOk);
    Release(value);
  }

  ChannelRegistry channels_;
  Channel* const channel_;
};

TEST_F(StrandPoolTest, NumbersCountFromOne) {
  StrandPool pool(SmallPool(2));
  std::vector<int64_t> numbers;
  pool.Run([&](Strand* strand) {
    numbers.push_back(strand->number());
    EXPECT_EQ(strand->spawner, 0);
    EXPECT_EQ(strand->pool(), &pool);
    numbers.push_back(pool.Spawn(strand, 3, [](Strand* self) {
      EXPECT_EQ(self->number(), 2);
      EXPECT_EQ(self->spawner, 1);
      EXPECT_EQ(self->spawn_site, 3u);
    }));
    numbers.push_back(pool.Spawn(strand, 3, [](Strand*) {}));
  });
  EXPECT_EQ(numbers, (std::vector<int64_t>{1, 2, 3}));
}

TEST_F(StrandPoolTest, RunReturnsWhenTheLastStrandHasEnded) {
  constexpr int kStrands = 1000;
  std::atomic<int> ended{0};
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < kStrands; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) { ++ended; });
    }
  });
  EXPECT_EQ(ended, kStrands);
  EXPECT_EQ(pool.live_strands(), 0u);
  EXPECT_EQ(pool.threads(), 0u);
}

TEST_F(StrandPoolTest, CanRunAgain) {
  StrandPool pool(SmallPool(2));
  for (int round = 0; round < 3; ++round) {
    int ended = 0;
    pool.Run([&](Strand* strand) {
      pool.Spawn(strand, 1, [&](Strand*) { channel_->Send(Value::Int(1)); });
      Receive(strand);
      ++ended;
    });
    EXPECT_EQ(ended, 1);
  }
}

TEST_F(StrandPoolTest, StrandsSpawnStrands) {
  std::atomic<int> leaves{0};
  StrandPool pool(SmallPool(2));
  std::function<void(Strand*, int)> grow = [&](Strand* strand, int height) {
    if (height == 0) {
      ++leaves;
      return;
    }
    for (int i = 0; i < 4; ++i) {
      pool.Spawn(strand, 1,
                 [&grow, height](Strand* self) { grow(self, height - 1); });
    }
  };
  pool.Run([&](Strand* strand) { grow(strand, 5); });
  EXPECT_EQ(leaves, 1024);
}

TEST_F(StrandPoolTest, CountsLiveStrandsExactly) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    EXPECT_EQ(pool.live_strands(), 1u);
    for (size_t i = 1; i <= 5; ++i) {
      pool.Spawn(strand, 1, [&](Strand* self) { Receive(self); });
      EXPECT_EQ(pool.live_strands(), 1 + i);
    }
    // All five start and wait.
    while (pool.HasRunnable()) pool.GiveWay(strand);
    EXPECT_EQ(pool.live_strands(), 6u);
    for (size_t i = 5; i > 0; --i) {
      channel_->Send(Value::Int(1));
      pool.GiveWay(strand);
      EXPECT_EQ(pool.live_strands(), i);
    }
  });
}

TEST_F(StrandPoolTest, AStrandWokenBeforeItWaitsDoesNotWait) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    pool.Wake(strand);
    pool.WaitToBeWoken(strand);
  });
}

TEST_F(StrandPoolTest, NoWakeUpIsLost) {
  constexpr int kRounds = 5000;
  Channel* const back = channels_.Make();
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    for (int pair = 0; pair < 3; ++pair) {
      pool.Spawn(strand, 1, [&](Strand* self) {
        for (int i = 0; i < kRounds; ++i) {
          Receive(self);
          back->Send(Value::Int(1));
        }
      });
      pool.Spawn(strand, 2, [&](Strand* self) {
        for (int i = 0; i < kRounds; ++i) {
          channel_->Send(Value::Int(1));
          Value value = Value::Hole();
          back->Receive(self, 0, &value);
        }
      });
    }
  });
  back->DropReference();
}

// --- Threads -----------------------------------------------------------------

TEST_F(StrandPoolTest, ThreadsAreUsedAgain) {
  size_t most = 0;
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 10 * 1000; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) { channel_->Send(Value::Int(1)); });
      Receive(strand);
      most = std::max(most, pool.threads());
    }
  });
  // Main's, the one in use, and one that has not quite come back yet.
  EXPECT_LE(most, 4u);
}

TEST_F(StrandPoolTest, StrandsQueueForThreads) {
  std::atomic<int> ended{0};
  StrandPoolOptions options = SmallPool(4);
  options.max_threads = 3;
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 200; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) {
        EXPECT_LE(pool.threads(), 3u);
        ++ended;
        channel_->Send(Value::Int(1));
      });
    }
    for (int i = 0; i < 200; ++i) Receive(strand);
  });
  EXPECT_EQ(ended, 200);
}

TEST_F(StrandPoolTest, IdleThreadsRetire) {
  StrandPoolOptions options = SmallPool(2);
  options.idle_before_trim = std::chrono::milliseconds(0);
  options.idle_before_retiring = std::chrono::milliseconds(0);
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 20; ++i) {
      pool.Spawn(strand, 1, [&](Strand* self) { Receive(self); });
    }
    for (int i = 0; i < 20; ++i) channel_->Send(Value::Int(1));
    while (pool.threads() > 1) pool.GiveWay(strand);
  });
}

// A thread that is about to retire when it is the only one that could run a
// strand must not make the pool believe that threads are exhausted.
TEST_F(StrandPoolTest, ARetiringThreadIsNotAnExhaustedOne) {
  StrandPoolOptions options = SmallPool(2);
  options.max_threads = 2;
  options.idle_before_trim = std::chrono::milliseconds(0);
  options.idle_before_retiring = std::chrono::milliseconds(0);
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 3000; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) { channel_->Send(Value::Int(1)); });
      Receive(strand);
    }
  });
}

// --- What a strand leaves behind ---------------------------------------------

// Uses about `bytes` of native stack, with a check at each level as calls do.
[[gnu::noinline]] void GoDeep(const Node* node, Strand* strand, size_t bytes) {
  volatile char frame[1024];
  frame[0] = 1;
  CheckCall(node, strand->stack_base, strand);
  if (bytes > sizeof(frame)) GoDeep(node, strand, bytes - sizeof(frame));
  frame[1] = frame[0];
}

// How many KiB of the calling thread's stack are in memory between 64 KiB and
// `bytes` below here.
size_t ResidentKibBelow(size_t bytes) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t here = NativeStackPointer() & ~(page - 1);
  const size_t length = bytes - (64 << 10);
  std::vector<unsigned char> pages(length / page);
  EXPECT_EQ(
      mincore(reinterpret_cast<void*>(here - bytes), length, pages.data()), 0);
  return static_cast<size_t>(std::count_if(
             pages.begin(), pages.end(),
             [](unsigned char state) { return (state & 1) != 0; })) *
         page / 1024;
}

TEST_F(StrandPoolTest, ADeepStrandsPagesAreGivenBackAlthoughItsThreadIsBusy) {
  constexpr size_t kDeep = 4 << 20;
  const Node node = {ReturnNode, nullptr, 1};
  StrandPoolOptions options = SmallPool(1);
  options.main_stack.native_bytes = 2 * kDeep;
  options.strand_stack.native_bytes = 2 * kDeep;
  options.max_threads = 1;
  options.idle_before_trim = std::chrono::hours(1);
  StrandPool pool(options);
  size_t during = 0;
  size_t after = 0;
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1, [&](Strand* self) {
      GoDeep(&node, self, kDeep);
      during = ResidentKibBelow(kDeep);
    });
    pool.Spawn(strand, 1, [&](Strand*) { after = ResidentKibBelow(kDeep); });
  });
  EXPECT_GT(during, 3000u);
  EXPECT_LT(after, 300u);
}

TEST_F(StrandPoolTest, ReportsSayWhatEveryStrandDoes) {
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 11, [&](Strand* self) {
      Value value = Value::Hole();
      channel_->Receive(self, 12, &value);
    });
    pool.GiveWay(strand);
    pool.Spawn(strand, 13, [](Strand*) {});
    const std::string report = pool.DescribeStrands();
    EXPECT_THAT(report, HasSubstr("strand 1 (main): running for "));
    EXPECT_THAT(report,
                HasSubstr("strand 2, spawned by strand 1 at test.seq:11:3: "
                          "waiting on channel 1 for "));
    EXPECT_THAT(report, HasSubstr("  call12 in word12 at test.seq:12:3\n"));
    EXPECT_THAT(report,
                HasSubstr("strand 3, spawned by strand 1 at test.seq:13:3: "
                          "not started yet for "));
    channel_->Send(Value::Int(1));
  });
}

TEST_F(StrandPoolTest, ReportsCanBeMadeWhileStrandsComeAndGo) {
  std::atomic<int> left{500};
  StrandPool pool(SmallPool(3));
  pool.Run([&](Strand* strand) {
    const Node node = {ReturnNode, nullptr, 1};
    static const Node end = {ReturnNode, nullptr, 2};
    static const Code code = {&end};
    pool.Spawn(strand, 1, [&](Strand*) {
      while (left > 0) EXPECT_FALSE(pool.DescribeStrands().empty());
    });
    pool.Spawn(strand, 1, [&](Strand* self) {
      while (left > 0) CallCode(&code, &end, self->stack_base, self);
    });
    for (int i = 0; i < 500; ++i) {
      pool.Spawn(strand, 1, [&](Strand*) { --left; });
    }
    while (left > 0) CheckCall(&node, strand->stack_base, strand);
  });
}

}  // namespace
}  // namespace seq
