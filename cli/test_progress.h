// How the process that runs tests tells `seq test` how far it is.
//
// Between the tests it writes marks to standard output, in line with what the
// tests write themselves, so that each byte can be attributed to a test even if
// the process dies. A mark begins with a key that only the two processes know.
//
// The marks are written by words that only the generated `main` can call: their
// names contain spaces.

#ifndef SEQ_CLI_TEST_PROGRESS_H_
#define SEQ_CLI_TEST_PROGRESS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cli/test_results.h"
#include "runtime/word.h"

namespace seq {

// --- The side that runs tests ------------------------------------------------

// ( ..a Int -- ..a ): the test with that number begins.
inline constexpr absl::string_view kBeginTestWord = "(seq test: begin)";
// ( ..a Int -- ..a ): it has ended.
inline constexpr absl::string_view kEndTestWord = "(seq test: end)";
// ( ..a -- ..a ): all have.
inline constexpr absl::string_view kTestsDoneWord = "(seq test: done)";

// The rows of these words, for the current edition.
absl::Span<const WordRow> TestProgressWords();

// Sets the key of this process. Before the words run.
void SetTestProgressKey(std::string key);

// --- The side that reads -----------------------------------------------------

// A key nobody can guess.
std::string MakeTestProgressKey();

// A test that has begun.
struct TestSection {
  size_t test = 0;
  std::string output;  // what was written from its begin to its end
  bool ended = false;
  int64_t failures = 0;  // if it has ended: the assertions that failed
  TestDuration duration{0};
};

struct TestProgress {
  std::vector<TestSection> sections;  // in the order of the marks
  bool done = false;                  // all tests have ended
  std::string output;                 // what belongs to no test
};

// Cuts what a process has written into its parts. O(size).
TestProgress ReadTestProgress(absl::string_view written, absl::string_view key);

}  // namespace seq

#endif  // SEQ_CLI_TEST_PROGRESS_H_
