// Every error has a golden program that provokes it, so that somebody has read
// what it looks like, and one that does the same thing right.

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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

TEST(CoverageTest, EveryDiagnosticCodeHasAProgramThatIsRight) {
  for (const DiagnosticCode code : kCodes) {
    const std::string program =
        absl::StrCat("testdata/diagnostics_good/",
                     absl::StrReplaceAll(CodeName(code), {{"-", "_"}}));
    EXPECT_TRUE(std::filesystem::exists(program + ".seq")) << program;
    EXPECT_FALSE(std::filesystem::exists(program + ".exit")) << program;
    EXPECT_FALSE(std::filesystem::exists(program + ".stderr")) << program;
  }
}

TEST(CoverageTest, EveryRejectedProgramKeepsToTheSpecification) {
  for (const auto& entry :
       std::filesystem::directory_iterator("testdata/diagnostics")) {
    if (entry.path().extension() != ".seq") continue;
    std::filesystem::path fragments = entry.path();
    fragments.replace_extension(".contains");
    EXPECT_TRUE(std::filesystem::exists(fragments))
        << "write the words that the specification quotes into " << fragments;
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
