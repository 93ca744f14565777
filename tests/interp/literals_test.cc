// literals.h: strings, numbers and symbols.

#include "interp/literals.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

const auto kNameOf = [](const auto& test) { return test.param.name; };

// The first token of a text, a string, decoded.
struct Decoded {
  Decoded(std::string text, Edition edition) {
    sources.Add("a.seq", std::move(text));
    const std::vector<Token> tokens = Lex(sources, 0, edition, diagnostics);
    bytes = DecodeString(tokens.at(0), edition, diagnostics);
  }

  std::string Errors() const {
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      absl::StrAppend(&errors, diagnostic.message, " @ ",
                      sources.Text(diagnostic.span), "\n");
    }
    return errors;
  }

  SourceMap sources;
  Diagnostics diagnostics;
  std::string bytes;
};

// --- Escapes -----------------------------------------------------------------

struct DecodeCase {
  std::string name;
  std::string text;
  std::string bytes;
};

class DecodeStringTest : public testing::TestWithParam<DecodeCase> {};

TEST_P(DecodeStringTest, GivesBytes) {
  for (const Edition edition : {Edition::kClassic, Edition::kCurrent}) {
    Decoded decoded(GetParam().text, edition);
    EXPECT_EQ(decoded.bytes, GetParam().bytes);
    EXPECT_TRUE(decoded.diagnostics.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, DecodeStringTest,
    testing::Values(DecodeCase{"Empty", "\"\"", ""},
                    DecodeCase{"Plain", "\"a b\"", "a b"},
                    DecodeCase{"Quote", R"("a\"b")", "a\"b"},
                    DecodeCase{"QuoteAtTheEnd", R"("a\"")", "a\""},
                    DecodeCase{"Backslash", R"("a\\b")", "a\\b"},
                    DecodeCase{"BackslashAtTheEnd", R"("a\\")", "a\\"},
                    DecodeCase{"BackslashThenLetter", R"("\\n")", "\\n"},
                    DecodeCase{"LineFeed", R"("a\nb")", "a\nb"},
                    DecodeCase{"CarriageReturn", R"("a\rb")", "a\rb"},
                    DecodeCase{"Tab", R"("a\tb")", "a\tb"},
                    DecodeCase{"Neighbours", R"("\n\n\t")", "\n\n\t"},
                    DecodeCase{"LiteralLineBreak", "\"a\r\nb\"", "a\r\nb"},
                    DecodeCase{"Nul", std::string("\"a\0\"", 4),
                               std::string("a\0", 2)},
                    DecodeCase{"Unicode", "\"caffè ☕\"", "caffè ☕"}),
    kNameOf);

TEST(DecodeStringErrorTest, UnknownEscapeIsReportedAtItsPlace) {
  const Decoded decoded("  \"a\\qb\"", Edition::kClassic);
  EXPECT_EQ(decoded.bytes, "a\\qb");
  EXPECT_EQ(decoded.Errors(),
            "Unknown escape sequence '\\q' in string literal. Supported: "
            "\\\" \\\\ \\n \\r \\t @ \\q\n");
  EXPECT_EQ(decoded.diagnostics.all()[0].code, DiagnosticCode::kUnknownEscape);
}

TEST(DecodeStringErrorTest, EveryUnknownEscapeIsReported) {
  const Decoded decoded(R"("\0 \x41 \n \N")", Edition::kClassic);
  EXPECT_EQ(decoded.bytes, "\\0 \\x41 \n \\N");
  ASSERT_EQ(decoded.diagnostics.all().size(), 3u);
  EXPECT_EQ(decoded.sources.Text(decoded.diagnostics.all()[1].span), "\\x");
}

TEST(DecodeStringErrorTest, TheEscapedCharacterMayHaveSeveralBytes) {
  const Decoded decoded("\"\\é\"", Edition::kClassic);
  EXPECT_EQ(decoded.bytes, "\\é");
  ASSERT_EQ(decoded.diagnostics.all().size(), 1u);
  EXPECT_EQ(decoded.sources.Text(decoded.diagnostics.all()[0].span), "\\é");
}

