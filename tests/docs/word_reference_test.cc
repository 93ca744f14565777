// The tables of words in the reference manual are those of the word rows.
#include "docs/word_reference.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/text.h"

namespace seq {
namespace {

using ::testing::HasSubstr;

TEST(WordReferenceTest, ClassicManualIsUpToDate) {
  const auto manual = golden::ReadFile("docs/language/classic.md");
  ASSERT_TRUE(manual.has_value());
  const auto updated = WithWordTables(*manual, Edition::kClassic);
  ASSERT_TRUE(updated.has_value()) << "the markers are missing";
  EXPECT_EQ(golden::Diff(*updated, *manual), "")
      << "bazel run //docs:update_reference rewrites the tables";
}

TEST(WordReferenceTest, ListsWordsWithEffects) {
  EXPECT_THAT(WordTables(Edition::kClassic),
              HasSubstr("| `add` | `( ..a Int Int -- ..a Int )` | Adds;"));
}

TEST(WordReferenceTest, NeedsBothMarkersInOrder) {
  const std::string begin =
      "<!-- words: begin (bazel run //docs:update_reference) -->\n";
  const std::string end = "<!-- words: end -->\n";
  const std::string tables = WordTables(Edition::kClassic);
  EXPECT_EQ(
      WithWordTables("a\n" + begin + "old\n" + end + "z\n", Edition::kClassic),
      "a\n" + begin + tables + end + "z\n");
  EXPECT_EQ(WithWordTables("a\n" + begin, Edition::kClassic), std::nullopt);
  EXPECT_EQ(WithWordTables(end + begin, Edition::kClassic), std::nullopt);
}

}  // namespace
}  // namespace seq
