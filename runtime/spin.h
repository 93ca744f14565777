// Spinning: looking for something for a moment before going to sleep.

#ifndef SEQ_RUNTIME_SPIN_H_
#define SEQ_RUNTIME_SPIN_H_

#include <sched.h>

#include <chrono>

namespace seq {

// How often to look: 25 to 55 µs. A waiter that still looks is woken in 0.1 µs,
// one that sleeps in 2 to 50 µs (docs/decisions/019-spinning.md).
inline constexpr int kSpins = 2000;

// Between two looks: tells the core that nothing is being computed.
inline void PauseSpinning() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Looks whether `done` for a moment that is too short to be in anybody's way,
// so that nobody need be told. Returns whether it was.
template <typename Done>
bool LooksBriefly(const Done& done) {
  constexpr int kLooks = 16;
  for (int look = 0; look < kLooks; ++look) {
    if (done()) return true;
    PauseSpinning();
  }
  return false;
}

// The pauses of one spin. Now and then others on the same core are let go
// first: what is looked for may have to come from one of them. Should they keep
// the core, it is time to sleep.
class Spinner {
 public:
  explicit Spinner(int rounds) : rounds_(rounds) {}

  // Waits for a moment. False, at once, if there was enough of it.
  bool Pause() {
    if (--rounds_ < 0) return false;
    if (rounds_ % kRoundsBetweenYields != 0) {
      PauseSpinning();
      return true;
    }
    const auto before = std::chrono::steady_clock::now();
    sched_yield();
    return std::chrono::steady_clock::now() - before < kLongYield;
  }

 private:
  static constexpr int kRoundsBetweenYields = 64;
  static constexpr std::chrono::microseconds kLongYield{1000};

  int rounds_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_SPIN_H_