TEST(DecodeHexTest, IsOneByteEach) {
  const Decoded decoded(R"("\xC3\xa9\x00\xE9\x7ff")", Edition::kCurrent);
  EXPECT_EQ(decoded.bytes, std::string("\xC3\xA9\0\xE9\x7F"
                                       "f",
                                       6));
  EXPECT_EQ(decoded.Errors(), "");
}

struct BadEscape {
  std::string text;
  std::string message;  // how it starts, up to the escape
  std::string marked;
};

TEST(DecodeHexTest, TakesTwoDigits) {
  const BadEscape cases[] = {
      {R"("\x")", "Incomplete hex escape sequence '\\x'", "\\x"},
      {R"("a\x4")", "Incomplete hex escape sequence '\\x4'", "\\x4"},
      {R"("\x4\n")", "Incomplete hex escape sequence '\\x4'", "\\x4"},
      {R"("\x\\")", "Incomplete hex escape sequence '\\x'", "\\x"},
      {R"("\x4\\")", "Incomplete hex escape sequence '\\x4'", "\\x4"},
      {R"("\x4\"")", "Incomplete hex escape sequence '\\x4'", "\\x4"},
      {R"("\xG0")", "Invalid hex escape sequence '\\xG0'", "\\xG0"},
      {R"("\x0G")", "Invalid hex escape sequence '\\x0G'", "\\x0G"},
      {R"("\x é")", "Invalid hex escape sequence '\\x é'", "\\x é"},
      {R"("\xé0")", "Invalid hex escape sequence '\\xé'", "\\xé"},
      {R"("\v")", "Unknown escape sequence '\\v'", "\\v"},
      {R"("\X41")", "Unknown escape sequence '\\X'", "\\X"},
  };
  for (const BadEscape& c : cases) {
    const Decoded decoded(c.text, Edition::kCurrent);
    ASSERT_EQ(decoded.diagnostics.all().size(), 1u) << c.text;
    const Diagnostic& diagnostic = decoded.diagnostics.all()[0];
    EXPECT_TRUE(absl::StartsWith(diagnostic.message, c.message))
        << diagnostic.message;
    EXPECT_EQ(decoded.sources.Text(diagnostic.span), c.marked);
  }
}

// --- Integers ----------------------------------------------------------------

struct IntCase {
  std::string text;
  std::optional<int64_t> value;
};

TEST(ParseIntLiteralTest, TakesDecimalNumbersOf64Bits) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  const IntCase cases[] = {
      {"0", 0},
      {"5", 5},
      {"+5", 5},
      {"-5", -5},
      {"-0", 0},
      {"+0", 0},
      {"007", 7},
      {"-007", -7},
      {"9223372036854775807", kMax},
      {"+9223372036854775807", kMax},
      {"-9223372036854775808", kMin},
      {std::string(1000, '0') + "1", 1},
      {"9223372036854775808", std::nullopt},
      {"+9223372036854775808", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {std::string(1000, '9'), std::nullopt},
      {"", std::nullopt},
      {"+", std::nullopt},
      {"-", std::nullopt},
      {"--", std::nullopt},
      {"+-5", std::nullopt},
      {"-+5", std::nullopt},
      {"--5", std::nullopt},
      {"5-", std::nullopt},
      {"1.5", std::nullopt},
      {"0x10", std::nullopt},
      {"1e3", std::nullopt},
      {"1_000", std::nullopt},
      {" 5", std::nullopt},
      {"5 ", std::nullopt},
      {"٣", std::nullopt},
      {std::string("5\0", 2), std::nullopt},
  };
  for (const IntCase& c : cases) {
    EXPECT_EQ(ParseIntLiteral(c.text), c.value) << c.text;
  }
}

