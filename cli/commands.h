// The subcommands. Each returns the exit status of the process.

#ifndef SEQ_CLI_COMMANDS_H_
#define SEQ_CLI_COMMANDS_H_

#include "cli/options.h"

namespace seq {

// Runs a program until it and all its strands have ended. Ends the process
// itself if the program fails.
int RunCommand(const Options& options);

// Compiles every file and reports all errors, and warnings if asked for; 0 if
// there are no errors.
int CheckCommand(const Options& options);

// Finds and runs tests, each file's in processes of their own, and reports how
// they went.
int TestCommand(const Options& options);
// What such a process does: runs some tests of one file.
int RunTestsCommand(const Options& options);

}  // namespace seq

#endif  // SEQ_CLI_COMMANDS_H_
