#include <iostream>

#include "cli/commands.h"
#include "cli/load.h"
#include "runtime/process_end.h"

namespace seq {

int CheckCommand(const Options& options) {
  int exit_code = kExitOk;
  for (const std::string& path : options.files) {
    absl::StatusOr<std::string> text = ReadSource(path);
    if (!text.ok()) {
      std::cerr << "seq: " << std::string(text.status().message()) << "\n";
      exit_code = kExitRejected;
      continue;
    }
    const LoadOptions load{.edition = options.edition,
                           .color = options.color,
                           .warnings = options.strict};
    if (!CheckProgram(path, *std::move(text), load)) {
      exit_code = kExitRejected;
    }
  }
  return exit_code;
}

}  // namespace seq
