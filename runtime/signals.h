// Signals: what the process does when the outside world taps its shoulder.
//
//   SIGINT   ends the process with status 130, output flushed
//   SIGTERM, SIGHUP   the same with 128 + the signal's number
//   SIGQUIT  writes what every strand is doing to standard error and goes on
//   SIGPIPE  ignored: a write to a closed pipe or socket is an ordinary error
//
// unless the program asks for something else with the `signal.*` words. Other
// signals do what the system does by default.
//
// One thread waits for the signals that are meant for programs (these, SIGUSR1,
// SIGUSR2, SIGALRM, SIGCHLD and SIGCONT); all others have them blocked, so no
// handler interrupts the evaluator. The rest cannot be treated like that:
// SIGPIPE and faults go to the thread that caused them, the terminal's stop
// signals would not stop a blocked process. If a program traps one of these, a
// handler sets its flag.
//
// A signal is a matter of the whole process, and so is all state here.

#ifndef SEQ_RUNTIME_SIGNALS_H_
#define SEQ_RUNTIME_SIGNALS_H_

#include <pthread.h>

#include <cstdint>

#include "runtime/output.h"
#include "runtime/strand_pool.h"

namespace seq {

// Handles signals while it exists. Make it before the pool starts threads, so
// that they inherit the blocked signals. `pool` and `output` must outlive it.
// At most one exists at a time; it begins with the behaviour above.
class SignalThread {
 public:
  SignalThread(StrandPool* pool, Output* output);
  ~SignalThread();
  SignalThread(const SignalThread&) = delete;
  SignalThread& operator=(const SignalThread&) = delete;

 private:
  void Run();
  void DoDefault(int signal);
  void DumpStrands();

  StrandPool* const pool_;
  Output* const output_;
  pthread_t thread_{};
};

// --- What programs ask for; all thread-safe, none blocks ---------------------

// The signals that have a flag are 0 to kSignals - 1.
inline constexpr int kSignals = 32;

enum class SignalAction : uint8_t {
  kBuiltIn,  // as described above; only until a program asks for another
  kTrap,     // sets the signal's flag
  kDefault,  // what the system does by default
  kIgnore
};

// Returns false if the system does not allow that for this signal (0, SIGKILL,
// SIGSTOP). REQUIRES: 0 <= signal < kSignals; `action` is not kBuiltIn.
bool SetSignalAction(int signal, SignalAction action);

// The flag that a trapped signal sets. REQUIRES: 0 <= signal < kSignals.
bool SignalPending(int signal);
// Clears the flag and returns what it was, in one step.
bool TakeSignal(int signal);

}  // namespace seq

#endif  // SEQ_RUNTIME_SIGNALS_H_
