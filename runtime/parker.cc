#include "runtime/parker.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ctime>

namespace seq {
namespace {

// Sleeps while `*word` is `expected`; may return early.
void FutexWait(std::atomic<uint32_t>* word, uint32_t expected,
               const timespec* timeout) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout, nullptr, 0);
}

void FutexWakeOne(std::atomic<uint32_t>* word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace

bool Parker::TakeToken() {
  uint32_t expected = kToken;
  return state_.compare_exchange_strong(expected, kEmpty,
                                        std::memory_order_acquire);
}

void Parker::Park() {
  while (!TakeToken()) {
    uint32_t expected = kEmpty;
    if (!state_.compare_exchange_strong(expected, kSleeping) &&
        expected == kToken) {
      continue;
    }
    FutexWait(&state_, kSleeping, nullptr);
  }
}

bool Parker::ParkFor(std::chrono::nanoseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!TakeToken()) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds(0)) {
      // Leave kSleeping behind: a later Unpark wakes nobody and sets the token.
      return TakeToken();
    }
    uint32_t expected = kEmpty;
    if (!state_.compare_exchange_strong(expected, kSleeping) &&
        expected == kToken) {
      continue;
    }
    const auto ns =
        std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
    const timespec relative = {static_cast<time_t>(ns / 1000000000),
                               static_cast<long>(ns % 1000000000)};
    FutexWait(&state_, kSleeping, &relative);
  }
  return true;
}

void Parker::Unpark() {
  if (state_.exchange(kToken, std::memory_order_release) == kSleeping) {
    FutexWakeOne(&state_);
  }
}

}  // namespace seq
