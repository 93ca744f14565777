#include "stdlib/text_words.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/numbered_object.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

WordOutcome RunText(const char* word, const TestStack& operands) {
  return RunWord(ClassicTextWords(), word, operands);
}

struct WordCase {
  const char* word;
  TestStack operands;
  TestStack results;
};

void ExpectResults(const std::vector<WordCase>& cases) {
  for (const WordCase& test : cases) {
    SCOPED_TRACE(
        absl::StrCat(test.word, " on ", testing::PrintToString(test.operands)));
    const WordOutcome outcome = RunText(test.word, test.operands);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, test.results);
  }
}

TEST(TextWordsTest, Concat) {
  ExpectResults({
      {"string-concat", {"con", "cat"}, {"concat"}},
      {"string-concat", {"", "b"}, {"b"}},
      {"string-concat", {"a", ""}, {"a"}},
      {"string-concat", {"", ""}, {""}},
      {"string-concat", {7, "a", "b"}, {7, "ab"}},
      {"string-concat", {"\xC3", "\xA9"}, {"é"}},
  });
}

TEST(TextWordsTest, LengthAndEmpty) {
  ExpectResults({
      {"string-length", {"abc"}, {3}},
      {"string-length", {"né"}, {3}},
      {"string-length", {""}, {0}},
      {"string-length", {"\xFF"}, {1}},
      {"string-length", {std::string(2, '\0')}, {2}},
      {"string-empty", {""}, {1}},
      {"string-empty", {" "}, {0}},
      {"string-empty", {std::string(1, '\0')}, {0}},
  });
}

TEST(TextWordsTest, ContainsAndStartsWith) {
  ExpectResults({
      {"string-contains", {"concat", "cat"}, {1}},
      {"string-contains", {"concat", "dog"}, {0}},
      {"string-contains", {"concat", ""}, {1}},
      {"string-contains", {"", ""}, {1}},
      {"string-contains", {"", "x"}, {0}},
      {"string-contains", {"cat", "concat"}, {0}},
      {"string-contains", {"cat", "cat"}, {1}},
      {"string-contains", {"caffè", "\xA8"}, {1}},  // bytes, not characters
      {"string-starts-with", {"concat", "con"}, {1}},
      {"string-starts-with", {"concat", "cat"}, {0}},
      {"string-starts-with", {"concat", ""}, {1}},
      {"string-starts-with", {"", ""}, {1}},
      {"string-starts-with", {"con", "concat"}, {0}},
  });
}

TEST(TextWordsTest, TrimAndCase) {
  ExpectResults({
      {"string-trim", {"  \t padded \r\n"}, {"padded"}},
      {"string-trim", {"tight"}, {"tight"}},
      {"string-trim", {"\u3000é\u00A0"}, {"é"}},
      {"string-trim", {" \n "}, {""}},
      {"string-trim", {" \xFF "}, {"\xFF"}},
      {"string-to-upper", {"Mixed straße é"}, {"MIXED STRASSE É"}},
      {"string-to-lower", {"Mixed ΟΔΟΣ É"}, {"mixed οδος é"}},
      {"string-to-upper", {""}, {""}},
      {"string-to-lower", {"\xFFX\xC3"}, {"\xFFx\xC3"}},
  });
}

TEST(TextWordsTest, Split) {
  ExpectResults({
      {"string-split", {"a,b,,c", ","}, {"a", "b", "", "c", 4}},
      {"string-split", {"none", ","}, {"none", 1}},
      {"string-split", {"", ","}, {"", 1}},
      {"string-split", {",", ","}, {"", "", 2}},
      {"string-split", {",a,", ","}, {"", "a", "", 3}},
      {"string-split", {"x--y", "--"}, {"x", "y", 2}},
      {"string-split", {"x---y", "--"}, {"x", "-y", 2}},
      {"string-split", {"aaa", "aa"}, {"", "a", 2}},
      {"string-split", {"aaaa", "aa"}, {"", "", "", 3}},
      {"string-split", {"ab", "abc"}, {"ab", 1}},
      {"string-split", {"abc", "abc"}, {"", "", 2}},
      {"string-split", {"è☕è", "☕"}, {"è", "è", 2}},
      {"string-split", {9, "a b", " "}, {9, "a", "b", 2}},
  });
}

TEST(TextWordsTest, SplitBetweenAllCharacters) {
  ExpectResults({
      {"string-split", {"abc", ""}, {"", "a", "b", "c", "", 5}},
      {"string-split", {"é☕", ""}, {"", "é", "☕", "", 4}},
      {"string-split", {"", ""}, {"", "", 2}},
      {"string-split", {"a\xFF\xC3", ""}, {"", "a", "\xFF", "\xC3", "", 5}},
  });
}

