#include "stdlib/time_words.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <variant>

#include "gtest/gtest.h"
#include "runtime/strand_pool.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

int64_t Read(absl::string_view word) {
  const WordOutcome outcome = RunWord(TimeWords(), word, {});
  EXPECT_EQ(outcome.failure, "");
  return std::get<int64_t>(outcome.stack.at(0));
}

TEST(TimeWordsTest, NowIsInMicroseconds) {
  const auto now = [] {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const int64_t before = now();
  const int64_t read = Read("time.now");
  EXPECT_LE(before, read);
  EXPECT_LE(read, now());
}

TEST(TimeWordsTest, NanosArePositiveAndGrow) {
  const int64_t first = Read("time.nanos");
  EXPECT_GT(first, 0);
  EXPECT_LE(first, Read("time.nanos"));
}

TEST(TimeWordsTest, SleepTakesAtLeastThatLong) {
  const int64_t before = Read("time.nanos");
  const WordOutcome outcome = RunWord(TimeWords(), "time.sleep-ms", {7, 20});
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, (TestStack{7}));
  EXPECT_GE(Read("time.nanos") - before, 20'000'000);
}

// With one permit: the sleeper must give it up, also for no time at all.
TEST(TimeWordsTest, OtherStrandsRunMeanwhile) {
  for (const int64_t duration : {0, 1}) {
    std::atomic<bool> ran{false};
    StrandPool pool(TestPoolOptions());
    pool.Run([&](Strand* main) {
      pool.Spawn(main, 0, [&ran](Strand*) { ran = true; });
      while (!ran) RunWordOn(main, TimeWords(), "time.sleep-ms", {duration});
    });
    EXPECT_TRUE(ran);
  }
}

TEST(TimeWordsTest, BadDurationsAreRefused) {
  WordOutcome outcome = RunWord(TimeWords(), "time.sleep-ms", {-1});
  EXPECT_EQ(outcome.failure,
            "time.sleep-ms: duration must be non-negative, got -1");
  EXPECT_EQ(outcome.stack, (TestStack{-1}));
  outcome = RunWord(TimeWords(), "time.sleep-ms", {1.5});
  EXPECT_EQ(outcome.failure,
            "time.sleep-ms: expected Int on stack, got Float 1.5");
}

// A duration that overflowed would be over at once.
TEST(TimeWordsTest, HugeDurationsDoNotOverflow) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StrandPool pool(TestPoolOptions());
        pool.Run([&pool](Strand* main) {
          pool.Spawn(main, 0, [](Strand* strand) {
            RunWordOn(strand, TimeWords(), "time.sleep-ms", {100});
            ::_exit(42);
          });
          RunWordOn(main, TimeWords(), "time.sleep-ms",
                    {(int64_t{1} << 62) - 1});
          ::_exit(1);
        });
      },
      testing::ExitedWithCode(42), "");
}

}  // namespace
}  // namespace seq
