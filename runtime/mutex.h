// A mutex and condition variable that Clang's thread-safety analysis
// understands.
//
// Thin wrappers around std::mutex and std::condition_variable: the
// standard library's own types carry no annotations, and absl::Mutex comes
// from a library that was compiled without ThreadSanitizer, which would make
// every run under it report false races.

#ifndef SEQ_RUNTIME_MUTEX_H_
#define SEQ_RUNTIME_MUTEX_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/base/thread_annotations.h"

namespace seq {

// A non-recursive mutual-exclusion lock. Who finds it taken looks again a few
// times, ever later, before sleeping: to be woken takes longer than it is held.
class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // Blocks until the calling thread holds the lock.
  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() {
    if (!mutex_.try_lock()) LockSlowly();
  }
  void unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }
  // Never blocks; returns whether the lock was taken.
  bool try_lock() ABSL_EXCLUSIVE_TRYLOCK_FUNCTION(true) {
    return mutex_.try_lock();
  }

 private:
  friend class CondVar;
  void LockSlowly();

  std::mutex mutex_;
};

// The same in four bytes, for what there may be millions of. Held for a handful
// of instructions.
class ABSL_LOCKABLE SmallMutex {
 public:
  SmallMutex() = default;
  SmallMutex(const SmallMutex&) = delete;
  SmallMutex& operator=(const SmallMutex&) = delete;

  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() {
    if (!TryTake()) LockSlowly();
  }
  void unlock() ABSL_UNLOCK_FUNCTION() {
    if (state_.exchange(kFree, std::memory_order_release) == kAwaited) {
      WakeOne();
    }
  }
  bool try_lock() ABSL_EXCLUSIVE_TRYLOCK_FUNCTION(true) { return TryTake(); }

 private:
  static constexpr uint32_t kFree = 0;
  static constexpr uint32_t kHeld = 1;
  static constexpr uint32_t kAwaited = 2;  // held, and somebody may sleep

  bool TryTake() {
    uint32_t expected = kFree;
    return state_.compare_exchange_strong(expected, kHeld,
                                          std::memory_order_acquire);
  }
  void LockSlowly();
  // The object may be gone by now; only its address is used.
  void WakeOne();

  std::atomic<uint32_t> state_{kFree};
};

// Holds a Mutex or SmallMutex for the lifetime of a scope.
template <typename AnyMutex>
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(AnyMutex& mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  AnyMutex& mutex_;
};

// A condition variable to be used with Mutex. Waits can return early, so
// callers loop on their predicate.
class CondVar {
 public:
  // Blocks until notified; REQUIRES: the calling thread holds `mutex`.
  void Wait(Mutex& mutex) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // Like Wait, but gives up after `timeout`.
  void WaitFor(Mutex& mutex, std::chrono::nanoseconds timeout)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_for(lock, timeout);
    lock.release();
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_MUTEX_H_