TEST(TextWordsTest, IntToString) {
  constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
  constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
  ExpectResults({
      {"int->string", {0}, {"0"}},
      {"int->string", {-7}, {"-7"}},
      {"int->string", {kLowest}, {"-9223372036854775808"}},
      {"int->string", {kHighest}, {"9223372036854775807"}},
      {"int->string", {"below", 42}, {"below", "42"}},
  });
}

// A channel as far as numbers go.
class FakeChannel final : public NumberedObject {
 public:
  explicit FakeChannel(bool* pinned) : NumberedObject(17), pinned_(pinned) {}
  void Pin() override { *pinned_ = true; }

 private:
  bool* pinned_;
};

TEST(TextWordsTest, IntToStringShowsAChannelWithoutPinningIt) {
  bool pinned = false;
  const Value channel =
      Value::Counted(ValueKind::kChannel, new FakeChannel(&pinned));
  const WordOutcome outcome =
      RunWordOnValues(ClassicTextWords(), "int->string", {channel});
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, (TestStack{"17"}));
  EXPECT_FALSE(pinned);
}

// --- Sharing -----------------------------------------------------------------

TEST(TextWordsTest, LeavesOtherCopiesOfItsOperandsAlone) {
  const Value text = MakeString(" a b ");
  const Value delimiter = MakeString(" ");
  for (const char* word : {"string-concat", "string-split", "string-contains",
                           "string-starts-with"}) {
    Retain(text);
    Retain(delimiter);
    RunWordOnValues(ClassicTextWords(), word, {text, delimiter});
    EXPECT_TRUE(text.object->IsSoleReference()) << word;
    EXPECT_TRUE(delimiter.object->IsSoleReference()) << word;
  }
  EXPECT_EQ(StringBytes(text), " a b ");
  Release(text);
  Release(delimiter);
}

// --- Failures ----------------------------------------------------------------

struct FailureCase {
  const char* word;
  TestStack operands;
  const char* message;
};

TEST(TextWordsTest, RefusesWrongOperandsAndKeepsThem) {
  const FailureCase cases[] = {
      {"string-concat", {}, "string_concat: stack is empty"},
      {"string-concat", {"a"}, "string_concat: needs 2 values, but"},
      {"string-concat",
       {"a", 1},
       "string_concat: expected String operands on stack, got "
       "String \"a\", Int 1"},
      {"string-concat",
       {1, "a"},
       "string_concat: expected String operands on stack, got "
       "Int 1, String \"a\""},
      {"string-length",
       {5},
       "string_length: expected String on stack, got Int 5"},
      {"string-split", {"a", 1}, "string_split: expected String operands"},
      {"string-contains", {1, 2}, "string_contains: expected String operands"},
      {"string-starts-with", {"a"}, "string_starts_with: needs 2 values, but"},
      {"string-empty", {}, "string_empty: stack is empty"},
      {"string-trim", {1}, "string_trim: expected String on stack, got Int 1"},
      {"string-to-upper", {1}, "string_to_upper: expected String on stack"},
      {"string-to-lower", {}, "string_to_lower: stack is empty"},
      {"int->string",
       {"5"},
       "int_to_string: expected Int on stack, got String \"5\""},
      {"int->string", {}, "int_to_string: stack is empty"},
  };
  for (const FailureCase& test : cases) {
    SCOPED_TRACE(test.message);
    const WordOutcome outcome = RunText(test.word, test.operands);
    EXPECT_TRUE(absl::StartsWith(outcome.failure, test.message))
        << outcome.failure;
    EXPECT_EQ(outcome.stack, test.operands);
  }
}

TEST(TextWordsTest, SplitMayFillTheDataStackButNotMore) {
  StrandPool pool(TestPoolOptions());
  pool.Run([](Strand* strand) {
    const auto limit =
        static_cast<size_t>(strand->stack_limit - strand->stack_base);
    // So many commas that the parts and their number fit exactly.
    const std::string fits(limit - 2, ',');
    const WordOutcome full =
        RunWordOn(strand, ClassicTextWords(), "string-split", {fits, ","});
    EXPECT_EQ(full.failure, "");
    EXPECT_EQ(full.stack.size(), limit);

    const TestStack operands = {fits + ",", ","};
    const WordOutcome over =
        RunWordOn(strand, ClassicTextWords(), "string-split", operands);
    EXPECT_EQ(over.failure,
              absl::StrCat("string_split: data stack overflow: no room for ",
                           limit, " parts, the stack of one strand holds ",
                           limit, " values (--data-stack changes that)"));
    EXPECT_EQ(over.stack, operands);
  });
}

}  // namespace
}  // namespace seq
