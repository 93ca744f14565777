#include "interp/lexer.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

const auto kNameOf = [](const auto& test) { return test.param.name; };

// One file, lexed.
struct Lexed {
  explicit Lexed(std::string text, Edition edition = Edition::kClassic) {
    sources.Add("a.seq", std::move(text));
    tokens = Lex(sources, 0, edition, diagnostics);
  }

  // The tokens but for the last, which is checked: words as they stand, strings
  // with their quotes, separated by `|`.
  std::string Words() const {
    EXPECT_FALSE(tokens.empty());
    EXPECT_EQ(tokens.back().kind, TokenKind::kEndOfFile);
    EXPECT_EQ(tokens.back().span.begin, sources.file(0).text().size());
    EXPECT_EQ(tokens.back().span.end, sources.file(0).text().size());
    std::vector<std::string> words;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      const Token& token = tokens[i];
      EXPECT_EQ(sources.Text(token.span), token.text);
      EXPECT_EQ(token.kind,
                token.text[0] == '"' ? TokenKind::kString : TokenKind::kWord);
      words.emplace_back(token.text);
    }
    return absl::StrJoin(words, "|");
  }

  SourceMap sources;
  Diagnostics diagnostics;
  std::vector<Token> tokens;
};

struct LexCase {
  std::string name;
  std::string text;
  std::string words;
};

class ClassicLexTest : public testing::TestWithParam<LexCase> {};
class CurrentLexTest : public testing::TestWithParam<LexCase> {};

TEST_P(ClassicLexTest, GivesTokens) {
  const Lexed lexed(GetParam().text);
  EXPECT_EQ(lexed.Words(), GetParam().words);
  EXPECT_TRUE(lexed.diagnostics.empty());
}

TEST_P(CurrentLexTest, GivesTokens) {
  const Lexed lexed(GetParam().text, Edition::kCurrent);
  EXPECT_EQ(lexed.Words(), GetParam().words);
  EXPECT_TRUE(lexed.diagnostics.empty());
}

// What both editions agree on.
const LexCase kCommonCases[] = {
    {"Empty", "", ""},
    {"OnlySpace", " \t\r\n\v\f ", ""},
    {"Words", "dup  write_line\tx", "dup|write_line|x"},
    {"NoFinalLineFeed", "a\nb", "a|b"},
    {"FinalLineFeed", "a\nb\n", "a|b"},
    {"CrLf", "a b\r\nc\r\n", "a|b|c"},
    {"Delimiters", "a(b)c:d;e[f]g", "a|(|b|)|c|:|d|;|e|[|f|]|g"},
    {"DelimiterRun", ":;()[]", ":|;|(|)|[|]"},
    {"SeparatorNeedsSpace", "(--) Int--Int", "(|--|)|Int--Int"},
    {"OddNames", "+ - <> ok? a->b ..a \\ 'x' $",
     "+|-|<>|ok?|a->b|..a|\\|'x'|$"},
    {"UnicodeNames", "größe ☕", "größe|☕"},
    {"NumbersAreWords", "1 -2 1.5 0x10", "1|-2|1.5|0x10"},
    {"String", "\"a b\"", "\"a b\""},
    {"EmptyString", "\"\"", "\"\""},
    {"StringBehindWord", "foo\"x\"", "foo|\"x\""},
    {"WordBehindString", "\"x\"foo", "\"x\"|foo"},
    {"TwoStrings", "\"a\"\"b\"", "\"a\"|\"b\""},
    {"EscapedQuote", "\"a\\\"b\" c", "\"a\\\"b\"|c"},
    {"EscapedQuoteAtTheEnd", "\"a\\\"\" c", "\"a\\\"\"|c"},
    {"EscapedBackslashAtTheEnd", "\"a\\\\\" c", "\"a\\\\\"|c"},
    {"OnlyEscapedBackslash", "\"\\\\\"", "\"\\\\\""},
    {"BackslashOutsideString", "\\\"x\"", "\\|\"x\""},
    {"StringOverLines", "\"a\nb\r\n\" c", "\"a\nb\r\n\"|c"},
    {"DelimitersInString", "\"( # [ ;\"", "\"( # [ ;\""},
    {"NulInString", std::string("\"a\0b\"", 5), std::string("\"a\0b\"", 5)},
    {"NulInWord", std::string("a\0b", 3), std::string("a\0b", 3)},
    {"NoBreakSpace", "a\u00A0b", "a|b"},
    {"IdeographicSpace", "a\u3000\u3000b", "a|b"},
    {"LeadingUnicodeSpace", "\u2003a", "a"},
    {"LineSeparator", "a\u2028b", "a|b"},
    {"NextLine", "a\u0085b", "a|b"},
    {"ZeroWidthSpaceIsNoSpace", "a\u200Bb", "a\u200Bb"},
    {"ByteOrderMarkIsNoSpace", "\uFEFFa b", "\uFEFFa|b"},
    {"ByteOrderMarkAlone", "\uFEFF: a", "\uFEFF|:|a"},
    {"Comment", "a # b c\nd", "a|d"},
    {"CommentWithCrLf", "a # b\r\nc", "a|c"},
    {"CommentAtTheEndWithoutLineFeed", "a # b", "a"},
    {"CommentOfOneCharacter", "#", ""},
    {"EmptyComment", "a\n#\nb", "a|b"},
    {"QuoteInComment", "a # 5\" disk\nb", "a|b"},
    {"CommentEndsOnlyAtLineFeed", "# a\rb\u2028c\nd", "d"},
    {"CommentBeforeDelimiter", "a #( b\nc", "a|c"},
    {"CommentBeforeQuote", "a #\"b\nc", "a|c"},
    {"CommentBehindDelimiter", ";# a\nb", ";|b"},
    {"CommentBehindString", "\"x\"# a\nb", "\"x\"|b"},
    {"HashInString", "\"# a\" b", "\"# a\"|b"},
    {"Shebang", "#!/usr/bin/env \"seq\n: a", ":|a"},
    {"ShebangWithoutLineFeed", "#!seq", ""},
};

