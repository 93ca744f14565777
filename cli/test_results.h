// What `seq test` finds out, as its reporters get it. Plain data.

#ifndef SEQ_CLI_TEST_RESULTS_H_
#define SEQ_CLI_TEST_RESULTS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seq {

using TestDuration = std::chrono::nanoseconds;

enum class TestStatus { kPassed, kFailed, kSkipped };

struct TestResult {
  std::string name;
  TestStatus status = TestStatus::kPassed;
  TestDuration duration{0};  // zero if it has not finished; of all its seeds
  // kSkipped: why. kFailed: what went wrong, in one line.
  std::string reason;
  // kFailed: the lines of the report, without line breaks. Relative to the
  // place where a reporter puts them.
  std::vector<std::string> details;
  // kFailed: what the test wrote to standard output.
  std::string output;
  // kFailed, in a run with seeds: the one it failed with.
  std::optional<uint64_t> seed;
};

struct FileResult {
  std::string path;
  // Why the file could not be read, parsed or compiled; then it has no tests.
  // One or more lines, the last without a line break. Empty otherwise.
  std::string problem;
  TestDuration duration{0};
  std::vector<TestResult> tests;  // those to run first, then the skipped ones
};

struct TestTotals {
  size_t passed = 0;
  size_t failed = 0;
  size_t skipped = 0;
  size_t failed_to_compile = 0;  // files
  TestDuration duration{0};      // of the whole run
};

// All but the duration.
TestTotals CountResults(const std::vector<FileResult>& files);

// A file's or a run's share of the totals.
void AddResults(const FileResult& file, TestTotals* totals);

}  // namespace seq

#endif  // SEQ_CLI_TEST_RESULTS_H_
