// Every built-in word is documented, well formed, and used by a golden program
// of its edition that says what comes out; and no word that the specification
// promises is missing.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
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

constexpr char kEditionNote[] = "# edition: ";

// The edition a golden program is for: what its note says, else what its folder
// is for.
Edition EditionOfGolden(const std::filesystem::path& path,
                        absl::string_view program) {
  const size_t note = program.find(kEditionNote);
  if (note != absl::string_view::npos) {
    const absl::string_view edition =
        program.substr(note + sizeof(kEditionNote) - 1);
    return absl::StartsWith(edition, "current") ? Edition::kCurrent
                                                : Edition::kClassic;
  }
  const std::string folder = path.parent_path().string();
  return absl::StrContains(folder, "current") ? Edition::kCurrent
                                              : Edition::kClassic;
}

// The words of the golden programs of the edition that write something, in
// the folder and those below it.
absl::flat_hash_set<std::string> WordsOfGoldens(
    Edition edition, const std::string& folder = "testdata") {
  absl::flat_hash_set<std::string> words;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    std::filesystem::path path = entry.path();
    if (path.extension() != ".seq") continue;
    const std::string program = golden::ReadFile(path).value_or("");
    if (EditionOfGolden(path, program) != edition) continue;
    const auto output = golden::ReadFile(path.replace_extension(".stdout"));
    if (output.value_or("").empty()) continue;
    CollectWords(program, edition, words);
  }
  return words;
}

// A checked-in list, one name a line.
std::vector<std::string> NamesIn(const std::string& file) {
  return absl::StrSplit(golden::ReadFile("tests/stdlib/" + file).value_or(""),
                        '\n', absl::SkipEmpty());
}

std::vector<WordRow> RowsOf(Edition edition) {
  std::vector<WordRow> rows;
  for (const WordFamily& family : WordFamilies(edition)) {
    rows.insert(rows.end(), family.rows.begin(), family.rows.end());
  }
  return rows;
}

absl::flat_hash_set<absl::string_view> NamesOf(Edition edition) {
  absl::flat_hash_set<absl::string_view> names;
  for (const WordRow& row : RowsOf(edition)) names.insert(row.name);
  return names;
}

// The effects of a row: one, or of an operator one for each type it is for.
std::vector<absl::string_view> Alternatives(const WordRow& row) {
  if (row.typing != WordTyping::kSugar) return {row.effect};
  return absl::StrSplit(row.effect, " | ");
}

class WordCoverageTest : public testing::TestWithParam<Edition> {
 protected:
  static std::vector<WordRow> Rows() { return RowsOf(GetParam()); }
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
    // An operator stands for other words and never runs itself.
    EXPECT_EQ(row.run == nullptr, row.typing == WordTyping::kSugar) << row.name;
  }
}

TEST_P(WordCoverageTest, OperatorsStandForWords) {
  const absl::flat_hash_set<absl::string_view> names = NamesOf(GetParam());
  for (const WordRow& row : Rows()) {
    size_t targets = 0;
    for (absl::string_view target :
         {row.sugar.of_ints, row.sugar.of_floats, row.sugar.of_strings}) {
      if (target.empty()) continue;
      ++targets;
      EXPECT_TRUE(names.contains(target)) << row.name << ": " << target;
    }
    const std::vector<absl::string_view> alternatives = Alternatives(row);
    EXPECT_EQ(targets,
              row.typing == WordTyping::kSugar ? alternatives.size() : 0u)
        << row.name;
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

TEST(ClassicRowsTest, MessagesSpellNamesInTheOldWay) {
  for (const WordRow& row : RowsOf(Edition::kClassic)) {
    EXPECT_FALSE(absl::StrContains(MessageName(row), "-")) << row.name;
  }
}

TEST_P(WordCoverageTest, EffectsParse) {
  for (const WordRow& row : Rows()) {
    for (absl::string_view effect : Alternatives(row)) {
      SourceMap sources;
      const uint32_t file = sources.Add("effect", std::string(effect));
      Diagnostics diagnostics;
      const auto tokens = Lex(sources, file, GetParam(), diagnostics);
      EXPECT_TRUE(ParseEffect(tokens, diagnostics).has_value()) << row.name;
      // Whatever lies below the operands is spelled out.
      EXPECT_TRUE(absl::StartsWith(effect, "( ..a ")) << row.name;
      EXPECT_TRUE(diagnostics.empty()) << row.name << ": " << effect;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Editions, WordCoverageTest,
                         testing::Values(Edition::kClassic, Edition::kCurrent));

// The list holds what the specification promises; words that another part of
// the project adds later need not stand in it.
TEST(SpecificationCoverageTest, EveryWordHasARow) {
  const absl::flat_hash_set<absl::string_view> names =
      NamesOf(Edition::kCurrent);
  const std::vector<std::string> promised =
      NamesIn("words_of_the_specification.txt");
  ASSERT_FALSE(promised.empty());
  for (const std::string& name : promised) {
    EXPECT_TRUE(names.contains(name)) << "no row describes `" << name << "`";
  }
}

TEST(SpecificationCoverageTest, EveryModuleWordOccursInAGolden) {
  const absl::flat_hash_set<std::string> used =
      WordsOfGoldens(Edition::kCurrent, "testdata/stdlib");
  const std::vector<std::string> promised =
      NamesIn("words_of_the_std_modules.txt");
  ASSERT_FALSE(promised.empty());
  for (const std::string& name : promised) {
    EXPECT_TRUE(used.contains(name))
        << "no program of testdata/stdlib with expected output uses `" << name
        << "`";
  }
}

}  // namespace
}  // namespace seq
