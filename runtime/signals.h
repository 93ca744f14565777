// Signals: what the process does when the outside world taps its shoulder.
//
//   SIGINT   ends the process with status 130, output flushed
//   SIGTERM, SIGHUP   the same with 128 + the signal's number
//   SIGQUIT  writes what every strand is doing to standard error and goes on
//   SIGPIPE  ignored: a write to a closed pipe or socket is an ordinary error
//
// One thread waits for signals; all others have them blocked, so no handler
// ever interrupts the evaluator.

#ifndef SEQ_RUNTIME_SIGNALS_H_
#define SEQ_RUNTIME_SIGNALS_H_

#include <pthread.h>

#include "runtime/output.h"
#include "runtime/strand_pool.h"

namespace seq {

// Handles signals while it exists. Make it before the pool starts threads, so
// that they inherit the blocked signals. `pool` and `output` must outlive it.
class SignalThread {
 public:
  SignalThread(StrandPool* pool, Output* output);
  ~SignalThread();
  SignalThread(const SignalThread&) = delete;
  SignalThread& operator=(const SignalThread&) = delete;

 private:
  void Run();

  StrandPool* const pool_;
  Output* const output_;
  pthread_t thread_{};
};

}  // namespace seq

#endif  // SEQ_RUNTIME_SIGNALS_H_
