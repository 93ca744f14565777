#include "runtime/mutex.h"

#include "runtime/futex.h"
#include "runtime/spin.h"

namespace seq {
namespace {

// Pauses before the looks: 4 to 9 µs in all, longer than a mutex is mostly held
// by a thread that runs. Each look takes the cache line from the holder, and
// who comes back at once meets it again at the next step: so the first look
// comes late enough for the holder to do several steps, and the others much
// later.
constexpr int kPauses[] = {16, 64, 256};

}  // namespace

void Mutex::LockSlowly() {
  for (const int pauses : kPauses) {
    for (int pause = 0; pause < pauses; ++pause) PauseSpinning();
    if (mutex_.try_lock()) return;
  }
  mutex_.lock();
}

void SmallMutex::LockSlowly() {
  for (const int pauses : kPauses) {
    for (int pause = 0; pause < pauses; ++pause) PauseSpinning();
    if (state_.load(std::memory_order_relaxed) == kFree && TryTake()) return;
  }
  while (state_.exchange(kAwaited, std::memory_order_acquire) != kFree) {
    FutexWait(&state_, kAwaited, nullptr);
  }
}

void SmallMutex::WakeOne() { FutexWakeOne(&state_); }

}  // namespace seq
