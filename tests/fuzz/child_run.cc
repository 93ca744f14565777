#include "tests/fuzz/child_run.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/execute.h"
#include "cli/load.h"
#include "cli/options.h"
#include "runtime/internal_error.h"

namespace seq {
namespace {

constexpr unsigned kSeconds = 20;

// `result` of a system call, which must not be an error.
int Require(int result, const char* call) {
  if (result >= 0) return result;
  std::perror(call);
  std::exit(1);
}

// A file in memory. Unlike a pipe, it never makes its writer wait.
class Capture {
 public:
  Capture() : file_(Require(memfd_create("capture", MFD_CLOEXEC), "memfd")) {}
  ~Capture() { close(file_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  int file() const { return file_; }

  // All that was written. libFuzzer's timer interrupts system calls.
  std::string Read() const {
    std::string bytes;
    char buffer[4096];
    for (;;) {
      const ssize_t count = pread(file_, buffer, sizeof(buffer),
                                  static_cast<off_t>(bytes.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return bytes;
      bytes.append(buffer, static_cast<size_t>(count));
    }
  }

 private:
  const int file_;
};

[[noreturn]] void RunProgram(const std::string& text, Fusion fusion) {
  std::signal(SIGALRM, SIG_DFL);  // libFuzzer has a handler
  alarm(kSeconds);
  ReportInternalErrors();
  LoadOptions load;
  load.fusion = fusion;
  const std::optional<LoadedProgram> program =
      LoadProgram("fuzz.seq", text, load);
  if (!program.has_value()) _exit(1);
  Options options;
  options.main_stack.native_bytes = options.strand_stack.native_bytes = 1 << 20;
  options.max_threads = 64;
  _exit(ExecuteProgram(*program, options, {"fuzz.seq"}));
}

}  // namespace

bool ChildRun::crashed() const {
  return WIFSIGNALED(wait_status) ||
         absl::StrContains(errors, "internal error") ||
         absl::StrContains(errors, "Sanitizer");
}

std::string ChildRun::Describe() const {
  return absl::StrCat("wait status ", wait_status, "\n--- output:\n", output,
                      "--- errors:\n", errors);
}

bool operator==(const ChildRun& a, const ChildRun& b) {
  return a.wait_status == b.wait_status && a.output == b.output &&
         a.errors == b.errors;
}

ChildRun RunInChild(const std::string& text, Fusion fusion) {
  const Capture output;
  const Capture errors;
  const pid_t child = Require(fork(), "fork");
  if (child == 0) {
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(output.file(), STDOUT_FILENO);
    dup2(errors.file(), STDERR_FILENO);
    RunProgram(text, fusion);
  }
  ChildRun run;
  while (waitpid(child, &run.wait_status, 0) < 0 && errno == EINTR) {
  }
  run.output = output.Read();
  run.errors = errors.Read();
  return run;
}

}  // namespace seq
