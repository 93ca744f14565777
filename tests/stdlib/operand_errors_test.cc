// Every word of the classic edition checks how many operands it got and of what
// kind, says so, and leaves them on the stack.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/word.h"
#include "stdlib/vocabularies.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// A word, how many operands it has, and operands of a wrong kind for it.
struct WordCase {
  const char* word;
  size_t operands;
  TestStack wrong = {};        // empty: any kind will do
  const char* complaint = "";  // after "WORD: "
};

const WordCase kCases[] = {
    {"write_line", 1, {1}, "expected String on stack, got Int 1"},
    {"int->string", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"add",
     2,
     {1, "a"},
     "expected two integers on stack, got Int 1, "
     "String \"a\""},
    {"subtract", 2, {"a", 1}, "expected two integers on stack, got "},
    {"multiply", 2, {"a", 1}, "expected two integers on stack, got "},
    {"divide", 2, {"a", 0}, "expected two integers on stack, got "},
    {"=", 2, {"a", "a"}, "expected two integers on stack, got "},
    {"<>", 2, {"a", "a"}, "expected two integers on stack, got "},
    {"<", 2, {1, "a"}, "expected two integers on stack, got "},
    {">", 2, {1, "a"}, "expected two integers on stack, got "},
    {"<=", 2, {1, "a"}, "expected two integers on stack, got "},
    {">=", 2, {1, "a"}, "expected two integers on stack, got "},
    {"and", 2, {1, "a"}, "expected two integers on stack, got "},
    {"or", 2, {"a", 1}, "expected two integers on stack, got "},
    {"not", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"dup", 1},
    {"drop", 1},
    {"swap", 2},
    {"over", 2},
    {"rot", 3},
    {"nip", 2},
    {"tuck", 2},
    {"pick", 1, {1, "a"}, "expected Int on stack, got String \"a\""},
    {"string-concat",
     2,
     {"a", 1},
     "expected String operands on stack, got "
     "String \"a\", Int 1"},
    {"string-length", 1, {1}, "expected String on stack, got Int 1"},
    {"string-split", 2, {1, "a"}, "expected String operands on stack, got "},
    {"string-contains", 2, {1, "a"}, "expected String operands on stack, got "},
    {"string-starts-with",
     2,
     {"a", 1},
     "expected String operands on stack, got "},
    {"string-empty", 1, {1}, "expected String on stack, got Int 1"},
    {"string-trim", 1, {1}, "expected String on stack, got Int 1"},
    {"string-to-upper", 1, {1}, "expected String on stack, got Int 1"},
    {"string-to-lower", 1, {1}, "expected String on stack, got Int 1"},
    {"call", 1, {1}, "expected Quotation or Closure on stack, got Int 1"},
    {"times",
     2,
     {1, 2},
     "expected Quotation or Closure below an Int on stack, "
     "got Int 1, Int 2"},
    {"while", 2, {1, 2}, "expected Quotation or Closure on stack, got "},
    {"until", 2, {1, 2}, "expected Quotation or Closure on stack, got "},
    {"forever", 1, {1}, "expected Quotation or Closure on stack, got Int 1"},
    {"cond", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"spawn", 1, {1}, "expected Quotation or Closure on stack, got Int 1"},
    {"send",
     2,
     {1, "a"},
     "expected a channel on stack, got Int 1, "
     "String \"a\""},
    {"receive", 1, {"a"}, "expected a channel on stack, got String \"a\""},
    {"close-channel",
     1,
     {"a"},
     "expected a channel on stack, got "
     "String \"a\""},
    {"tcp-listen", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"tcp-accept", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"tcp-read", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"tcp-write",
     2,
     {1, 2},
     "expected String and Int on stack, got Int 1, "
     "Int 2"},
    {"tcp-close", 1, {"a"}, "expected Int on stack, got String \"a\""},
    {"read_line", 0},
    {"make-channel", 0},
    {"yield", 0},
};

absl::Span<const WordRow> RowsWith(absl::string_view word) {
  for (const WordFamily& family : WordFamilies(Edition::kClassic)) {
    for (const WordRow& row : family.rows) {
      if (row.name == word) return family.rows;
    }
  }
  return {};
}

class OperandErrorsTest : public testing::TestWithParam<WordCase> {};

TEST_P(OperandErrorsTest, MissingOperandsAreReported) {
  const WordCase& test = GetParam();
  const absl::Span<const WordRow> rows = RowsWith(test.word);
  const absl::string_view name = MessageName(FindRow(rows, test.word));
  for (size_t given = 0; given < test.operands; ++given) {
    const TestStack operands(given, TestValue(7));
    const WordOutcome outcome = RunWord(rows, test.word, operands);
    if (given == 0) {
      EXPECT_EQ(outcome.failure, absl::StrCat(name, ": stack is empty"));
    } else {
      EXPECT_TRUE(absl::StartsWith(outcome.failure,
                                   absl::StrCat(name, ": needs ", test.operands,
                                                " values, but the "
                                                "stack has only ",
                                                given)))
          << outcome.failure;
    }
    EXPECT_EQ(outcome.stack, operands);
  }
}

TEST_P(OperandErrorsTest, WrongKindsAreReported) {
  const WordCase& test = GetParam();
  if (test.wrong.empty()) return;
  const absl::Span<const WordRow> rows = RowsWith(test.word);
  const absl::string_view name = MessageName(FindRow(rows, test.word));
  const WordOutcome outcome = RunWord(rows, test.word, test.wrong);
  EXPECT_TRUE(absl::StartsWith(outcome.failure,
                               absl::StrCat(name, ": ", test.complaint)))
      << outcome.failure;
  EXPECT_EQ(outcome.stack, test.wrong);
}

INSTANTIATE_TEST_SUITE_P(Words, OperandErrorsTest, testing::ValuesIn(kCases));

TEST(OperandErrorsTableTest, HasEveryWord) {
  size_t words = 0;
  for (const WordFamily& family : WordFamilies(Edition::kClassic)) {
    words += family.rows.size();
  }
  EXPECT_EQ(std::size(kCases), words);
}

}  // namespace
}  // namespace seq
