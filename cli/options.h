// The command line, taken apart.

#ifndef SEQ_CLI_OPTIONS_H_
#define SEQ_CLI_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/stack_region.h"
#include "runtime/word.h"

namespace seq {

// Native stack by default: a hundred thousand nested calls and many more on the
// main strand, ten thousand on any other. Address space, not memory.
inline constexpr size_t kDefaultMainStackBytes = size_t{256} << 20;
inline constexpr size_t kDefaultStrandStackBytes = size_t{64} << 20;
// How many values a strand's data stack may hold by default.
inline constexpr size_t kDefaultDataStackValues = size_t{4} << 20;

enum class Command { kRun, kCheck, kTest, kRunTests };

// The subcommand, not for people, with which `seq test` starts the processes
// that run tests.
inline constexpr absl::string_view kRunTestsCommand = "(run-tests)";

enum class TestFormat { kText, kTap, kJunit, kJson };

struct TestOptions {
  std::string pattern;  // what the names of tests must contain
  bool verbose = false;
  TestFormat format = TestFormat::kText;
  size_t jobs = 0;              // files at a time; 0: one a processor
  double timeout_seconds = 60;  // of a process; 0: none
  // With a seed or with schedules, each test runs in a process of its own: with
  // that seed, or with each seed from 1 on until one makes it fail.
  std::optional<uint64_t> seed;
  uint64_t schedules = 0;  // not both
  bool seeded() const { return seed.has_value() || schedules > 0; }
};

// What one of these processes is to do.
struct TestRunOptions {
  size_t first = 0;  // of the file's tests
  size_t count = 0;
  std::string key;  // see cli/test_progress.h
  int parent = 0;   // the process that waits for it
};

struct Options {
  Command command = Command::kRun;
  std::optional<std::string> code;     // -e
  std::vector<std::string> files;      // one for run, else any number
  std::vector<std::string> arguments;  // the program's own
  std::optional<Edition> edition;
  StackSizes main_stack{kDefaultMainStackBytes, kDefaultDataStackValues};
  StackSizes strand_stack{kDefaultStrandStackBytes, kDefaultDataStackValues};
  size_t max_threads = 0;
  // Of a run that can be repeated, see runtime/schedule_explorer.h.
  std::optional<uint64_t> seed;
  bool color = false;
  bool unfused = false;  // run: see interp/lowering.h
  bool strict = false;   // check
  TestOptions test;
  TestRunOptions test_run;
};

// Reads the command line and the environment (SEQ_STACK_SIZE, NO_COLOR).
// Returns nullopt if there is nothing left to do: help or version was asked
// for, or the usage was wrong; `exit_code` then says how to end.
std::optional<Options> ParseOptions(int argc, char** argv, int* exit_code);

}  // namespace seq

#endif  // SEQ_CLI_OPTIONS_H_
