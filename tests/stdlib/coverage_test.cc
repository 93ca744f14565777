// Every built-in word is documented, well formed, and used by a golden program
// that says what comes out.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "interp/diagnostic.h"
#include "interp/lexer.h"
#include "interp/parser.h"
#include "interp/source.h"
#include "stdlib/vocabularies.h"
#include "tests/golden/files.h"

namespace seq {
namespace {

// The words that a program calls, defines or mentions.
void CollectWords(std::string text, Edition edition,
                  absl::flat_hash_set<std::string>& words) {
  SourceMap sources;
  const uint32_t file = sources.Add("golden.seq", std::move(text));
  Diagnostics diagnostics;
  for (const Token& token : Lex(sources, file, edition, diagnostics)) {
    if (token.kind == TokenKind::kWord) words.emplace(token.text);
  }
}

// The words of all golden programs that write something.
absl::flat_hash_set<std::string> WordsOfGoldens(Edition edition) {
  absl::flat_hash_set<std::string> words;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("testdata")) {
    std::filesystem::path path = entry.path();
    if (path.extension() != ".seq") continue;
    const std::string program = golden::ReadFile(path).value_or("");
    const auto output = golden::ReadFile(path.replace_extension(".stdout"));
    if (output.value_or("").empty()) continue;
    CollectWords(program, edition, words);
  }
  return words;
}

class WordCoverageTest : public testing::TestWithParam<Edition> {
 protected:
  static std::vector<WordRow> Rows() {
    std::vector<WordRow> rows;
    for (const WordFamily& family : WordFamilies(GetParam())) {
      rows.insert(rows.end(), family.rows.begin(), family.rows.end());
    }
    return rows;
  }
};

TEST_P(WordCoverageTest, EveryWordOccursInAGolden) {
  const absl::flat_hash_set<std::string> used = WordsOfGoldens(GetParam());
  ASSERT_FALSE(used.empty());
  for (const WordRow& row : Rows()) {
    EXPECT_TRUE(used.contains(row.name))
        << "no golden program with expected output uses `" << row.name << "`";
  }
}

TEST_P(WordCoverageTest, NamesAreUnique) {
  absl::flat_hash_set<absl::string_view> names;
  for (const WordRow& row : Rows()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST_P(WordCoverageTest, RowsAreOfTheirEditionAndRun) {
  for (const WordRow& row : Rows()) {
    EXPECT_TRUE(Includes(row.editions, GetParam())) << row.name;
    EXPECT_NE(row.run, nullptr) << row.name;
  }
}

bool IsSentence(absl::string_view text) {
  return !text.empty() && absl::ascii_isupper(text[0]) &&
         absl::EndsWith(text, ".") && !absl::StrContains(text, "\n");
}

TEST_P(WordCoverageTest, DocsAreSentences) {
  for (const WordRow& row : Rows()) {
    EXPECT_TRUE(IsSentence(row.doc)) << row.name << ": " << row.doc;
    EXPECT_TRUE(row.failure.empty() || IsSentence(row.failure))
        << row.name << ": " << row.failure;
  }
}

TEST_P(WordCoverageTest, EffectsParse) {
  for (const WordRow& row : Rows()) {
    SourceMap sources;
    const uint32_t file = sources.Add("effect", std::string(row.effect));
    Diagnostics diagnostics;
    const auto tokens = Lex(sources, file, GetParam(), diagnostics);
    EXPECT_TRUE(ParseEffect(tokens, diagnostics).has_value()) << row.name;
    EXPECT_TRUE(diagnostics.empty()) << row.name << ": " << row.effect;
  }
}

// Editions without words of their own yet are added when they get them.
INSTANTIATE_TEST_SUITE_P(Editions, WordCoverageTest,
                         testing::Values(Edition::kClassic));

}  // namespace
}  // namespace seq
