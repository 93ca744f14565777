// The examples in the documents: Seq programs in fenced blocks of markdown,
// with what they must do. docs/README.md describes the convention for writers.
//
// Parsing is a pure function. RunExample blocks until the program has ended or
// the deadline has passed. Both may be called from any thread.
#ifndef TESTS_DOCS_DOC_EXAMPLES_H_
#define TESTS_DOCS_DOC_EXAMPLES_H_

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/subprocess.h"

namespace seq::docs {

enum class Kind {
  kRuns,      // ```seq            exit status 0, nothing on standard error
  kFails,     // ```seq fails      exit status 70
  kRejected,  // ```seq rejected   exit status 1 and no output
  kAccepted,  // ```seq accepted   passes `seq check`; is not run
  kTests,     // ```seq tests      `seq test` passes, and says nothing there
  kTestsFail  // ```seq tests fail the same with exit status 1
};

// A file that lies beside the program while it runs.
struct ExampleFile {
  std::string path;  // relative
  std::string bytes;
};

struct DocExample {
  std::string file;
  int line = 0;  // of the opening fence, from 1
  Kind kind = Kind::kRuns;
  std::string program;
  std::optional<std::string> stdin_bytes;
  std::optional<std::string> stdout_bytes;
  // Every line of the ```stderr block; `…` in it stands for anything.
  std::optional<std::vector<std::string>> stderr_lines;
  // Every line of the ```args block.
  std::optional<std::vector<std::string>> arguments;
  std::vector<ExampleFile> files;
};

// "classic_42": how a test of this example is called.
std::string TestName(const DocExample& example);
void PrintTo(const DocExample& example, std::ostream* out);

// Appends the examples in the markdown `text` to `*examples`. Returns "" or,
// one a line, the blocks that do not follow the convention.
std::string ParseExamples(const std::string& file, std::string_view text,
                          std::vector<DocExample>* examples);

// True if `line`, cut at every `…`, occurs in one line of `text` piece by
// piece.
bool LineOccurs(std::string_view line, std::string_view text);

// Runs the example. Returns "" if it does what the document says, else a
// report.
std::string RunExample(const DocExample& example, golden::Deadline deadline);

}  // namespace seq::docs

#endif  // TESTS_DOCS_DOC_EXAMPLES_H_
