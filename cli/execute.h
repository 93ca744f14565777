// Executing a loaded program on the process's own standard streams.

#ifndef SEQ_CLI_EXECUTE_H_
#define SEQ_CLI_EXECUTE_H_

#include <string>
#include <vector>

#include "cli/load.h"
#include "cli/options.h"

namespace seq {

// Runs the program to its end and ends the process with the exit status it asks
// for, or, in a sanitizer's build, returns that. The program can also end the
// process itself: a run-time error, `os.exit`, a signal. `arguments` starts with
// the program's name. Once per process.
int ExecuteProgram(const LoadedProgram& program, const Options& options,
                   const std::vector<std::string>& arguments);

}  // namespace seq

#endif  // SEQ_CLI_EXECUTE_H_
