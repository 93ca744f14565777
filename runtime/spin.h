// Spinning: looking for something for a moment before going to sleep.

#ifndef SEQ_RUNTIME_SPIN_H_
#define SEQ_RUNTIME_SPIN_H_

#include <sched.h>

namespace seq {

// How often to look: 25 to 55 µs. A waiter that still looks is woken in 0.1 µs,
// one that sleeps in 2 to 50 µs (docs/decisions/019-spinning.md).
inline constexpr int kSpins = 2000;

// How often to look before others on the same core are let go first: what is
// looked for may have to come from one of them.
inline constexpr int kSpinsBetweenYields = 64;

// Between two looks: tells the core that nothing is being computed.
inline void PauseSpinning() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// The same in round `round`.
inline void PauseSpinning(int round) {
  if (round % kSpinsBetweenYields == kSpinsBetweenYields - 1) {
    sched_yield();
  } else {
    PauseSpinning();
  }
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SPIN_H_
