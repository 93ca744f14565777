#include "runtime/process_end.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace seq {
namespace {

// How long the end of the process waits for a writer that holds the output.
constexpr int kFlushPatienceMs = 200;

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
  if (output != nullptr) output->FlushAtExit(kFlushPatienceMs);
  WriteToStandardError(message);
  _exit(exit_code);
}

void EndProcessQuietly() { EndProcess(nullptr, kExitOk); }

}  // namespace seq
