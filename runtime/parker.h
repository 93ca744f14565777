// Parker: where one thread sleeps until another one wakes it.
//
// A binary token. Unpark makes the token available; Park takes it, waiting if
// it is not there yet. What the unparking thread did before Unpark is visible
// to the parked thread after Park (release/acquire on the token).
//
// Why these orders are enough: there is one word, and all changes of it are
// read-modify-writes, which happen in one order for all threads. Unpark comes
// either before the step to kSleeping, which then fails and takes the token, or
// behind it, and then wakes; the kernel compares the word again before it lets
// the thread sleep. No other variable takes part, so nothing need be
// sequentially consistent. Unpark's exchange releases, TakeToken acquires; a
// second Unpark that finds a token continues the release of the first.
// tests/model/channel.pml has the algorithm step by step.
//
// A raw futex: four bytes a thread, no lock to hold while waking, and
// ThreadSanitizer sees the ordering through the atomic.

#ifndef SEQ_RUNTIME_PARKER_H_
#define SEQ_RUNTIME_PARKER_H_

#include <atomic>
#include <chrono>
#include <cstdint>

namespace seq {

class Parker {
 public:
  Parker() = default;
  Parker(const Parker&) = delete;
  Parker& operator=(const Parker&) = delete;

  // Blocks until the token is available, and takes it.
  void Park();
  // Like Park, but gives up after `timeout`. Returns whether it took the token.
  bool ParkFor(std::chrono::nanoseconds timeout);
  // Makes the token available; wakes the parked thread. May be called by any
  // thread. The Parker must outlive the call.
  void Unpark();

  // Tells the system that thousands of threads will sleep at once. Linux 6.16
  // and later finds the one to be woken in a table that a process has for
  // itself and that is sized by its cores, through lists as long as there are
  // sleepers.
  static void ExpectMany();

 private:
  static constexpr uint32_t kEmpty = 0;
  static constexpr uint32_t kToken = 1;
  static constexpr uint32_t kSleeping = 2;

  bool TakeToken();

  std::atomic<uint32_t> state_{kEmpty};
};

}  // namespace seq

#endif  // SEQ_RUNTIME_PARKER_H_
