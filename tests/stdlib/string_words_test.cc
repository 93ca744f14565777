#include "stdlib/string_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

constexpr char kInvalid[] = "a\xFF";

struct WordCase {
  const char* word;
  TestStack operands;
  TestValue result;
};

// Every word gets an untouched value below its operands.
void ExpectResults(const std::vector<WordCase>& cases) {
  for (const WordCase& test : cases) {
    SCOPED_TRACE(
        absl::StrCat(test.word, " on ", testing::PrintToString(test.operands)));
    TestStack operands = {7};
    operands.insert(operands.end(), test.operands.begin(), test.operands.end());
    const WordOutcome outcome = RunWord(StringWords(), test.word, operands);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, (TestStack{7, test.result}));
  }
}

std::string Bytes(absl::string_view bytes) { return std::string(bytes); }

TEST(StringWordsTest, Concat) {
  ExpectResults({
      {"string.concat", {"con", "cat"}, "concat"},
      {"string.concat", {"", "b"}, "b"},
      {"string.concat", {"a", ""}, "a"},
      {"string.concat", {"", ""}, ""},
      {"string.concat", {"\xC3", "\xA9"}, "é"},
      {"string.concat",
       {Bytes({"a\0b", 3}), Bytes({"\0", 1})},
       Bytes({"a\0b\0", 4})},
  });
}

TEST(StringWordsTest, ConcatLeavesOtherCopiesAlone) {
  const std::string text(1000, 'x');
  const Value shared = MakeString(text);
  Retain(shared);
  Retain(shared);
  const WordOutcome outcome =
      RunWordOnValues(StringWords(), "string.concat", {shared, shared});
  EXPECT_EQ(outcome.stack, (TestStack{text + text}));
  EXPECT_EQ(StringBytes(shared), text);
  EXPECT_TRUE(shared.object->IsSoleReference());
  Release(shared);
}

TEST(StringWordsTest, Lengths) {
  ExpectResults({
      {"string.length", {""}, 0},
      {"string.length", {"abc"}, 3},
      {"string.length", {"né☕😀"}, 4},
      {"string.length", {"e\u0301"}, 2},  // not grapheme clusters
      {"string.length", {Bytes({"\0\0", 2})}, 2},
      {"string.length", {kInvalid}, 0},
      {"string.length", {"\xED\xA0\x80"}, 0},  // a surrogate
      {"string.length", {"\xC0\x80"}, 0},      // not the shortest form
      {"string.byte-length", {""}, 0},
      {"string.byte-length", {"né☕"}, 6},
      {"string.byte-length", {kInvalid}, 2},
      {"string.empty?", {""}, true},
      {"string.empty?", {" "}, false},
      {"string.empty?", {"\xFF"}, false},
  });
}

TEST(StringWordsTest, CharAt) {
  ExpectResults({
      {"string.char-at", {"ABC", 1}, 66},
      {"string.char-at", {"né☕", 1}, 233},
      {"string.char-at", {"né☕", 2}, 0x2615},
      {"string.char-at", {"😀", 0}, 0x1F600},
      {"string.char-at", {"ABC", 3}, -1},
      {"string.char-at", {"né☕", 3}, -1},
      {"string.char-at", {"ABC", -1}, -1},
      {"string.char-at", {"ABC", INT64_MAX}, -1},
      {"string.char-at", {"", 0}, -1},
      {"string.char-at", {kInvalid, 0}, -1},
      {"string.char-at", {Bytes({"\0", 1}), 0}, 0},
  });
}

TEST(StringWordsTest, Substring) {
  constexpr int64_t kHuge = INT64_MAX >> 1;
  ExpectResults({
      {"string.substring", {"hello", 1, 3}, "ell"},
      {"string.substring", {"hello", 0, 5}, "hello"},
      {"string.substring", {"hello", 0, 0}, ""},
      {"string.substring", {"hello", 3, 100}, "lo"},
      {"string.substring", {"hello", 3, kHuge}, "lo"},
      {"string.substring", {"hello", 5, 1}, ""},
      {"string.substring", {"hello", 6, 1}, ""},
      {"string.substring", {"hello", kHuge, kHuge}, ""},
      {"string.substring", {"hello", -1, 2}, ""},
      {"string.substring", {"hello", 1, -1}, ""},
      {"string.substring", {"né☕x", 1, 2}, "é☕"},
      {"string.substring", {"", 0, 1}, ""},
      {"string.substring", {kInvalid, 0, 1}, ""},
      {"string.substring", {kInvalid, 0, 2}, ""},
  });
}

