// docs/errors.md shows what the goldens of the diagnostics show.
#include "docs/error_reference.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interp/diagnostic.h"
#include "tests/golden/files.h"
#include "tests/golden/text.h"

namespace seq {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kProgram[] = "testdata/diagnostics/no_main.seq";
constexpr char kOutput[] = "testdata/diagnostics/no_main.stderr";
constexpr char kRight[] = "testdata/diagnostics_good/no_main.seq";

// The files of the tree, some of them replaced; nullopt: there is none.
FileReader WithFiles(std::map<std::string, std::optional<std::string>> files) {
  return [files](const std::string& path) {
    const auto file = files.find(path);
    return file == files.end() ? golden::ReadFile(path) : file->second;
  };
}

std::string Manual(const FileReader& read) {
  std::string error;
  const std::optional<std::string> text = ErrorReference(read, &error);
  EXPECT_EQ(error, "");
  return text.value_or("");
}

std::string ErrorOf(const FileReader& read) {
  std::string error;
  EXPECT_FALSE(ErrorReference(read, &error).has_value());
  return error;
}

TEST(ErrorReferenceTest, ManualIsUpToDate) {
  const auto manual = golden::ReadFile(kErrorManual);
  ASSERT_TRUE(manual.has_value());
  EXPECT_EQ(golden::Diff(Manual(golden::ReadFile), *manual), "")
      << "bazel run //docs:update_reference rewrites it";
}

TEST(ErrorReferenceTest, ShowsProgramOutputAndRemedy) {
  const std::string output =
      std::string(kProgram) + ":1:1: error: none [no-main]\n";
  EXPECT_THAT(
      Manual(WithFiles(
          {{kProgram, "# bad\n"}, {kOutput, output}, {kRight, "# good\n"}})),
      HasSubstr("## `no-main`\n\nThe program does not define `main`.\n\n"
                "```\n# bad\n```\n\n"
                "```\nprogram.seq:1:1: error: none [no-main]\n```\n\n"
                "Right:\n\n```\n# good\n```\n"));
}

TEST(ErrorReferenceTest, PrefersTheCurrentEdition) {
  const std::string text = Manual(
      WithFiles({{"testdata/diagnostics/no_main_current.seq", "# current\n"},
                 {"testdata/diagnostics/no_main_current.stderr",
                  "testdata/diagnostics/no_main_current.seq:1:1: error: "
                  "none [no-main]\n"},
                 {kProgram, "# classic\n"}}));
  EXPECT_THAT(text, HasSubstr("# current\n```\n\n```\nprogram.seq:1:1: "));
  EXPECT_THAT(text, Not(HasSubstr("# classic\n")));
}

TEST(ErrorReferenceTest, ShowsOtherBytesThanUtf8AsTheInterpreterDoes) {
  EXPECT_THAT(Manual(WithFiles({{kProgram, "# caf\xE9\n"}})),
              HasSubstr("# caf\uFFFD\n"));
}

TEST(ErrorReferenceTest, NeedsEveryFile) {
  for (const std::string path : {kProgram, kOutput, kRight}) {
    EXPECT_EQ(ErrorOf(WithFiles({{path, std::nullopt}})),
              "there is no " + path);
  }
}

TEST(ErrorReferenceTest, RefusesAProgramThatDoesNotShowItsCode) {
  EXPECT_EQ(ErrorOf(WithFiles({{kOutput, "error: other [other]\n"}})),
            std::string(kProgram) + " does not show no-main");
}

TEST(ErrorReferenceTest, RefusesWhatWouldEndItsBlock) {
  EXPECT_EQ(ErrorOf(WithFiles({{kRight, "# a\n```\n"}})),
            "a block contains a fence");
}

TEST(ErrorReferenceTest, OnlyListsWarnings) {
  const std::string text = Manual(golden::ReadFile);
  EXPECT_THAT(text, HasSubstr("| `dead-definition` | "));
  EXPECT_THAT(text, Not(HasSubstr("## `dead-definition`")));
  EXPECT_THAT(text, HasSubstr("| [`undefined-word`](#undefined-word) | "));
}

}  // namespace
}  // namespace seq
