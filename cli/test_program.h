// A test file as a program: what it has to offer, and the program that runs it.

#ifndef SEQ_CLI_TEST_PROGRAM_H_
#define SEQ_CLI_TEST_PROGRAM_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/load.h"
#include "cli/test_discovery.h"

namespace seq {

// Reads and checks a test file. Not thread-safe; different objects may be used
// by different threads at the same time.
class TestProgram {
 public:
  // Reads the file and finds its test words whose names contain `pattern`.
  // Blocks while reading.
  TestProgram(const std::string& path, absl::string_view pattern);
  TestProgram(const TestProgram&) = delete;
  TestProgram& operator=(const TestProgram&) = delete;

  // What is wrong with the file: a message that begins with "Failed to read
  // file:", "Parse error:" or "Compilation error:", in one or more lines, the
  // last without a line break. Empty if nothing is.
  const std::string& problem() const { return problem_; }
  // The words to run and those to skip, each sorted by name.
  const std::vector<TestWord>& tests() const { return tests_; }
  const std::vector<TestWord>& skipped() const { return skipped_; }

  // Checks the file and what it includes together with a `main` that runs all
  // its tests. Returns whether that is a valid program; otherwise problem()
  // says what is wrong. To be called once. Blocks while reading.
  bool Check();
  // The program that runs `count` tests from number `first` on. Null if there
  // is something wrong, see problem(). To be called once, instead of Check.
  std::unique_ptr<LoadedProgram> Compile(size_t first, size_t count);

 private:
  std::unique_ptr<struct AnalyzedProgram> Analyze(size_t first, size_t count);
  void SetProblem(absl::string_view stage, absl::string_view message);
  void SetProblem(absl::string_view stage, Diagnostics& diagnostics);
  bool LooksClassic() const;

  std::unique_ptr<SourceMap> sources_ = std::make_unique<SourceMap>();
  uint32_t file_ = 0;
  std::unique_ptr<Vocabulary> vocabulary_;
  std::vector<TestWord> tests_;
  std::vector<TestWord> skipped_;
  std::string problem_;
};

}  // namespace seq

#endif  // SEQ_CLI_TEST_PROGRAM_H_