TEST(StringWordsTest, Find) {
  ExpectResults({
      {"string.find", {"hello", "l"}, 2},
      {"string.find", {"hello", "lo"}, 3},
      {"string.find", {"hello", "hello"}, 0},
      {"string.find", {"hello", "x"}, -1},
      {"string.find", {"hello", ""}, 0},
      {"string.find", {"", ""}, 0},
      {"string.find", {"", "x"}, -1},
      {"string.find", {"né☕x", "x"}, 3},
      {"string.find", {"né☕x", "☕"}, 2},
      {"string.find", {kInvalid, "a"}, -1},
      {"string.find", {"abc", kInvalid}, 0},
      {"string.find", {kInvalid, kInvalid}, 0},
  });
}

TEST(StringWordsTest, FindIsLinear) {
  const std::string text(1 << 20, 'a');
  const std::string needle = std::string(1 << 19, 'a') + "b";
  ExpectResults({{"string.find", {text, needle}, -1},
                 {"string.contains", {text, needle}, false},
                 {"string.split", {text, needle}, TestList({text})},
                 {"string.find", {text + needle, needle}, 1 << 20}});
}

TEST(StringWordsTest, Split) {
  const auto list = TestList;
  ExpectResults({
      {"string.split", {"a,b,,c", ","}, list({"a", "b", "", "c"})},
      {"string.split", {"none", ","}, list({"none"})},
      {"string.split", {"", ","}, list({""})},
      {"string.split", {",", ","}, list({"", ""})},
      {"string.split", {",a,", ","}, list({"", "a", ""})},
      {"string.split", {"x--y", "--"}, list({"x", "y"})},
      {"string.split", {"x---y", "--"}, list({"x", "-y"})},
      {"string.split", {"aaa", "aa"}, list({"", "a"})},
      {"string.split", {"aaaa", "aa"}, list({"", "", ""})},
      {"string.split", {"abc", "abc"}, list({"", ""})},
      {"string.split", {"è☕è", "☕"}, list({"è", "è"})},
      {"string.split", {"é", "\xA9"}, list({"\xC3", ""})},  // bytes
  });
}

TEST(StringWordsTest, SplitAroundEveryByte) {
  ExpectResults({
      {"string.split", {"abc", ""}, TestList({"", "a", "b", "c", ""})},
      {"string.split", {"", ""}, TestList({"", ""})},
      {"string.split", {"é", ""}, TestList({"", "\xC3", "\xA9", ""})},
  });
}

TEST(StringWordsTest, Join) {
  ExpectResults({
      {"string.join", {TestList({"a", "b", "c"}), ", "}, "a, b, c"},
      {"string.join", {TestList({"a"}), ", "}, "a"},
      {"string.join", {TestList(), ", "}, ""},
      {"string.join", {TestList({"", ""}), "-"}, "-"},
      {"string.join", {TestList({"a", "b"}), ""}, "ab"},
      {"string.join",
       {TestList({1, -2, 2.5, 3.0, true, false, TestSymbol("ok"), "s"}), " "},
       "1 -2 2.5 3 true false :ok s"},
      {"string.join", {TestList({"\xFF", "\xC3"}), "\x80"}, "\xFF\x80\xC3"},
      {"string.join", {TestVariant("Point", {1, 2}), "/"}, "1/2"},
  });
}

TEST(StringWordsTest, JoinShowsOtherValuesSomehow) {
  const WordOutcome outcome = RunWord(StringWords(), "string.join",
                                      {TestList({TestList({1, 2}), 3}), ";"});
  EXPECT_EQ(outcome.failure, "");
  ASSERT_EQ(outcome.stack.size(), 1u);
  EXPECT_THAT(std::get<std::string>(outcome.stack[0]),
              testing::MatchesRegex(".*1.*2.*;3"));
}

