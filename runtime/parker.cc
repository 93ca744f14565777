#include "runtime/parker.h"

#include <sys/prctl.h>

#include <ctime>

#include "runtime/futex.h"

namespace seq {

namespace {

#ifndef PR_FUTEX_HASH
constexpr int PR_FUTEX_HASH = 78;  // Linux 6.16
constexpr unsigned long PR_FUTEX_HASH_SET_SLOTS = 1;
#endif
constexpr unsigned long kFutexSlots = 8192;  // 64 bytes each

}  // namespace

void Parker::ExpectMany() {
  // Other kernels refuse, and have a large table for all.
  prctl(PR_FUTEX_HASH, PR_FUTEX_HASH_SET_SLOTS, kFutexSlots, 0UL, 0UL);
}

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
