#include "cli/test_report.h"

#include <chrono>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// The text that people read.
class TextReporter final : public TestReporter {
 public:
  TextReporter(bool verbose, std::ostream& out, std::ostream& err)
      : verbose_(verbose), out_(out), err_(err) {}

  void File(const FileResult& file) override {
    if (!file.problem.empty()) {
      err_ << "\nFailed to process " << file.path << ":\n"
           << Indented(file.problem) << std::flush;
      return;
    }
    if (file.tests.empty()) return;
    out_ << "\nRunning tests in " << file.path << "...\n";
    for (const TestResult& test : file.tests) WriteTest(test);
    out_ << std::flush;
  }

  void End(const std::vector<FileResult>& files,
           const TestTotals& totals) override {
    out_ << "\n========================================\n"
         << "Results: " << totals.passed << " passed, " << totals.failed
         << " failed";
    if (totals.failed_to_compile > 0) {
      out_ << ", " << totals.failed_to_compile << " failed to compile";
    }
    out_ << "\n";
    if (totals.failed > 0) WriteFailures(files);
    if (totals.failed_to_compile > 0) WriteProblems(files);
    out_ << std::flush;
  }

 private:
  static std::string Indented(absl::string_view text) {
    std::string result;
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      absl::StrAppend(&result, "  ", line, "\n");
    }
    return result;
  }

  void WriteTest(const TestResult& test) {
    out_ << "  " << test.name << " ... ";
    if (test.status == TestStatus::kSkipped) {
      out_ << "skipped \xE2\x80\x94 " << test.reason << "\n";
      return;
    }
    out_ << (test.status == TestStatus::kPassed ? "ok" : "FAILED");
    if (verbose_) out_ << " (" << InMilliseconds(test.duration) << "ms)";
    out_ << "\n";
  }

  void WriteFailures(const std::vector<FileResult>& files) {
    out_ << "\nTEST FAILURES:\n\n";
    for (const FileResult& file : files) {
      for (const TestResult& test : file.tests) {
        if (test.status != TestStatus::kFailed) continue;
        out_ << file.path << "::" << test.name << "\n";
        for (const std::string& line : test.details) {
          out_ << "  " << line << "\n";
        }
        out_ << "\n";
      }
    }
  }

  void WriteProblems(const std::vector<FileResult>& files) {
    out_ << "\nCOMPILATION FAILURES:\n\n";
    for (const FileResult& file : files) {
      if (file.problem.empty()) continue;
      out_ << file.path << ":\n" << Indented(file.problem) << "\n";
    }
  }

  const bool verbose_;
  std::ostream& out_;
  std::ostream& err_;
};

}  // namespace

std::unique_ptr<TestReporter> MakeTestReporter(const TestOptions& options,
                                               std::ostream& out,
                                               std::ostream& err) {
  switch (options.format) {
    case TestFormat::kText:
      return std::make_unique<TextReporter>(options.verbose, out, err);
    case TestFormat::kTap:
      return MakeTapReporter(out);
    case TestFormat::kJunit:
      return MakeJunitReporter(out);
    case TestFormat::kJson:
      return MakeJsonReporter(out);
  }
  return nullptr;
}

std::string ValidUtf8(absl::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Utf8Character character = DecodeUtf8(text);
    if (character.valid) {
      absl::StrAppend(&result, text.substr(0, character.bytes));
    } else {
      result += "\xEF\xBF\xBD";
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

std::string InMilliseconds(TestDuration duration) {
  return absl::StrCat(
      std::chrono::round<std::chrono::milliseconds>(duration).count());
}

std::string InSeconds(TestDuration duration) {
  const int64_t ms =
      std::chrono::round<std::chrono::milliseconds>(duration).count();
  return absl::StrFormat("%d.%03d", ms / 1000, ms % 1000);
}

}  // namespace seq
