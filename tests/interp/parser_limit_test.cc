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

class ParseSpeedTest : public testing::TestWithParam<ParseCase> {};

// Work that grows with the square of the size takes minutes here, far beyond
// the time a test is given.
TEST_P(ParseSpeedTest, TwoMegabytesEndInTime) {
  std::string text = ": a ";
  while (text.size() < 2'000'000) text += GetParam().text;
  const Parsed parsed(text);
  EXPECT_EQ(parsed.Rendered().empty(), parsed.diagnostics.empty());
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
                    ParseCase{"OneString", "\"\"\\q", ""}),
    kNameOf);

// --- Robustness --------------------------------------------------------------

// Every sequence of up to five of these tokens: nothing crashes or hangs, and
// a program without an error has lost nothing.
TEST(ParseRobustnessTest, SurvivesEverySequenceOfTokens) {
  const std::vector<std::string> vocabulary = {
      ": ",   "a ",  "; ",    "( ",    ") ",   "[ ",     "] ",      "-- ",
      "Int ", "if ", "else ", "then ", "..r ", "\"s\" ", "Closure "};
  std::vector<std::string> programs = {""};
  for (int length = 0; length < 4; ++length) {
    std::vector<std::string> longer;
    for (const std::string& program : programs) {
      for (const std::string& token : vocabulary) {
        longer.push_back(program + token);
      }
    }
    for (const std::string& program : longer) {
      for (const std::string& text :
           {program, ": a " + program + "; : b ;", ": a ( " + program}) {
        const Parsed parsed(text);
        if (parsed.diagnostics.empty()) {
          ASSERT_FALSE(parsed.program.words.empty()) << text;
          ASSERT_TRUE(parsed.broken.words.empty()) << text;
        } else {
          ASSERT_FALSE(parsed.Rendered().empty()) << text;
        }
        if (absl::EndsWith(text, "; : b ;")) {
          ASSERT_TRUE(absl::EndsWith(parsed.Words(), "b = ")) << text;
        }
      }
    }
    programs = std::move(longer);
  }
}

}  // namespace
}  // namespace seq
