// Runs of the interpreter under test with any command line, for the tests that
// look at its edges: tests/system and tests/cli.
//
// What cannot be set up is a failure of the calling GoogleTest test. All
// functions may be called from any thread.
#ifndef TESTS_GOLDEN_SEQ_RUN_H_
#define TESTS_GOLDEN_SEQ_RUN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/subprocess.h"
#include "tests/golden/temp_dir.h"

namespace seq::golden {

// Nothing takes longer than this unless it hangs.
inline constexpr auto kPatience = std::chrono::seconds(60);

struct RunResult {
  // Nothing if the deadline passed.
  std::optional<ExitStatus> status;
  std::string out;
  std::string err;
};

// How GoogleTest shows it: long outputs shortened.
void PrintTo(const RunResult& result, std::ostream* out);

// The absolute path of the interpreter.
std::string AbsoluteSeq();

// Starts `seq ARGUMENTS…`; null if that fails.
std::unique_ptr<Subprocess> StartSeq(std::vector<std::string> arguments,
                                     SubprocessOptions options = {});

// Waits for the end.
RunResult Finish(Subprocess& process, Deadline deadline = After(kPatience));

// Runs `seq ARGUMENTS…` to its end, with those bytes as standard input.
RunResult RunSeq(std::vector<std::string> arguments,
                 std::string_view stdin_bytes = "",
                 SubprocessOptions options = {});

// Runs a shell command to its end; in it, "$@" is `seq ARGUMENTS…`.
RunResult RunShell(const std::string& command,
                   std::vector<std::string> arguments,
                   SubprocessOptions options = {});

// Waits for the program's line `mark`, behind which it waits for a line of
// input, and returns its resident memory in KiB; negative if the line does not
// come. Send it a line to let it go on.
int64_t ResidentAtMark(Subprocess& process, std::string_view mark,
                       Deadline deadline = After(kPatience));

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_SEQ_RUN_H_
