// One golden test: a program in testdata/ with the files beside it that say
// how it must behave, the run of it, and the comparison.
//
//   NAME.seq       the program
//   NAME.stdin     its standard input, raw bytes       (absent: empty)
//   NAME.stdout    its exact standard output           (absent: empty)
//   NAME.exit      its exit status, one number         (absent: 0)
//   NAME.contains  one fragment a line, each of which must occur in standard
//                  error; written by hand from the specification
//   NAME.stderr    its exact standard error. With neither .contains nor
//                  .stderr, standard error must be empty.
//
// Only RunGolden() blocks, for as long as its time limit says. All functions
// may be called from any thread.
#ifndef TESTS_GOLDEN_GOLDEN_CASE_H_
#define TESTS_GOLDEN_GOLDEN_CASE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/subprocess.h"

namespace seq::golden {

struct GoldenCase {
  std::string program;  // path of NAME.seq, as given to the interpreter
  std::optional<std::string> stdin_bytes;
  std::string stdout_bytes;
  int exit_code = 0;
  std::vector<std::string> fragments;
  std::optional<std::string> stderr_bytes;
};

// The interpreter to run, and the options to give it before the program.
struct SeqCommand {
  std::string binary;
  std::vector<std::string> options;
};

struct GoldenRun {
  std::string stdout_bytes;
  std::string stderr_bytes;
  // Nothing if the time limit passed; the outputs are what came until then.
  std::optional<ExitStatus> status;
};

// The path of the file with another extension beside the program.
std::string Beside(std::string_view program, std::string_view extension);

// Reads the program's expectations. On a missing program, an unusable .exit
// or an empty .contains returns nothing and says why in `*error`.
std::optional<GoldenCase> LoadGoldenCase(const std::string& program,
                                         std::string* error);

// Runs the program in the current directory. When the limit passes, its whole
// process group is killed. Returns nothing only if the interpreter could not
// be started; `*error` says why.
std::optional<GoldenRun> RunGolden(const SeqCommand& command,
                                   const GoldenCase& golden,
                                   Clock::duration limit, std::string* error);

// Those fragments that do not occur in the run's standard error.
std::vector<std::string> MissingFragments(const GoldenCase& golden,
                                          const GoldenRun& run);

// "" if the run is as expected, else a report for a human.
std::string Compare(const GoldenCase& golden, const GoldenRun& run);

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_GOLDEN_CASE_H_
