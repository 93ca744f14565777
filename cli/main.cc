// The `seq` program.

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "cli/commands.h"
#include "cli/options.h"

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

}  // namespace

int main(int argc, char** argv) {
  OpenStandardDescriptors();
  // `bazel run` starts programs elsewhere and says where the user stands.
  const char* user_directory = std::getenv("BUILD_WORKING_DIRECTORY");
  if (user_directory != nullptr && chdir(user_directory) != 0) {
    return EXIT_FAILURE;
  }
  int exit_code = 0;
  const std::optional<seq::Options> options =
      seq::ParseOptions(argc, argv, &exit_code);
  if (!options.has_value()) return exit_code;
  switch (options->command) {
    case seq::Command::kRun:
      return seq::RunCommand(*options);
    case seq::Command::kCheck:
      return seq::CheckCommand(*options);
  }
}