INSTANTIATE_TEST_SUITE_P(Common, ClassicLexTest,
                         testing::ValuesIn(kCommonCases), kNameOf);
INSTANTIATE_TEST_SUITE_P(Common, CurrentLexTest,
                         testing::ValuesIn(kCommonCases), kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Own, ClassicLexTest,
    testing::Values(LexCase{"HashWord", "a #note b", "a|#note|b"},
                    LexCase{"HashAtTheEndOfAWord", "a# b", "a#|b"},
                    LexCase{"TwoHashes", "## b", "##|b"},
                    LexCase{"CommentBeforeUnicodeSpace", "#\u00A0b\nc", "c"},
                    LexCase{"HashBeforeUnicodeLetter", "#é b", "#é|b"},
                    LexCase{"ShebangOnlyOnTheFirstLine", "\n#!x y", "#!x|y"},
                    LexCase{"ShebangOnlyAtTheStart", " #!x y", "#!x|y"},
                    LexCase{"BracesAndCommas", "a{b},c", "a{b},c"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Own, CurrentLexTest,
    testing::Values(LexCase{"CommentBehindWord", "drop#note b\nc", "drop|c"},
                    LexCase{"HashWord", "a #note b\nc", "a|c"},
                    LexCase{"ShebangOnAnyLine", "a\n#!x y\nb", "a|b"},
                    LexCase{"BracesAndCommas", "a{b},c", "a|{|b|}|,|c"}),
    kNameOf);

TEST(LexTest, SpansAreByteRanges) {
  const Lexed lexed("é \"x\"\n  dup");
  ASSERT_EQ(lexed.tokens.size(), 4u);
  EXPECT_EQ(lexed.tokens[0].span.begin, 0u);
  EXPECT_EQ(lexed.tokens[0].span.end, 2u);
  EXPECT_EQ(lexed.tokens[1].span.begin, 3u);
  EXPECT_EQ(lexed.tokens[1].span.end, 6u);
  EXPECT_EQ(lexed.tokens[2].span.begin, 9u);
  EXPECT_EQ(lexed.tokens[2].span.end, 12u);
}

TEST(LexTest, SpansNameTheFile) {
  SourceMap sources;
  sources.Add("a.seq", "a");
  sources.Add("b.seq", "b");
  Diagnostics diagnostics;
  const std::vector<Token> tokens =
      Lex(sources, 1, Edition::kClassic, diagnostics);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].text, "b");
  EXPECT_EQ(tokens[0].span.file, 1u);
  EXPECT_EQ(tokens[1].span.file, 1u);
}

// --- Errors ------------------------------------------------------------------

struct ErrorCase {
  std::string name;
  std::string text;
  std::string words;
  uint32_t begin;
};

class UnclosedStringTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(UnclosedStringTest, IsReportedAtItsQuote) {
  const Lexed lexed(GetParam().text);
  EXPECT_EQ(lexed.Words(), GetParam().words);
  ASSERT_EQ(lexed.diagnostics.all().size(), 1u);
  const Diagnostic& diagnostic = lexed.diagnostics.all()[0];
  EXPECT_EQ(diagnostic.code, DiagnosticCode::kUnclosedString);
  EXPECT_EQ(diagnostic.message,
            "Unclosed string literal - missing closing quote");
  EXPECT_EQ(diagnostic.span.begin, GetParam().begin);
  EXPECT_EQ(diagnostic.span.end, GetParam().begin + 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, UnclosedStringTest,
    testing::Values(ErrorCase{"Only", "\"", "", 0},
                    ErrorCase{"BehindOthers", "a b\"c d", "a|b", 3},
                    ErrorCase{"RestIsDropped", "a \"b\nc\n: d ;", "a", 2},
                    ErrorCase{"EscapedQuote", "\"a\\\"", "", 0},
                    ErrorCase{"BackslashAtTheEnd", "\"a\\", "", 0},
                    ErrorCase{"BehindAString", "\"a\" \"", "\"a\"", 4}),
    kNameOf);

TEST(LexTest, UnclosedStringPointsAtTheStringThatIsProbablyToBlame) {
  const Lexed lexed("\"fine\" \"oops\n\"b\" c");
  ASSERT_EQ(lexed.diagnostics.all().size(), 1u);
  const Diagnostic& diagnostic = lexed.diagnostics.all()[0];
  EXPECT_EQ(diagnostic.span.begin, 15u);
  ASSERT_EQ(diagnostic.notes.size(), 1u);
  EXPECT_EQ(diagnostic.notes[0].span.begin, 7u);
}

TEST(LexTest, UnclosedStringWithoutSuspectHasNoNote) {
  const Lexed lexed("\"fine\" \"oops");
  ASSERT_EQ(lexed.diagnostics.all().size(), 1u);
  EXPECT_TRUE(lexed.diagnostics.all()[0].notes.empty());
}

class InvalidUtf8Test : public testing::TestWithParam<ErrorCase> {};

TEST_P(InvalidUtf8Test, GivesNoTokens) {
  const Lexed lexed(GetParam().text);
  EXPECT_EQ(lexed.Words(), GetParam().words);
  ASSERT_EQ(lexed.diagnostics.all().size(), 1u);
  const Diagnostic& diagnostic = lexed.diagnostics.all()[0];
  EXPECT_EQ(diagnostic.code, DiagnosticCode::kInvalidUtf8);
  EXPECT_EQ(diagnostic.span.begin, GetParam().begin);
  EXPECT_EQ(diagnostic.span.end, GetParam().begin + 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, InvalidUtf8Test,
    testing::Values(ErrorCase{"BadByte", "ab\xFF", "", 2},
                    ErrorCase{"InComment", "# \x80\na", "", 2},
                    ErrorCase{"InString", "\"\xC3\"", "", 1},
                    ErrorCase{"CutShort", "a\xE2\x98", "", 1},
                    ErrorCase{"Overlong", "\xC0\x80", "", 0},
                    ErrorCase{"Surrogate", "\xED\xA0\x80", "", 0},
                    ErrorCase{"TooLarge", "\xF4\x90\x80\x80", "", 0}),
    kNameOf);

TEST(LexTest, InvalidUtf8NamesTheByte) {
  const Lexed lexed("\xFE");
  EXPECT_EQ(lexed.diagnostics.all()[0].message,
            "the file is not valid UTF-8 text: byte 0xFE");
}

// --- Size --------------------------------------------------------------------

// Work that grows with the square of the size takes minutes here, far beyond
// the time a test is given.
class LexSpeedTest : public testing::TestWithParam<LexCase> {};

TEST_P(LexSpeedTest, EightMegabytesEndInTime) {
  std::string text;
  while (text.size() < 8'000'000) text += GetParam().text;
  const Lexed lexed(std::move(text));
  EXPECT_EQ(lexed.tokens.back().kind, TokenKind::kEndOfFile);
}

INSTANTIATE_TEST_SUITE_P(
    All, LexSpeedTest,
    testing::Values(
        LexCase{"OneWord", "abcdefgh", ""}, LexCase{"OneUnicodeWord", "é☕", ""},
        LexCase{"Words", "a b ", ""}, LexCase{"Strings", "\"a\"", ""},
        LexCase{"OpenStrings", "\\\"\"", ""}, LexCase{"Comments", "# a\n", ""},
        LexCase{"Brackets", "[", ""}, LexCase{"Escapes", "\"\\q\\n\\\"", ""}),
    kNameOf);

}  // namespace
}  // namespace seq
