#include "runtime/process_end.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "runtime/terminal.h"

namespace seq {
namespace {

// How long the end by a signal waits for a reader that takes nothing.
constexpr int kFlushPatienceMs = 500;

void WriteToStandardError(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return;
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

void EndProcess(Output* output, int exit_code, absl::string_view message) {
  static std::atomic<bool> ending{false};
  if (ending.exchange(true)) {
    for (;;) pause();
  }
  if (output != nullptr) output->Flush();
  RestoreTerminal();
  WriteToStandardError(message);
  _exit(exit_code);
}

void EndProcessBySignal(Output* output, int signal) {
  if (output != nullptr) output->FlushAtExit(kFlushPatienceMs);
  RestoreTerminal();
  _exit(128 + signal);
}

void EndProcessQuietly() { EndProcess(nullptr, kExitOk); }

}  // namespace seq
