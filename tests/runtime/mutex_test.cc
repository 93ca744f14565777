// mutex.h: a mutex keeps others out, and who sleeps for it is woken.

#include "runtime/mutex.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace seq {
namespace {

template <typename AnyMutex>
class MutexTest : public testing::Test {};

using Mutexes = testing::Types<Mutex, SmallMutex>;
TYPED_TEST_SUITE(MutexTest, Mutexes);

TYPED_TEST(MutexTest, OneThreadAtATime) {
  constexpr int kThreads = 8;
  constexpr int kRounds = 20'000;
  TypeParam mutex;
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        const MutexLock lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, kThreads * kRounds);
}

TYPED_TEST(MutexTest, TryLockTakesOnlyWhatIsFree) {
  TypeParam mutex;
  ASSERT_TRUE(mutex.try_lock());
  std::thread([&] { EXPECT_FALSE(mutex.try_lock()); }).join();
  mutex.unlock();
  std::thread([&] {
    EXPECT_TRUE(mutex.try_lock());
    mutex.unlock();
  }).join();
}

// All but one find it held, look for a while and go to sleep.
TYPED_TEST(MutexTest, WhoSleepsIsWoken) {
  constexpr int kThreads = 6;
  for (int round = 0; round < 50; ++round) {
    TypeParam mutex;
    std::atomic<int> arrived{0};
    int passed = 0;
    std::vector<std::thread> threads;
    mutex.lock();
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        ++arrived;
        const MutexLock lock(mutex);
        ++passed;
      });
    }
    while (arrived < kThreads) std::this_thread::yield();
    mutex.unlock();
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(passed, kThreads);
  }
}

}  // namespace
}  // namespace seq
