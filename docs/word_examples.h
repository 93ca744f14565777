// The examples of words in the reference manual of the current edition, from
// docs/word_examples.tsv. A test runs all of them. Pure functions;
// thread-safe.

#ifndef SEQ_DOCS_WORD_EXAMPLES_H_
#define SEQ_DOCS_WORD_EXAMPLES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

// One line of the file. A word without an example has no `program`, and
// `result` says why.
struct WordExample {
  std::string word;
  std::string program;  // a fragment: "3 4 i.+"
  std::string result;   // the stack it leaves, as stack.dump shows it: "7"
  std::string output;   // what it writes, its lines joined by " / "
};

// The examples in the order of the file. What is wrong with its lines is
// appended to `*errors`, one line each. O(size).
std::vector<WordExample> ParseWordExamples(absl::string_view text,
                                           std::string* errors);

// A program that runs all examples, each on an empty stack and followed by
// what ExampleResults looks for. It includes all standard modules.
std::string ExampleProgram(const std::vector<WordExample>& examples);

// The examples with the results and output that the program's standard output
// shows, up to the first one that it does not show.
std::vector<WordExample> ExampleResults(
    const std::vector<WordExample>& examples, absl::string_view output);

}  // namespace seq

#endif  // SEQ_DOCS_WORD_EXAMPLES_H_
