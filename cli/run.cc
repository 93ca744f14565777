#include <iostream>
#include <utility>

#include "cli/commands.h"
#include "cli/execute.h"
#include "cli/load.h"
#include "runtime/process_end.h"

namespace seq {

int RunCommand(const Options& options) {
  const std::string path = options.code.has_value() ? "-e" : options.files[0];
  absl::StatusOr<std::string> text =
      options.code.has_value() ? *options.code : ReadSource(path);
  if (!text.ok()) {
    std::cerr << "seq: " << std::string(text.status().message()) << "\n";
    return kExitRejected;
  }
  const std::optional<LoadedProgram> program =
      LoadProgram(path, *std::move(text),
                  {.edition = options.edition,
                   .color = options.color,
                   .fusion = options.unfused ? Fusion::kOff : Fusion::kOn});
  if (!program.has_value()) return kExitRejected;
  std::vector<std::string> arguments = {path};
  arguments.insert(arguments.end(), options.arguments.begin(),
                   options.arguments.end());
  return ExecuteProgram(*program, options, arguments);
}

}  // namespace seq
