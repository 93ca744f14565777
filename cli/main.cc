// The `seq` program.

#include <unistd.h>

#include <cstdlib>

#include "cli/commands.h"
#include "cli/options.h"

int main(int argc, char** argv) {
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
