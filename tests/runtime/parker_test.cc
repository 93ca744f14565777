#include "runtime/parker.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "gtest/gtest.h"

namespace seq {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(ParkerTest, ATokenMadeBeforeIsTakenWithoutWaiting) {
  Parker parker;
  parker.Unpark();
  parker.Park();
  EXPECT_FALSE(parker.ParkFor(milliseconds(0)));
}

TEST(ParkerTest, TokensDoNotAddUp) {
  Parker parker;
  parker.Unpark();
  parker.Unpark();
  EXPECT_TRUE(parker.ParkFor(milliseconds(0)));
  EXPECT_FALSE(parker.ParkFor(milliseconds(0)));
}

TEST(ParkerTest, ParkForWaitsAsLongAsItIsTold) {
  Parker parker;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(parker.ParkFor(milliseconds(20)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

TEST(ParkerTest, ATokenAfterATimeOutIsNotLost) {
  Parker parker;
  EXPECT_FALSE(parker.ParkFor(microseconds(1)));
  parker.Unpark();
  EXPECT_TRUE(parker.ParkFor(milliseconds(0)));
  EXPECT_FALSE(parker.ParkFor(microseconds(1)));
  parker.Unpark();
  parker.Park();
}

TEST(ParkerTest, WakesTheOtherThreadAndShowsItWhatWasDone) {
  constexpr int kRounds = 20 * 1000;
  Parker ping;
  Parker pong;
  int shared = 0;  // plain on purpose: the tokens order the accesses
  std::thread other([&] {
    for (int i = 0; i < kRounds; ++i) {
      ping.Park();
      ++shared;
      pong.Unpark();
    }
  });
  for (int i = 0; i < kRounds; ++i) {
    ++shared;
    ping.Unpark();
    pong.Park();
    ASSERT_EQ(shared, 2 * (i + 1));
  }
  other.join();
}

TEST(ParkerTest, NoTokenIsLostBetweenTimeOutAndUnpark) {
  constexpr int kTokens = 5 * 1000;
  Parker tokens;
  Parker taken;
  std::thread giver([&] {
    for (int i = 0; i < kTokens; ++i) {
      tokens.Unpark();
      taken.Park();
    }
  });
  for (int count = 0; count < kTokens;) {
    if (!tokens.ParkFor(microseconds(count % 50))) continue;
    ++count;
    taken.Unpark();
  }
  giver.join();
  EXPECT_FALSE(tokens.ParkFor(milliseconds(0)));
}

}  // namespace
}  // namespace seq
