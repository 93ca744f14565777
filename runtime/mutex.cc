#include "runtime/mutex.h"

#include "runtime/futex.h"
#include "runtime/spin.h"

namespace seq {
namespace {

// About a microsecond: longer than it is ever held by a thread that runs.
constexpr int kLooks = 40;

}  // namespace

void SmallMutex::LockSlowly() {
  for (int look = 0; look < kLooks; ++look) {
    if (state_.load(std::memory_order_relaxed) == kFree && TryTake()) return;
    PauseSpinning();
  }
  while (state_.exchange(kAwaited, std::memory_order_acquire) != kFree) {
    FutexWait(&state_, kAwaited, nullptr);
  }
}

void SmallMutex::WakeOne() { FutexWakeOne(&state_); }

}  // namespace seq
