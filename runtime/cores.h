// Cores: the processors that this process may use, and threads that spin on
// them.
//
// Two threads that hand something to and fro are fast if each has a core of its
// own and the one that waits spins. The system likes to put a thread on the
// core of the one that woke it, which is right if that one is about to sleep.
// If it spins to be answered, the two wait for each other's turns, and the
// system may leave it so for long. So who spins says so (SpinScope), and who
// was woken goes to another core if somebody spins on the one it woke up on.
// Threads are not bound to cores: processes would all choose the same ones.
//
// Thread-safe; nothing blocks.

#ifndef SEQ_RUNTIME_CORES_H_
#define SEQ_RUNTIME_CORES_H_

#include <atomic>
#include <cstdint>

namespace seq {

// How many cores there are, at least 1: the affinity mask at the first call,
// which `taskset` and containers set.
int CountCores();

// The one that the calling thread is on at this moment; a few nanoseconds.
int CurrentCore();

// Marks that the calling thread spins. About 10 ns: it writes what only threads
// of the same core look at.
class SpinScope {
 public:
  SpinScope();
  ~SpinScope() { count_.fetch_sub(1, std::memory_order_relaxed); }
  SpinScope(const SpinScope&) = delete;
  SpinScope& operator=(const SpinScope&) = delete;

 private:
  std::atomic<uint32_t>& count_;
};

// For a thread that was woken: moves it to another core if a thread spins on
// this one. About 50 µs if so, but not more than once a millisecond in the
// whole process. The thread may go wherever the system likes afterwards, as
// before.
void LeaveCoreToSpinner();

}  // namespace seq

#endif  // SEQ_RUNTIME_CORES_H_