TEST(StringWordsTest, Tests) {
  ExpectResults({
      {"string.contains", {"concat", "cat"}, true},
      {"string.contains", {"concat", "dog"}, false},
      {"string.contains", {"concat", ""}, true},
      {"string.contains", {"", ""}, true},
      {"string.contains", {"", "x"}, false},
      {"string.contains", {"é", "\xA9"}, true},
      {"string.starts-with", {"concat", "con"}, true},
      {"string.starts-with", {"concat", "cat"}, false},
      {"string.starts-with", {"concat", ""}, true},
      {"string.starts-with", {"con", "concat"}, false},
      {"string.starts-with", {"é", "\xC3"}, true},
      {"string.equal?", {"a", "a"}, true},
      {"string.equal?", {"a", "A"}, false},
      {"string.equal?", {"a", "ab"}, false},
      {"string.equal?", {"", ""}, true},
      {"string.equal?", {"é", "e\u0301"}, false},
      {"string.equal?", {kInvalid, kInvalid}, true},
      {"string.equal?", {Bytes({"a\0b", 3}), Bytes({"a\0c", 3})}, false},
  });
}

TEST(StringWordsTest, TrimAndChomp) {
  ExpectResults({
      {"string.trim", {"  \t padded \r\n"}, "padded"},
      {"string.trim", {"tight"}, "tight"},
      {"string.trim", {"\u3000é\u00A0"}, "é"},
      {"string.trim", {"\u200Bx\uFEFF"}, "\u200Bx\uFEFF"},
      {"string.trim", {" \n "}, ""},
      {"string.trim", {""}, ""},
      {"string.trim", {" \xFF "}, ""},
      {"string.trim", {kInvalid}, ""},
      {"string.chomp", {"line\n"}, "line"},
      {"string.chomp", {"line\r\n"}, "line"},
      {"string.chomp", {"line\n\n"}, "line\n"},
      {"string.chomp", {"line\r\r\n"}, "line\r"},
      {"string.chomp", {"line\r"}, "line\r"},
      {"string.chomp", {"line"}, "line"},
      {"string.chomp", {"\n"}, ""},
      {"string.chomp", {"\xFF\n"}, "\xFF"},
  });
}

TEST(StringWordsTest, CaseMapping) {
  ExpectResults({
      {"string.to-upper", {"Mixed straße é"}, "MIXED STRASSE É"},
      {"string.to-lower", {"Mixed ΟΔΟΣ É"}, "mixed οδος é"},
      {"string.to-upper", {""}, ""},
      {"string.to-upper", {kInvalid}, ""},
      {"string.to-lower", {"X\xFF"}, ""},
  });
}

TEST(StringWordsTest, JsonEscape) {
  ExpectResults({
      {"string.json-escape", {"plain / é ☕"}, "plain / é ☕"},
      {"string.json-escape", {"\"\\\n\r\t\b\f"}, R"(\"\\\n\r\t\b\f)"},
      {"string.json-escape",
       {Bytes({"\0\x1F\x7F", 3})},
       R"(\u0000\u001F\u007F)"},
      {"string.json-escape", {"\u0080\u009F\u00A0"}, "\\u0080\\u009F\u00A0"},
      {"string.json-escape", {"\x1B["}, "\\u001B["},
      {"string.json-escape", {""}, ""},
      {"string.json-escape", {kInvalid}, ""},
  });
}

// --- Failures ----------------------------------------------------------------

struct FailureCase {
  const char* word;
  TestStack operands;
  const char* message;
};

TEST(StringWordsTest, RefusesWrongOperandsAndKeepsThem) {
  const FailureCase cases[] = {
      {"string.join", {1, ","}, "string.join: expected a list"},
      {"string.join", {"a", ","}, "string.join: expected a list"},
      {"string.join", {TestList(), 1}, "string.join: expected String operands"},
      {"string.join", {","}, "string.join: needs 2 values, but"},
      {"string.char-at", {1, "a"}, "string.char-at: expected String and Int"},
      {"string.char-at",
       {"a", true},
       "string.char-at: expected String and Int"},
      {"string.substring", {1, 2, 3}, "string.substring: expected String, Int"},
      {"string.substring", {"a", "b", 3}, "string.substring: expected String"},
      {"string.substring", {1, 2}, "string.substring: needs 3 values, but"},
  };
  for (const FailureCase& test : cases) {
    SCOPED_TRACE(test.message);
    const WordOutcome outcome =
        RunWord(StringWords(), test.word, test.operands);
    EXPECT_TRUE(absl::StartsWith(outcome.failure, test.message))
        << outcome.failure;
    EXPECT_EQ(outcome.stack, test.operands);
  }
}

}  // namespace
}  // namespace seq