// --- Other numbers -----------------------------------------------------------

TEST(ParseFloatLiteralTest, TakesNumbersWithPointOrExponent) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::pair<std::string, double> cases[] = {
      {"5.", 5},
      {".5", 0.5},
      {"-.5", -0.5},
      {"+5.0", 5},
      {"1e3", 1000},
      {"1E+3", 1000},
      {"1e-3", 0.001},
      {"1.5e2", 150},
      {".5e1", 5},
      {"5.e1", 50},
      {"-0.0", -0.0},
      {"0.1", 0.1},
      {"1e400", kInfinity},
      {"-1e400", -kInfinity},
      {"1e-400", 0},
      {"5e-324", 5e-324},
      {"1.7976931348623157e308", 1.7976931348623157e308},
      {std::string(1000, '1') + "e-999", 1.1111111111111112},
  };
  for (const auto& [text, value] : cases) {
    const std::optional<double> parsed = ParseFloatLiteral(text);
    ASSERT_TRUE(parsed.has_value()) << text;
    EXPECT_EQ(*parsed, value) << text;
    EXPECT_EQ(std::signbit(*parsed), std::signbit(value)) << text;
  }
}

TEST(ParseFloatLiteralTest, LeavesOtherWordsAlone) {
  for (const char* text :
       {"",      "5",    "-5",    ".",     "-.",       "e5",    "e",
        "-e5",   ".e5",  "inf",   "nan",   "infinity", "-inf",  "1e",
        "1e+",   "1.5e", "--1.5", "+-1.5", "1.5.2",    "1e3.5", "1_0.5",
        "0x1.5", "0x1E", "1.5f",  "1,5",   "1.5 ",     " 1.5",  "i.+",
        "f.pi",  "1.x",  "e.5",   "1e3e4"}) {
    EXPECT_EQ(ParseFloatLiteral(text), std::nullopt) << text;
  }
}

TEST(ParseRadixLiteralTest, TakesSignBehindThePrefix) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  const std::pair<std::string, std::optional<int64_t>> cases[] = {
      {"0xfF", 255},
      {"0X10", 16},
      {"0x1E", 30},
      {"0x-F", -15},
      {"0x+F", 15},
      {"0b101", 5},
      {"0B1", 1},
      {"0b-1", -1},
      {"0x7fffffffffffffff", kMax},
      {"0x-8000000000000000", kMin},
      {"0x8000000000000000", std::nullopt},
      {"0x", std::nullopt},
      {"0b", std::nullopt},
      {"0b12", std::nullopt},
      {"0xG", std::nullopt},
      {"0x+-1", std::nullopt},
      {"0x--1", std::nullopt},
      {"0x-", std::nullopt},
      {"0x1.5", std::nullopt},
      {"0x0x1", std::nullopt},
      {"0xF_F", std::nullopt},
  };
  for (const auto& [text, value] : cases) {
    ASSERT_NE(RadixOf(text), 0) << text;
    EXPECT_EQ(ParseRadixLiteral(text), value) << text;
  }
  for (const char* text : {"", "0", "x", "00x1", "-0xF", "1x", "0o7"}) {
    EXPECT_EQ(RadixOf(text), 0) << text;
  }
}

TEST(SymbolNameErrorTest, AllowsLettersDigitsAndAFewSigns) {
  for (const char* name : {"ok", "half-open?", "-x", "_x", "a1", "größe", "a.b",
                           "x!", "名", "٣"}) {
    EXPECT_EQ(SymbolNameError(name), "") << name;
  }
  EXPECT_EQ(SymbolNameError("1a"), "Symbol name cannot start with a digit");
  EXPECT_EQ(SymbolNameError("a->b"),
            "Symbol name contains invalid character '>'");
  EXPECT_EQ(SymbolNameError("a☕"),
            "Symbol name contains invalid character '☕'");
}

}  // namespace
}  // namespace seq
