// Fuzz target: random well-formed programs, made from the input, are run in a
// child process. They may fail with a run-time error, but never by a signal or
// an internal error, and never run on.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/strings/match.h"
#include "cli/execute.h"
#include "cli/load.h"
#include "runtime/internal_error.h"
#include "tests/fuzz/program_generator.h"

namespace {

constexpr unsigned kSeconds = 20;

[[noreturn]] void RunProgram(const std::string& text) {
  alarm(kSeconds);
  seq::ReportInternalErrors();
  const std::optional<seq::LoadedProgram> program =
      seq::LoadProgram("fuzz.seq", text, {});
  if (!program.has_value()) _exit(1);
  seq::Options options;
  options.main_stack.native_bytes = options.strand_stack.native_bytes = 1 << 20;
  options.max_threads = 64;
  _exit(seq::ExecuteProgram(*program, options, {"fuzz.seq"}));
}

[[noreturn]] void Complain(const std::string& text, const std::string& errors,
                           int status) {
  std::fprintf(stderr, "%s\n%s\nwait status %d\n", text.c_str(), errors.c_str(),
               status);
  __builtin_trap();
}

// libFuzzer's timer interrupts system calls.
std::string ReadAll(int descriptor) {
  std::string bytes;
  char buffer[4096];
  for (;;) {
    const ssize_t count = read(descriptor, buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = seq::GenerateProgram(data, size);
  int ends[2];
  if (pipe(ends) != 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    RunProgram(text);
  }
  close(ends[1]);
  const std::string errors = ReadAll(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status) || absl::StrContains(errors, "internal error") ||
      absl::StrContains(errors, "Sanitizer")) {
    Complain(text, errors, status);
  }
  return 0;
}
