#include "runtime/signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "runtime/process_end.h"
#include "runtime/terminal.h"

namespace seq {
namespace {

// The signals that the thread waits for.
constexpr int kAwaited[] = {SIGINT,  SIGQUIT, SIGTERM, SIGHUP, SIGUSR1,
                            SIGUSR2, SIGALRM, SIGCHLD, SIGCONT};

bool IsAwaited(int signal) {
  for (const int awaited : kAwaited) {
    if (signal == awaited) return true;
  }
  return false;
}

// Tells the signal thread to end. None of those a program can name.
int StopSignal() { return SIGRTMIN; }

sigset_t HandledSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : kAwaited) sigaddset(&signals, signal);
  sigaddset(&signals, StopSignal());
  return signals;
}

// What is to be done about the awaited signals, and the flags of all. Lock-free
// atomics: a handler may touch them.
std::atomic<SignalAction> actions[kSignals];
std::atomic<bool> flags[kSignals];
static_assert(std::atomic<bool>::is_always_lock_free);

// --- Signals that the thread does not wait for -------------------------------

// Who handled the signal before it was trapped: reports of internal errors.
struct sigaction previous_actions[kSignals];
std::atomic<bool> has_handler[kSignals];

// A signal caused by the code that was running is no message to the program.
bool IsFault(int signal, const siginfo_t& info) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
    case SIGILL:
    case SIGFPE:
    case SIGTRAP:
    case SIGSYS:
      return info.si_code > 0;
    case SIGABRT:
      return info.si_code == SI_TKILL && info.si_pid == getpid();
    default:
      return false;
  }
}

// Async-signal-safe.
void SetFlag(int signal, siginfo_t* info, void* context) {
  if (!IsFault(signal, *info)) {
    flags[signal].store(true);
    return;
  }
  const struct sigaction& previous = previous_actions[signal];
  if ((previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(signal, info, context);
  } else {
    // Comes again when this returns, and is fatal then.
    ::signal(signal, SIG_DFL);
  }
}

bool SetHandler(int signal, SignalAction action) {
  struct sigaction wanted {};
  sigemptyset(&wanted.sa_mask);
  wanted.sa_handler = action == SignalAction::kIgnore ? SIG_IGN : SIG_DFL;
  if (action == SignalAction::kTrap) {
    wanted.sa_sigaction = SetFlag;
    wanted.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    struct sigaction current {};
    if (sigaction(signal, nullptr, &current) != 0) return false;
    if (!has_handler[signal].exchange(true)) previous_actions[signal] = current;
  }
  return sigaction(signal, &wanted, nullptr) == 0;
}

}  // namespace

// --- The signal thread -------------------------------------------------------

SignalThread::SignalThread(StrandPool* pool, Output* output)
    : pool_(pool), output_(output) {
  for (auto& action : actions) action.store(SignalAction::kBuiltIn);
  for (auto& flag : flags) flag.store(false);
  signal(SIGPIPE, SIG_IGN);
  const sigset_t signals = HandledSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const int error = pthread_create(
      &thread_, nullptr,
      [](void* self) -> void* {
        static_cast<SignalThread*>(self)->Run();
        return nullptr;
      },
      this);
  if (error != 0) {
    EndProcess(output, kExitRunTimeError,
               "run-time error: the system refuses the first thread\n");
  }
}

SignalThread::~SignalThread() {
  pthread_kill(thread_, StopSignal());
  pthread_join(thread_, nullptr);
}

void SignalThread::Run() {
  const sigset_t signals = HandledSignals();
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal == StopSignal()) return;
    switch (actions[signal].load()) {
      case SignalAction::kTrap:
        flags[signal].store(true);
        break;
      case SignalAction::kIgnore:
        break;
      case SignalAction::kDefault:
        DoDefault(signal);
        break;
      case SignalAction::kBuiltIn:
        if (signal == SIGQUIT) {
          DumpStrands();
        } else if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP) {
          EndProcessBySignal(output_, signal);
        } else {
          DoDefault(signal);
        }
        break;
    }
  }
}

// Lets the system do what it does by default: for most signals the end of the
// process, for some nothing.
void SignalThread::DoDefault(int signal) {
  if (signal == SIGCHLD || signal == SIGCONT) return;
  constexpr int kFlushPatienceMs = 500;
  if (output_ != nullptr) output_->FlushAtExit(kFlushPatienceMs);
  RestoreTerminal();
  ::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
}

void SignalThread::DumpStrands() {
  const std::string text = pool_->DescribeProgram();
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text.data(), text.size());
}

// --- What programs ask for ---------------------------------------------------

bool SetSignalAction(int signal, SignalAction action) {
  if (signal == 0 || signal == SIGKILL || signal == SIGSTOP) return false;
  if (!IsAwaited(signal)) return SetHandler(signal, action);
  actions[signal].store(action);
  return true;
}

bool SignalPending(int signal) { return flags[signal].load(); }

bool TakeSignal(int signal) { return flags[signal].exchange(false); }

}  // namespace seq
