// JUnit's XML, as continuous integration systems read it: a test suite a file.

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/test_report.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// Whether XML 1.0 has that character at all, escaped or not.
bool IsXmlCharacter(char32_t code_point) {
  if (code_point < 0x20) {
    return code_point == '\t' || code_point == '\n' || code_point == '\r';
  }
  return code_point != 0xFFFE && code_point != 0xFFFF;
}

// For text and for attributes in double quotes. Line breaks in attributes would
// be read as blanks, carriage returns anywhere as line feeds.
std::string Xml(absl::string_view text, bool attribute) {
  std::string result;
  while (!text.empty()) {
    const Utf8Character character = DecodeUtf8(text);
    const absl::string_view bytes = text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
    if (!character.valid || !IsXmlCharacter(character.code_point)) {
      result += "\xEF\xBF\xBD";
    } else if (bytes == "&") {
      result += "&amp;";
    } else if (bytes == "<") {
      result += "&lt;";
    } else if (bytes == ">") {
      result += "&gt;";
    } else if (bytes == "\"") {
      result += "&quot;";
    } else if (bytes == "\r" ||
               (attribute && (bytes == "\n" || bytes == "\t"))) {
      absl::StrAppend(&result, "&#", static_cast<int>(bytes[0]), ";");
    } else {
      absl::StrAppend(&result, bytes);
    }
  }
  return result;
}

std::string Attribute(absl::string_view name, absl::string_view value) {
  return absl::StrCat(" ", name, "=\"", Xml(value, /*attribute=*/true), "\"");
}

std::string Counts(const TestTotals& totals) {
  const size_t tests =
      totals.passed + totals.failed + totals.skipped + totals.failed_to_compile;
  return absl::StrCat(
      Attribute("tests", absl::StrCat(tests)),
      Attribute("failures", absl::StrCat(totals.failed)),
      Attribute("errors", absl::StrCat(totals.failed_to_compile)),
      Attribute("skipped", absl::StrCat(totals.skipped)));
}

class JunitReporter final : public TestReporter {
 public:
  explicit JunitReporter(std::ostream& out) : out_(out) {}

  // The counts come first in the file: everything is written at the end.
  void File(const FileResult&) override {}

  void End(const std::vector<FileResult>& files,
           const TestTotals& totals) override {
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
         << Attribute("name", "seq test") << Counts(totals)
         << Attribute("time", InSeconds(totals.duration)) << ">\n";
    for (const FileResult& file : files) {
      if (!file.problem.empty() || !file.tests.empty()) WriteSuite(file);
    }
    out_ << "</testsuites>\n" << std::flush;
  }

 private:
  void WriteSuite(const FileResult& file) {
    TestTotals totals;
    AddResults(file, &totals);
    out_ << "  <testsuite" << Attribute("name", file.path) << Counts(totals)
         << Attribute("time", InSeconds(file.duration)) << ">\n";
    if (!file.problem.empty()) {
      WriteCase(file, "compilation", TestDuration(0));
      out_ << ">\n";
      WriteElement("error", "the file does not compile", file.problem);
      out_ << "    </testcase>\n";
    }
    for (const TestResult& test : file.tests) WriteTest(file, test);
    out_ << "  </testsuite>\n";
  }

  void WriteTest(const FileResult& file, const TestResult& test) {
    WriteCase(file, test.name, test.duration);
    switch (test.status) {
      case TestStatus::kPassed:
        out_ << "/>\n";
        return;
      case TestStatus::kSkipped:
        out_ << ">\n      <skipped" << Attribute("message", test.reason)
             << "/>\n    </testcase>\n";
        return;
      case TestStatus::kFailed:
        out_ << ">\n";
        WriteElement("failure", test.reason, absl::StrJoin(test.details, "\n"));
        if (!test.output.empty()) {
          out_ << "      <system-out>" << Xml(test.output, false)
               << "</system-out>\n";
        }
        out_ << "    </testcase>\n";
        return;
    }
  }

  void WriteCase(const FileResult& file, absl::string_view name,
                 TestDuration duration) {
    out_ << "    <testcase" << Attribute("name", name)
         << Attribute("classname", file.path) << Attribute("file", file.path)
         << Attribute("time", InSeconds(duration));
  }

  void WriteElement(absl::string_view element, absl::string_view message,
                    absl::string_view text) {
    const std::string line =
        absl::StrCat("      <", element, Attribute("message", message), ">",
                     Xml(text, false), "</", element, ">\n");
    out_ << line;
  }

  std::ostream& out_;
};

}  // namespace

std::unique_ptr<TestReporter> MakeJunitReporter(std::ostream& out) {
  return std::make_unique<JunitReporter>(out);
}

}  // namespace seq
