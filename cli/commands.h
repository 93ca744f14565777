// The subcommands. Each returns the exit status of the process.

#ifndef SEQ_CLI_COMMANDS_H_
#define SEQ_CLI_COMMANDS_H_

#include "cli/options.h"

namespace seq {

// Runs a program until it and all its strands have ended. Ends the process
// itself if the program fails.
int RunCommand(const Options& options);

// Compiles every file and reports all errors; 0 if there are none.
int CheckCommand(const Options& options);

}  // namespace seq

#endif  // SEQ_CLI_COMMANDS_H_
