// Output: the program's standard output.
//
// Every write is one unit: lines of different strands never mix. Bytes are
// gathered and handed to the system when the buffer fills, when the program
// waits (for a channel, a socket, input), when it ends for whatever reason, and
// otherwise within 10 ms (the pool's watchdog calls FlushWithoutWaiting while
// the output is dirty); on a terminal at once.
//
// How it works. mutex_ guards short sections only; the system is called without
// it, by the one thread that has set writing_ and has taken the buffer with it.
// Meanwhile others go on filling an empty buffer until that is full too. Bytes
// are counted since the start (gathered_, settled_), so a thread that waits
// knows when its own bytes are through, however much others add behind them.
//
// The first error is final: from then on everything gathered or written is
// dropped and every call reports that error.
//
// Thread-safe. REQUIRES: SIGPIPE is ignored (otherwise the signal, not
// kClosed, is what a closed pipe gives). Not for signal handlers.

#ifndef SEQ_RUNTIME_OUTPUT_H_
#define SEQ_RUNTIME_OUTPUT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "runtime/mutex.h"

namespace seq {

class Output {
 public:
  // How writing ends when it cannot go on.
  enum class Result {
    kOk,
    kClosed,  // nobody reads any more (EPIPE): the program should end quietly
    kFailed,  // see error()
  };

  // Bytes gathered before a writer hands them to the system itself.
  static constexpr size_t kBufferBytes = 64 * 1024;

  // Writes to `descriptor`, which stays owned by the caller. May be blocking or
  // not; its mode is not changed, since other processes may share it.
  explicit Output(int descriptor);
  // Flushes. REQUIRES: no other thread is inside a method.
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Appends `first` and then `second` as one unit. Blocks while the buffer is
  // full and the reader slow. kOk does not mean that the bytes are out yet.
  Result Write(absl::string_view first, absl::string_view second);
  // Hands everything gathered before the call to the system. Blocks while the
  // reader is slow.
  Result Flush();
  // Hands over as much as the system takes at once; the rest stays (dirty()).
  // Does nothing while another thread is writing. Never blocks.
  Result FlushWithoutWaiting();
  // Like Flush, but gives up when the reader takes nothing for `patience_ms`,
  // whoever writes. For an end of the process that the user asks for.
  void FlushAtExit(int patience_ms);

  // True while there are bytes that no thread is handing over. A hint.
  bool dirty() const { return dirty_.load(std::memory_order_relaxed); }
  // Called, without any lock held, by the writer that makes the output dirty.
  // REQUIRES: set before the first write from another thread.
  void set_on_dirty(std::function<void()> on_dirty);
  // The message of the system for kFailed. Never blocks for long.
  std::string error();

 private:
  // How many milliseconds to wait for a reader that takes nothing.
  using Patience = int;
  static constexpr Patience kForever = -1;
  static constexpr Patience kDoNotWait = 0;

  Result Drain(uint64_t target) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteOut(Patience patience) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int HandOver(Patience patience, size_t* done);
  void TakeBack(size_t done, int error) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int descriptor_;
  const bool immediate_;
  std::function<void()> on_dirty_;
  // Written with mutex_ held.
  std::atomic<bool> dirty_{false};
  // How many bytes the system has taken so far. Only moved by the thread that
  // set writing_; others look at it to see whether the reader reads.
  std::atomic<uint64_t> progress_{0};

  Mutex mutex_;
  CondVar idle_;  // writing_ was reset
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::string buffer_ ABSL_GUARDED_BY(mutex_);
  uint64_t gathered_ ABSL_GUARDED_BY(mutex_) = 0;  // bytes, since the start
  uint64_t settled_ ABSL_GUARDED_BY(mutex_) = 0;   // of these: out, or dropped
  Result state_ ABSL_GUARDED_BY(mutex_) = Result::kOk;
  int error_number_ ABSL_GUARDED_BY(mutex_) = 0;

  // What is being handed over. Belongs to the thread that set writing_.
  std::string in_flight_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_OUTPUT_H_
