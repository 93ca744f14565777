#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interp/limits.h"
#include "interp/parser.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

// --- Depth and size ----------------------------------------------------------

std::string Repeat(absl::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) absl::StrAppend(&result, text);
  return result;
}

TEST(ParseLimitTest, NestingUpToTheLimitIsFine) {
  const Parsed quotations(absl::StrCat(": a ", Repeat("[ ", kMaxNesting),
                                       Repeat("] ", kMaxNesting), ";"));
  EXPECT_EQ(quotations.Errors(), "");
  EXPECT_EQ(quotations.program.words.size(), 1u);
  const Parsed conditionals(
      absl::StrCat(": a ", Repeat("if else ", kMaxNesting),
                   Repeat("then ", kMaxNesting), "; : b [ ] ;"));
  EXPECT_EQ(conditionals.Errors(), "");
  EXPECT_EQ(conditionals.program.words.size(), 2u);
}

TEST(ParseLimitTest, DepthIsNotLength) {
  const Parsed parsed(
      absl::StrCat(": a ", Repeat("[ ] if then ", kMaxNesting + 1), ";"));
  EXPECT_EQ(parsed.Errors(), "");
}

class NestingLimitTest : public testing::TestWithParam<ParseCase> {};

// The one level too many is marked; what follows is found.
TEST_P(NestingLimitTest, IsOneError) {
  const std::string& opener = GetParam().text;
  for (const int depth : {kMaxNesting + 1, 100'000}) {
    const Parsed parsed(absl::StrCat(": a ", Repeat(opener, depth), "; : b ;"));
    ASSERT_EQ(parsed.diagnostics.all().size(), 1u);
    const Diagnostic& diagnostic = parsed.diagnostics.all()[0];
    EXPECT_EQ(diagnostic.code, DiagnosticCode::kNestingTooDeep);
    EXPECT_EQ(diagnostic.message, "nesting exceeds maximum depth of 1000");
    EXPECT_EQ(diagnostic.span.begin, 4 + kMaxNesting * opener.size());
    EXPECT_EQ(parsed.Words(), "b = ");
    EXPECT_EQ(absl::StrJoin(parsed.broken.words, " "), "a");
  }
}

INSTANTIATE_TEST_SUITE_P(All, NestingLimitTest,
                         testing::Values(ParseCase{"Quotations", "[", ""},
                                         ParseCase{"Conditionals", "if ", ""}),
                         kNameOf);

std::string NestedTypes(int depth) {
  return absl::StrCat(": a ( ", Repeat("[ ", depth), Repeat("-- ] ", depth),
                      "-- ) ;");
}

TEST(ParseLimitTest, TypesUpToTheLimitAreFine) {
  EXPECT_EQ(Parsed(NestedTypes(kMaxTypeNesting)).Errors(), "");
}

TEST(ParseLimitTest, TypesBeyondTheLimitAreOneError) {
  for (const int depth : {kMaxTypeNesting + 1, 100'000}) {
    const Parsed parsed(NestedTypes(depth) + ": b ;");
    EXPECT_EQ(parsed.Errors(),
              "quotation type nesting exceeds maximum depth of 32 @ [");
    EXPECT_EQ(parsed.Words(), "b = ");
  }
}

TEST(ParseLimitTest, TypeDepthIsNotLength) {
  EXPECT_EQ(Parsed(absl::StrCat(": a ( ", Repeat("[ -- ] ", 1000), "-- ) ;"))
                .Errors(),
            "");
}

// --- The current edition -----------------------------------------------------

TEST(CurrentParseLimitTest, NestingUpToTheLimitIsFine) {
  const std::pair<std::string, std::string> cases[] = {
      {"[ ", "] "},
      {"a if ", "then "},
      {"if b else ", "then "},
      {"match A -> ", "end "},
      {"[ ] [ ", "] if "},
      {"[ ", "] [ ] if "},
  };
  for (const auto& [opener, closer] : cases) {
    const auto nested = [&](int depth) {
      return Parsed(absl::StrCat(": a ( -- ) ", Repeat(opener, depth),
                                 Repeat(closer, depth), "; : b ( -- ) ;"),
                    Edition::kCurrent);
    };
    const Parsed fine = nested(kMaxNesting);
    EXPECT_EQ(fine.Errors(), "") << opener;
    EXPECT_EQ(fine.program.words.size(), 2u);
    for (const int depth : {kMaxNesting + 1, 20'000}) {
      const Parsed parsed = nested(depth);
      ASSERT_EQ(parsed.diagnostics.all().size(), 1u) << opener;
      EXPECT_EQ(parsed.diagnostics.all()[0].code,
                DiagnosticCode::kNestingTooDeep);
      EXPECT_EQ(parsed.Words(), "b (--) = ");
    }
  }
}

// What encloses a conditional counts although it is closed later.
TEST(CurrentParseLimitTest, KindsOfNestingAddUp) {
  const auto nested = [](int depth) {
    return Parsed(absl::StrCat(": a ( -- ) ", Repeat("if [ match A -> ", depth),
                               Repeat("end ] then ", depth), ";"),
                  Edition::kCurrent);
  };
  EXPECT_EQ(nested(kMaxNesting / 3).Errors(), "");
  EXPECT_EQ(nested(kMaxNesting / 3 + 1).diagnostics.all()[0].code,
            DiagnosticCode::kNestingTooDeep);
}

TEST(CurrentParseLimitTest, WordsAreNoNesting) {
  EXPECT_EQ(Parsed(absl::StrCat(": a ( -- ) ", Repeat("if ", 100'000), ";"),
                   Edition::kCurrent)
                .Errors(),
            "");
}

class ParseSpeedTest : public testing::TestWithParam<ParseCase> {};

// Work that grows with the square of the size takes minutes here, far beyond
// the time a test is given.
TEST_P(ParseSpeedTest, TwoMegabytesEndInTime) {
  std::string text = ": a ";
  while (text.size() < 2'000'000) text += GetParam().text;
  for (const Edition edition : {Edition::kClassic, Edition::kCurrent}) {
    const Parsed parsed(text, edition);
    EXPECT_EQ(parsed.Rendered().empty(), parsed.diagnostics.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseSpeedTest,
    testing::Values(ParseCase{"Calls", "b ", ""}, ParseCase{"Names", "b", ""},
                    ParseCase{"Quotations", "[ ] ", ""},
                    ParseCase{"OpenQuotations", "[", ""},
                    ParseCase{"Semicolons", ";", ""},
                    ParseCase{"Colons", ": ", ""},
                    ParseCase{"Definitions", "; : a ( Int -- ) ", ""},
                    ParseCase{"OpenEffects", "; : a ( ", ""},
                    ParseCase{"OpenConditionals", "; : a if ", ""},
                    ParseCase{"OneOpenEffect", "( Int -- ", ""},
                    ParseCase{"Escapes", "\"\\q\" ", ""},
                    ParseCase{"Ifs", "if ", ""},
                    ParseCase{"Elses", "if else ", ""},
                    ParseCase{"Conditionals", "if a then ", ""},
                    ParseCase{"InlineConditionals", "[ ] [ ] if ", ""},
                    ParseCase{"Matches", "match A -> ", ""},
                    ParseCase{"Bindings", "match A { ", ""},
                    ParseCase{"Symbols", "\n:a ", ""},
                    ParseCase{"Unions", "; union U { A { x: Int } ", ""},
                    ParseCase{"Includes", "; include \"x\" ", ""},
                    ParseCase{"OneString", "\"\"\\q", ""}),
    kNameOf);

// --- Robustness --------------------------------------------------------------

// Every sequence of up to four of these tokens: nothing crashes or hangs, and
// a program without an error has lost nothing.
class ParseRobustnessTest : public testing::TestWithParam<Edition> {};

TEST_P(ParseRobustnessTest, SurvivesEverySequenceOfTokens) {
  std::vector<std::string> vocabulary = {
      ": ",   "a ",  "; ",    "( ",    ") ",   "[ ",     "] ",      "-- ",
      "Int ", "if ", "else ", "then ", "..r ", "\"s\" ", "Closure "};
  if (GetParam() == Edition::kCurrent) {
    vocabulary = {": ",  "a ",     "; ",   "( ",     ") ",      "[ ",
                  "] ",  "-- ",    "A ",   "if ",    "else ",   "then ",
                  "-> ", "match ", "end ", "union ", "\"s\" ",  "include ",
                  "{ ",  "} ",     ">x ",  "| ",     "\nstd : "};
  }
  std::vector<std::string> programs = {""};
  const int longest = GetParam() == Edition::kCurrent ? 3 : 4;
  for (int length = 0; length < longest; ++length) {
    std::vector<std::string> longer;
    for (const std::string& program : programs) {
      for (const std::string& token : vocabulary) {
        longer.push_back(program + token);
      }
    }
    for (const std::string& program : longer) {
      std::vector<std::string> texts = {
          program, ": a ( -- ) " + program + ";\n: b ( -- ) ;",
          ": a ( " + program};
      if (GetParam() == Edition::kCurrent) {
        texts.push_back(": a ( -- ) match A " + program + " end ;");
        texts.push_back("union U { A " + program + " }");
      }
      for (const std::string& text : texts) {
        const Parsed parsed(text, GetParam());
        if (parsed.diagnostics.empty()) {
          ASSERT_FALSE(parsed.program.words.empty() &&
                       parsed.program.unions.empty() &&
                       parsed.program.includes.empty())
              << text;
          ASSERT_TRUE(parsed.broken.words.empty()) << text;
          ASSERT_TRUE(parsed.broken.unions.empty()) << text;
        } else {
          ASSERT_FALSE(parsed.Rendered().empty()) << text;
        }
        if (absl::EndsWith(text, ";\n: b ( -- ) ;")) {
          ASSERT_TRUE(absl::EndsWith(parsed.Words(), "b (--) = ")) << text;
        }
      }
    }
    programs = std::move(longer);
  }
}

INSTANTIATE_TEST_SUITE_P(Editions, ParseRobustnessTest,
                         testing::Values(Edition::kClassic, Edition::kCurrent));

}  // namespace
}  // namespace seq
