// The tables of words in the reference manuals are those of the word rows.
#include "docs/word_reference.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/text.h"

namespace seq {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<WordExample> Examples() {
  std::string errors;
  const auto text = golden::ReadFile("docs/word_examples.tsv");
  EXPECT_TRUE(text.has_value());
  return ParseWordExamples(text.value_or(""), &errors);
}

void ExpectUpToDate(const std::string& path, Edition edition) {
  const auto manual = golden::ReadFile(path);
  ASSERT_TRUE(manual.has_value());
  const auto updated = WithWordTables(*manual, WordTables(edition, Examples()));
  ASSERT_TRUE(updated.has_value()) << "the markers are missing";
  EXPECT_EQ(golden::Diff(*updated, *manual), "")
      << "bazel run //docs:update_reference rewrites the tables";
}

TEST(WordReferenceTest, ClassicManualIsUpToDate) {
  ExpectUpToDate("docs/language/classic.md", Edition::kClassic);
}

TEST(WordReferenceTest, CurrentManualIsUpToDate) {
  ExpectUpToDate("docs/language/current.md", Edition::kCurrent);
}

TEST(WordReferenceTest, ListsClassicWordsWithoutExamples) {
  EXPECT_THAT(WordTables(Edition::kClassic, {{"add", "1 2 add", "3", ""}}),
              HasSubstr("| `add` | `( ..a Int Int -- ..a Int )` | Adds; wraps "
                        "modulo 2^64. |\n"));
}

TEST(WordReferenceTest, ListsCurrentWordsWithExamples) {
  const std::string tables = WordTables(
      Edition::kCurrent, {{"dup", "5 dup", "5 5", ""},
                          {"io.write", "\"a\" io.write", "", "a"},
                          {"file.for-each-line", "x", "true", "1 / 2"},
                          {"io.read-n", "", "waits", ""}});
  EXPECT_THAT(tables, HasSubstr("Copies the top value. | `5 dup` → `5 5` |\n"));
  EXPECT_THAT(tables, HasSubstr(" | `\"a\" io.write` writes `a` |\n"));
  EXPECT_THAT(tables, HasSubstr(" | `x` writes `1 / 2` → `true` |\n"));
  EXPECT_THAT(tables, HasSubstr(" | (waits) |\n"));
  // Bars do not end a cell.
  EXPECT_THAT(tables, HasSubstr("-- ..a C T \\| Yield T )` |"));
}

TEST(WordReferenceTest, ListsStandardModules) {
  const std::string tables =
      WordTables(Edition::kCurrent, {{"gcd", "48 18 gcd", "6", ""}});
  EXPECT_THAT(tables, HasSubstr("\n### std:imath\n\nHelpers for Ints"));
  EXPECT_THAT(tables, HasSubstr("| `gcd` | `( Int Int -- Int )` | Greatest "));
  EXPECT_THAT(tables, HasSubstr(" | `48 18 gcd` → `6` |\n"));
  EXPECT_THAT(tables, HasSubstr("Its helpers are words, too: `times-loop ( "));
  EXPECT_THAT(tables, Not(HasSubstr("| `times-loop` |")));
}

TEST(WordReferenceTest, NeedsBothMarkersInOrder) {
  const std::string begin =
      "<!-- words: begin (bazel run //docs:update_reference) -->\n";
  const std::string end = "<!-- words: end -->\n";
  EXPECT_EQ(WithWordTables("a\n" + begin + "old\n" + end + "z\n", "new\n"),
            "a\n" + begin + "new\n" + end + "z\n");
  EXPECT_EQ(WithWordTables("a\n" + begin, "new\n"), std::nullopt);
  EXPECT_EQ(WithWordTables(end + begin, "new\n"), std::nullopt);
}

}  // namespace
}  // namespace seq
