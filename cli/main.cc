// The `seq` program.

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "cli/commands.h"
#include "cli/options.h"
#include "runtime/internal_error.h"
#include "runtime/process_end.h"
#include "runtime/stack_region.h"

namespace {

// A program started with a standard descriptor closed would otherwise get it
// back for its first socket, and write its output there.
void OpenStandardDescriptors() {
  int descriptor;
  do {
    descriptor = open("/dev/null", O_RDWR);
  } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
  if (descriptor > STDERR_FILENO) close(descriptor);
}

// For internal errors on the main thread; strands have their own.
char signal_stack[seq::StackRegion::kSignalStackBytes];

// Servers hold thousands of connections; the soft limit is often 1,024, only so
// that programs that use select() are not surprised. Takes what may be taken.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// `bazel run` starts programs elsewhere and says where the user stands.
bool EnterUserDirectory() {
  const char* directory = std::getenv("BUILD_WORKING_DIRECTORY");
  if (directory == nullptr || chdir(directory) == 0) return true;
  std::perror("seq: cannot enter BUILD_WORKING_DIRECTORY");
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  OpenStandardDescriptors();
  seq::ReportInternalErrors();
  seq::UseSignalStack(signal_stack, sizeof(signal_stack));
  RaiseDescriptorLimit();
  if (!EnterUserDirectory()) return seq::kExitUsage;
  int exit_code = 0;
  const std::optional<seq::Options> options =
      seq::ParseOptions(argc, argv, &exit_code);
  if (!options.has_value()) return exit_code;
  switch (options->command) {
    case seq::Command::kRun:
      return seq::RunCommand(*options);
    case seq::Command::kCheck:
      return seq::CheckCommand(*options);
    case seq::Command::kTest:
      return seq::TestCommand(*options);
    case seq::Command::kRunTests:
      return seq::RunTestsCommand(*options);
  }
}
