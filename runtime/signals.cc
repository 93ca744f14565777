#include "runtime/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "runtime/process_end.h"

namespace seq {
namespace {

// Tells the signal thread to end.
constexpr int kStopSignal = SIGUSR2;

sigset_t HandledSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, kStopSignal}) {
    sigaddset(&signals, signal);
  }
  return signals;
}

}  // namespace

SignalThread::SignalThread(StrandPool* pool, Output* output)
    : pool_(pool), output_(output) {
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
  pthread_kill(thread_, kStopSignal);
  pthread_join(thread_, nullptr);
}

void SignalThread::Run() {
  const sigset_t signals = HandledSignals();
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal == kStopSignal) return;
    if (signal != SIGQUIT) EndProcessBySignal(output_, signal);
    const std::string text =
        "=== Seq strands ===\n" + pool_->DescribeStrands() + "=== end ===\n";
    [[maybe_unused]] const ssize_t written =
        write(STDERR_FILENO, text.data(), text.size());
  }
}

}  // namespace seq
