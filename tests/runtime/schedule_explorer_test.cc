#include "runtime/schedule_explorer.h"

#include <chrono>
#include <cstdint>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/strand.h"

namespace seq {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;
using std::chrono::seconds;

std::vector<size_t> Choices(uint64_t seed, size_t count) {
  ScheduleExplorer explorer(seed);
  std::vector<size_t> choices;
  for (int i = 0; i < 8; ++i) choices.push_back(explorer.Choose(count));
  return choices;
}

// A seed that was reported once must mean the same for ever, everywhere.
TEST(ScheduleExplorerTest, ASeedKeepsItsMeaning) {
  EXPECT_EQ(Choices(1, 1000), (std::vector<size_t>{745, 971, 444, 444, 762,
                                                   877, 523, 285}));
  EXPECT_EQ(Choices(UINT64_MAX, 3),
            (std::vector<size_t>{2, 0, 1, 2, 2, 2, 0, 2}));
}

TEST(ScheduleExplorerTest, EveryChoiceIsMade) {
  ScheduleExplorer explorer(7);
  std::vector<int> made(5, 0);
  for (int i = 0; i < 5000; ++i) ++made.at(explorer.Choose(made.size()));
  for (const int times : made) EXPECT_NEAR(times, 1000, 150);
  EXPECT_EQ(explorer.Choose(1), 0U);
}

TEST(ScheduleExplorerTest, NeighbouringSeedsDiffer) {
  std::set<std::vector<size_t>> all;
  for (uint64_t seed = 0; seed < 100; ++seed) all.insert(Choices(seed, 1000));
  EXPECT_EQ(all.size(), 100U);
}

TEST(ScheduleExplorerTest, SomeSeedsSwitchOftenAndSomeSeldom) {
  int always = 0;
  int seldom = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    ScheduleExplorer explorer(seed);
    int switches = 0;
    for (int i = 0; i < 1000; ++i) switches += explorer.Switches() ? 1 : 0;
    EXPECT_GT(switches, 0) << seed;
    if (switches == 1000) ++always;
    if (switches < 50) ++seldom;
  }
  EXPECT_GT(always, 5);
  EXPECT_GT(seldom, 10);
}

// --- Virtual time ------------------------------------------------------------

class SleepersTest : public testing::Test {
 protected:
  Strand* Strand1() { return &first_; }
  Strand* Strand2() { return &second_; }

  ScheduleExplorer explorer_{1};

 private:
  Strand first_{nullptr, 1, nullptr};
  Strand second_{nullptr, 2, nullptr};
};

TEST_F(SleepersTest, TimeMovesWhenTheClockIsReadOnly) {
  EXPECT_EQ(explorer_.now(), nanoseconds(0));
  EXPECT_EQ(explorer_.ReadClock(), ScheduleExplorer::kReading);
  EXPECT_EQ(explorer_.ReadClock(), 2 * ScheduleExplorer::kReading);
  EXPECT_EQ(explorer_.now(), 2 * ScheduleExplorer::kReading);
}

TEST_F(SleepersTest, WakeInTheOrderOfTheirTimes) {
  explorer_.AddSleeper(Strand1(), hours(2));
  explorer_.AddSleeper(Strand2(), hours(1));
  EXPECT_TRUE(explorer_.has_sleepers());
  EXPECT_EQ(explorer_.TakeDue(), nullptr);
  EXPECT_TRUE(explorer_.JumpToSleeper());
  EXPECT_EQ(explorer_.now(), hours(1));
  EXPECT_EQ(explorer_.TakeDue(), Strand2());
  EXPECT_EQ(explorer_.TakeDue(), nullptr);
  EXPECT_TRUE(explorer_.JumpToSleeper());
  EXPECT_EQ(explorer_.now(), hours(2));
  EXPECT_EQ(explorer_.TakeDue(), Strand1());
  EXPECT_FALSE(explorer_.has_sleepers());
  EXPECT_FALSE(explorer_.JumpToSleeper());
  EXPECT_EQ(explorer_.now(), hours(2));
}

TEST_F(SleepersTest, AtTheSameTimeInTheOrderTheyCame) {
  explorer_.AddSleeper(Strand2(), seconds(1));
  explorer_.AddSleeper(Strand1(), seconds(1));
  explorer_.JumpToSleeper();
  EXPECT_EQ(explorer_.TakeDue(), Strand2());
  EXPECT_EQ(explorer_.TakeDue(), Strand1());
}

TEST_F(SleepersTest, ReadingTheClockWakesThemToo) {
  explorer_.AddSleeper(Strand1(), ScheduleExplorer::kReading);
  EXPECT_EQ(explorer_.TakeDue(), nullptr);
  explorer_.ReadClock();
  EXPECT_EQ(explorer_.TakeDue(), Strand1());
}

// As long a sleep as a word may ask for, over and over.
TEST_F(SleepersTest, TimeStandsStillAtItsEnd) {
  constexpr hours kLongest{24 * 36500};
  for (int i = 0; i < 10; ++i) {
    explorer_.AddSleeper(Strand1(), kLongest);
    const nanoseconds before = explorer_.now();
    EXPECT_TRUE(explorer_.JumpToSleeper());
    EXPECT_GE(explorer_.now(), before);
    EXPECT_EQ(explorer_.TakeDue(), Strand1());
  }
  const nanoseconds end = explorer_.now();
  EXPECT_GT(end, hours(24 * 365 * 200));
  EXPECT_EQ(explorer_.ReadClock(), end);
}

}  // namespace
}  // namespace seq
