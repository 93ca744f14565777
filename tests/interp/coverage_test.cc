// Every diagnostic has a golden program that provokes it, so that somebody has
// read what it looks like.

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interp/diagnostic.h"
#include "tests/golden/files.h"

namespace seq {
namespace {

// Warnings are not among them: tests/cli/strict_test.cc provokes each.
constexpr DiagnosticCode kCodes[] = {
#define SEQ_DIAGNOSTIC(name, code, summary) DiagnosticCode::k##name,
#define SEQ_WARNING(name, code, summary)
#include "interp/diagnostic_code.def"
};

// What all golden programs write to standard error.
std::string AllExpectedErrors() {
  std::string text;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("testdata")) {
    if (entry.path().extension() == ".stderr") {
      text += golden::ReadFile(entry.path().string()).value_or("");
    }
  }
  return text;
}

TEST(CoverageTest, EveryDiagnosticCodeHasAGolden) {
  const std::string errors = AllExpectedErrors();
  ASSERT_FALSE(errors.empty());
  for (const DiagnosticCode code : kCodes) {
    EXPECT_NE(errors.find(absl::StrCat(" [", CodeName(code), "]\n")),
              std::string::npos)
        << "no program under testdata/diagnostics provokes [" << CodeName(code)
        << "]";
  }
}

TEST(CoverageTest, EveryDiagnosticCodeIsExplained) {
  for (const DiagnosticCode code : kCodes) {
    const std::string summary(CodeSummary(code));
    EXPECT_TRUE(summary.size() > 10 && summary.back() == '.') << CodeName(code);
  }
}

}  // namespace
}  // namespace seq
