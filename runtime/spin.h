// Spinning: looking for something for a moment before going to sleep.

#ifndef SEQ_RUNTIME_SPIN_H_
#define SEQ_RUNTIME_SPIN_H_

namespace seq {

// How often to look: about 11 µs. A waiter that still looks is woken in 0.1 µs,
// one that sleeps in 2 to 26 µs (docs/decisions/004-channel-queue.md).
inline constexpr int kSpins = 400;

// Between two looks: tells the core that nothing is being computed.
inline void PauseSpinning() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SPIN_H_
