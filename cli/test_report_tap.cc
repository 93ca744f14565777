// Version 13 of the Test Anything Protocol: one line a test, the plan at the
// end, what went wrong as an indented YAML block.

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/test_report.h"
#include "stdlib/json_escape.h"

namespace seq {
namespace {

// In one line, without control characters, and such that nothing in it looks
// like a directive.
std::string Description(absl::string_view text) {
  std::string result;
  for (const char byte : ValidUtf8(text)) {
    if (byte == '#' || byte == '\\') result += '\\';
    result +=
        absl::ascii_iscntrl(static_cast<unsigned char>(byte)) ? ' ' : byte;
  }
  return result;
}

class TapReporter final : public TestReporter {
 public:
  explicit TapReporter(std::ostream& out) : out_(out) {
    out_ << "TAP version 13\n";
  }

  void File(const FileResult& file) override {
    if (!file.problem.empty()) {
      WriteLine("not ok", file.path);
      WriteBlock("the file does not compile", TestDuration(0), file.problem);
    }
    for (const TestResult& test : file.tests) {
      const std::string name = absl::StrCat(file.path, "::", test.name);
      switch (test.status) {
        case TestStatus::kPassed:
          WriteLine("ok", name);
          break;
        case TestStatus::kFailed:
          WriteLine("not ok", name);
          WriteBlock(test.reason, test.duration,
                     absl::StrJoin(test.details, "\n"));
          break;
        case TestStatus::kSkipped:
          WriteLine("ok", name, absl::StrCat(" # SKIP ", test.reason));
          break;
      }
    }
    out_ << std::flush;
  }

  void End(const std::vector<FileResult>&, const TestTotals&) override {
    out_ << "1.." << written_ << (written_ == 0 ? " # SKIP No tests found" : "")
         << "\n"
         << std::flush;
  }

 private:
  void WriteLine(absl::string_view result, absl::string_view name,
                 absl::string_view directive = "") {
    const std::string line = absl::StrCat(result, " ", ++written_, " - ",
                                          Description(name), directive, "\n");
    out_ << line;
  }

  // A string of JSON is one of YAML, whatever is in it; its lines are quoted
  // one by one, as a list, so that people can read them.
  void WriteBlock(absl::string_view message, TestDuration duration,
                  absl::string_view details) {
    out_ << "  ---\n  message: " << Quoted(message)
         << "\n  severity: fail\n  duration_ms: " << InMilliseconds(duration)
         << "\n";
    if (!details.empty()) {
      out_ << "  details:\n";
      for (const absl::string_view line : absl::StrSplit(details, '\n')) {
        out_ << "    - " << Quoted(line) << "\n";
      }
    }
    out_ << "  ...\n";
  }

  static std::string Quoted(absl::string_view text) {
    return absl::StrCat("\"", EscapeForJson(ValidUtf8(text)), "\"");
  }

  std::ostream& out_;
  size_t written_ = 0;
};

}  // namespace

std::unique_ptr<TestReporter> MakeTapReporter(std::ostream& out) {
  return std::make_unique<TapReporter>(out);
}

}  // namespace seq
