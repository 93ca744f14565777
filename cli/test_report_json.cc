// One JSON object; cli/README.md describes it.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/test_report.h"
#include "stdlib/json_escape.h"

namespace seq {
namespace {

std::string Json(absl::string_view text) {
  return absl::StrCat("\"", EscapeForJson(ValidUtf8(text)), "\"");
}

// The members of a failed test that say why.
std::string Failure(const TestResult& test) {
  const auto line = [](std::string* out, const std::string& detail) {
    out->append(Json(detail));
  };
  return absl::StrCat(
      test.seed.has_value() ? absl::StrCat(", \"seed\": ", *test.seed) : "",
      ", \"message\": ", Json(test.reason), ", \"details\": [",
      absl::StrJoin(test.details, ", ", line),
      "], \"output\": ", Json(test.output));
}

std::string Test(const TestResult& test) {
  std::string text = absl::StrCat("{\"name\": ", Json(test.name));
  switch (test.status) {
    case TestStatus::kPassed:
      absl::StrAppend(&text, ", \"result\": \"passed\", \"duration_ms\": ",
                      InMilliseconds(test.duration));
      break;
    case TestStatus::kFailed:
      absl::StrAppend(&text, ", \"result\": \"failed\", \"duration_ms\": ",
                      InMilliseconds(test.duration), Failure(test));
      break;
    case TestStatus::kSkipped:
      absl::StrAppend(
          &text, ", \"result\": \"skipped\", \"message\": ", Json(test.reason));
      break;
  }
  return text + "}";
}

std::string File(const FileResult& file) {
  std::string text =
      absl::StrCat("    {\"path\": ", Json(file.path),
                   ", \"compiled\": ", file.problem.empty() ? "true" : "false",
                   ", \"duration_ms\": ", InMilliseconds(file.duration));
  if (!file.problem.empty()) {
    absl::StrAppend(&text, ", \"message\": ", Json(file.problem));
  }
  absl::StrAppend(&text, ", \"tests\": [");
  absl::string_view separator = "\n";
  for (const TestResult& test : file.tests) {
    absl::StrAppend(&text, separator, "      ", Test(test));
    separator = ",\n";
  }
  return absl::StrCat(text, file.tests.empty() ? "" : "\n    ", "]}");
}

class JsonReporter final : public TestReporter {
 public:
  explicit JsonReporter(std::ostream& out) : out_(out) {}

  void File(const FileResult&) override {}

  void End(const std::vector<FileResult>& files,
           const TestTotals& totals) override {
    out_ << "{\n  \"passed\": " << totals.passed
         << ",\n  \"failed\": " << totals.failed
         << ",\n  \"skipped\": " << totals.skipped
         << ",\n  \"failed_to_compile\": " << totals.failed_to_compile
         << ",\n  \"duration_ms\": " << InMilliseconds(totals.duration)
         << ",\n  \"files\": [";
    const char* separator = "\n";
    for (const FileResult& file : files) {
      out_ << separator << seq::File(file);
      separator = ",\n";
    }
    out_ << (files.empty() ? "" : "\n  ") << "]\n}\n" << std::flush;
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<TestReporter> MakeJsonReporter(std::ostream& out) {
  return std::make_unique<JsonReporter>(out);
}

}  // namespace seq
