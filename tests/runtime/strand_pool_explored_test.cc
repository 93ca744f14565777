// Runs from a seed: one strand at a time, the same order for the same seed.
// What programs see of it: tests/cli/seed_test.cc.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/parker.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using std::chrono::hours;

StrandPoolOptions Seeded(uint64_t seed) {
  StrandPoolOptions options = SmallPool(4);
  options.seed = seed;
  return options;
}

// Three strands that pass three switch points each; their letters in the order
// in which they ran.
std::string Letters(StrandPoolOptions options) {
  std::string letters;
  StrandPool pool(std::move(options));
  pool.Run([&](Strand* main) {
    for (const char letter : {'a', 'b', 'c'}) {
      pool.Spawn(main, 1, [&letters, &pool, letter](Strand* self) {
        for (int i = 0; i < 3; ++i) {
          letters += letter;
          pool.PassSwitchPoint(self);
        }
      });
    }
  });
  return letters;
}

TEST(ExploredPoolTest, TheSameSeedGivesTheSameOrder) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const std::string first = Letters(Seeded(seed));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(Letters(Seeded(seed)), first);
  }
}

TEST(ExploredPoolTest, SeedsGiveManyOrders) {
  std::set<std::string> orders;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    std::string letters = Letters(Seeded(seed));
    orders.insert(letters);
    std::sort(letters.begin(), letters.end());
    EXPECT_EQ(letters, "aaabbbccc");
  }
  EXPECT_GT(orders.size(), 30U);
  EXPECT_EQ(orders.count("aaabbbccc"), 1U);
}

// A strand that cannot have a thread is not chosen; the others go on.
TEST(ExploredPoolTest, RefusedThreads) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    StrandPoolOptions options = Seeded(seed);
    options.max_threads = 1;
    const std::string first = Letters(options);
    EXPECT_EQ(first.size(), 9U);
    EXPECT_EQ(Letters(options), first);
  }
}

TEST(ExploredPoolTest, NoSeedNoSwitches) {
  StrandPoolOptions options = SmallPool(1);
  EXPECT_EQ(Letters(options), "aaabbbccc");
  StrandPool pool(options);
  EXPECT_FALSE(pool.ReadVirtualClock().has_value());
}

TEST(ExploredPoolTest, SleepersWakeInOrderAndAtOnce) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    std::string letters;
    StrandPool pool(Seeded(seed));
    pool.Run([&](Strand* main) {
      int hour = 4;
      for (const char letter : {'d', 'c', 'b', 'a'}) {
        pool.Spawn(main, 1, [&letters, &pool, letter, hour](Strand* self) {
          pool.Sleep(self, hours(hour));
          letters += letter;
        });
        --hour;
      }
    });
    EXPECT_EQ(letters, "abcd");
    EXPECT_GE(*pool.ReadVirtualClock(), hours(4));
    EXPECT_LT(*pool.ReadVirtualClock(), hours(4) + std::chrono::seconds(1));
  }
}

// Who asks again and again must not keep time from passing.
TEST(ExploredPoolTest, GivingWayLetsSleepersWake) {
  bool woken = false;
  StrandPool pool(Seeded(1));
  pool.Run([&](Strand* main) {
    pool.Spawn(main, 1, [&](Strand* self) {
      pool.Sleep(self, hours(1));
      woken = true;
    });
    while (!woken) pool.GiveWay(main);
  });
  EXPECT_TRUE(woken);
}

// Whoever comes back from the outside waits until nobody else runs.
TEST(ExploredPoolTest, OneAtATimeAlsoAfterTheOutside) {
  int running = 0;  // not atomic: ThreadSanitizer looks, too
  StrandPool pool(Seeded(3));
  pool.Run([&](Strand* main) {
    for (int i = 0; i < 8; ++i) {
      pool.Spawn(main, 1, [&](Strand* self) {
        for (int round = 0; round < 50; ++round) {
          EXPECT_EQ(++running, 1);
          --running;
          pool.LeaveForOutside(self);
          pool.LeaveForOutside(self);  // does no harm
          pool.ReturnFromOutside(self);
          pool.ReturnFromOutside(self);
        }
      });
    }
  });
}

// What comes from outside may take a moment longer than what others sleep for.
TEST(ExploredPoolTest, TimePassesAlthoughAStrandIsOutside) {
  Parker outside;
  bool slept = false;
  StrandPool pool(Seeded(5));
  pool.Run([&](Strand* main) {
    pool.Spawn(main, 1, [&](Strand* self) {
      pool.Sleep(self, hours(1));
      slept = true;
      outside.Unpark();
    });
    pool.LeaveForOutside(main);
    outside.Park();
    pool.ReturnFromOutside(main);
    EXPECT_TRUE(slept);
  });
}

TEST(ExploredPoolTest, ChannelsHandOverEveryValue) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    ChannelRegistry channels;
    Channel* const channel = channels.Make();
    int64_t sum = 0;
    StrandPool pool(Seeded(seed));
    pool.Run([&](Strand* main) {
      for (int i = 0; i < 4; ++i) {
        pool.Spawn(main, 1, [&](Strand* self) {
          Value value = Value::Hole();
          for (int round = 0; round < 10; ++round) {
            EXPECT_EQ(channel->Receive(self, 0, &value), Channel::Result::kOk);
            sum += value.integer;
            pool.PassSwitchPoint(self);
          }
        });
        pool.Spawn(main, 1, [&](Strand* self) {
          for (int round = 0; round < 10; ++round) {
            EXPECT_EQ(channel->Send(Value::Int(1)), Channel::Result::kOk);
            pool.PassSwitchPoint(self);
          }
        });
      }
    });
    EXPECT_EQ(sum, 40);
    channel->DropReference();
  }
}

}  // namespace
}  // namespace seq
