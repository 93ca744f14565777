#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interp/limits.h"
#include "interp/parser.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

// --- Errors ------------------------------------------------------------------

struct ErrorCase {
  std::string name;
  std::string text;
  std::string errors;  // as Parsed::Errors gives them
  std::string words;   // of the definitions that are fine
  std::string broken;  // names, separated by spaces
};

class ParseErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(ParseErrorTest, IsReportedAndRecoveredFrom) {
  const Parsed parsed(GetParam().text);
  EXPECT_EQ(parsed.Errors(), GetParam().errors);
  EXPECT_EQ(parsed.Words(), GetParam().words);
  EXPECT_EQ(absl::StrJoin(parsed.broken.words, " "), GetParam().broken);
}

INSTANTIATE_TEST_SUITE_P(
    Definitions, ParseErrorTest,
    testing::Values(
        ErrorCase{"Stray", "x y : a ;",
                  "Expected ':' to start word definition, got 'x' @ x",
                  "a = ", ""},
        ErrorCase{"StrayString", "\"x\" y : a ;",
                  "Expected ':' to start word definition, got '\"x\"' @ \"x\"",
                  "a = ", ""},
        ErrorCase{
            "LongStrayIsCut", std::string(50, 'x'),
            absl::StrCat("Expected ':' to start word definition, got '",
                         std::string(40, 'x'), "…' @ ", std::string(50, 'x')),
            "", ""},
        ErrorCase{"StrayIsShownOnOneLine", "\"x\ny\"",
                  "Expected ':' to start word definition, got '\"x…' "
                  "@ \"x\ny\"",
                  "", ""},
        ErrorCase{"StrayBetween", ": a ; ; : b ; then",
                  "Expected ':' to start word definition, got ';' @ ;\n"
                  "Expected ':' to start word definition, got 'then' @ then",
                  "a = \nb = ", ""},
        ErrorCase{"NoName", ": ( -- ) 1 ; : b ;",
                  "expected a name after ':', got '(' @ (", "b = ", ""},
        ErrorCase{"StringAsName", ": \"a\" ; : b ;",
                  "expected a name after ':', got '\"a\"' @ \"a\"", "b = ", ""},
        ErrorCase{"TwoColons", ": : a ;",
                  "expected a name after ':', got ':' @ :", "a = ", ""},
        ErrorCase{"OnlyAColon", ":",
                  "Unexpected end of file: this `:` has no name and no `;` "
                  "@ :",
                  "", ""},
        ErrorCase{"NotClosedAtTheEnd", ": a ( -- ) 1",
                  "Unexpected end of file: the definition that starts with "
                  "this `:` has no `;` @ : a",
                  "", "a"},
        ErrorCase{"NotClosedBeforeTheNext", ": a 1\n: b 2 ;",
                  "Unexpected ':' inside a word definition @ :", "b = #2",
                  "a"}),
    kNameOf);

constexpr char kOpenQuotation[] =
    "Unexpected end of file: the quotation that starts with this `[` has no "
    "`]` @ [";
constexpr char kOpenConditional[] =
    "Unexpected end of file: the conditional that starts with this `if` has "
    "no `then` @ if";
constexpr char kOpenEffect[] =
    "Unexpected end of file: the stack effect that starts with this `(` has "
    "no `)` @ (";

INSTANTIATE_TEST_SUITE_P(
    Unclosed, ParseErrorTest,
    testing::Values(
        ErrorCase{"Quotation", ": a [ 1 ; : b ;", kOpenQuotation, "b = ", "a"},
        ErrorCase{"QuotationAtTheEnd", ": a [", kOpenQuotation, "", "a"},
        ErrorCase{"QuotationWithoutSemicolon", ": a [ 1 : b ;", kOpenQuotation,
                  "b = ", "a"},
        ErrorCase{"Conditional", ": a if 1 ; : b ;", kOpenConditional,
                  "b = ", "a"},
        ErrorCase{"ConditionalInElse", ": a if 1 else 2 ; : b ;",
                  kOpenConditional, "b = ", "a"},
        ErrorCase{"TheInnermostIsReported", ": a if [ 1 ; : b ;",
                  kOpenQuotation, "b = ", "a"},
        ErrorCase{"SemicolonInTheMiddle", ": a [ 1 ; 2 ; : b ;", kOpenQuotation,
                  "b = ", "a"},
        ErrorCase{"BracketInsideConditional", ": a [ if 1 ] ; : b ;",
                  kOpenConditional, "b = ", "a"},
        ErrorCase{"Effect", ": a ( Int -- dup add ; : b ;", kOpenEffect,
                  "b = ", "a"},
        ErrorCase{"EffectAtTheEnd", ": a ( Int", kOpenEffect, "", "a"},
        ErrorCase{"EffectWithoutSemicolon", ": a ( Int -- : b ;", kOpenEffect,
                  "b = ", "a"},
        ErrorCase{"EveryDefinitionIsReported",
                  ": a [ ; : b ; : c if ; : d ( ; : e",
                  absl::StrCat(kOpenQuotation, "\n", kOpenConditional, "\n",
                               kOpenEffect,
                               "\nUnexpected end of file: the definition that "
                               "starts with this `:` has no `;` @ : e"),
                  "b = ", "a c d e"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Strings, ParseErrorTest,
    testing::Values(
        ErrorCase{"UnclosedIsTheOnlyError", ": a ( -- ) \"x ; : b ;",
                  "Unclosed string literal - missing closing quote @ \"", "",
                  "a"},
        ErrorCase{"UnclosedInQuotation", ": a [ \"x ] ;",
                  "Unclosed string literal - missing closing quote @ \"", "",
                  "a"},
        ErrorCase{"UnclosedInEffect", ": a ( \"x",
                  "Unclosed string literal - missing closing quote @ \"", "",
                  "a"},
        ErrorCase{"UnclosedAsName", ": \"x",
                  "Unclosed string literal - missing closing quote @ \"", "",
                  ""},
        ErrorCase{"EarlierErrorsStay", ": a [ 1 ; : b \"x",
                  absl::StrCat("Unclosed string literal - missing closing "
                               "quote @ \"\n",
                               kOpenQuotation),
                  "", "a b"},
        ErrorCase{"UnknownEscapes", ": a \"\\q\" [ \"\\z\" ] ; : b ;",
                  "Unknown escape sequence '\\q' in string literal. "
                  "Supported: \\\" \\\\ \\n \\r \\t @ \\q\n"
                  "Unknown escape sequence '\\z' in string literal. "
                  "Supported: \\\" \\\\ \\n \\r \\t @ \\z",
                  "b = ", "a"}),
    kNameOf);

// Each is the effect of a word; the next word must be found.
INSTANTIATE_TEST_SUITE_P(
    Effects, ParseErrorTest,
    testing::Values(
        ErrorCase{"NoSeparator", ": a ( Int ) x ; : b ;",
                  "Expected '--' in stack effect, got ')' @ )", "b = ", "a"},
        ErrorCase{"EmptyEffect", ": a ( ) ; : b ;",
                  "Expected '--' in stack effect, got ')' @ )", "b = ", "a"},
        ErrorCase{"JoinedSeparator", ": a ( Int--Int ) ; : b ;",
                  "Expected '--', got ')' @ )", "b = ", "a"},
        ErrorCase{"NoSeparatorInQuotation", ": a ( [Int] -- ) ; : b ;",
                  "Quotation types require '--' separator @ ]", "b = ", "a"},
        ErrorCase{"NoSeparatorInClosure", ": a ( Closure[] -- ) ; : b ;",
                  "Quotation types require '--' separator @ ]", "b = ", "a"},
        ErrorCase{"TwoSeparators", ": a ( -- Int -- ) ; : b ;",
                  "unexpected second '--' in stack effect @ --", "b = ", "a"},
        ErrorCase{"OpenQuotation", ": a ( [ Int -- ) ; : b ;",
                  "this `[` has no `]` in the stack effect @ [", "b = ", "a"},
        ErrorCase{"OpenQuotationWithoutSeparator", ": a ( [ Int ) ; : b ;",
                  "this `[` has no `]` in the stack effect @ [", "b = ", "a"},
        ErrorCase{"StrayBracket", ": a ( Int ] -- ) ; : b ;",
                  "unexpected ']' in stack effect @ ]", "b = ", "a"},
        ErrorCase{"Parenthesis", ": a ( ( -- ) ; : b ;",
                  "unexpected '(' in stack effect @ (", "b = ", "a"},
        ErrorCase{"String", ": a ( \"x\" -- ) ; : b ;",
                  "unexpected '\"x\"' in stack effect @ \"x\"", "b = ", "a"},
        ErrorCase{"StringLikeAKeyword", ": a ( \")\" -- \"--\" ) ; : b ;",
                  "unexpected '\")\"' in stack effect @ \")\"\n"
                  "unexpected '\"--\"' in stack effect @ \"--\"",
                  "b = ", "a"},
        ErrorCase{"UnknownTypes", ": a ( int -- [ x -- 5 ] ) ; : b ;",
                  "Unknown type: 'int' @ int\nUnknown type: 'x' @ x\n"
                  "Unknown type: '5' @ 5",
                  "b = ", "a"},
        ErrorCase{"BareClosure", ": a ( Int -- Closure ) ; : b ;",
                  "`Closure` must say what the closure takes and leaves "
                  "@ Closure",
                  "b = ", "a"},
        ErrorCase{"RowWithoutName", ": a ( .. -- ) ; : b ;",
                  "row variable '..' must have a name after '..' @ ..",
                  "b = ", "a"},
        ErrorCase{"RowInUpperCase", ": a ( ..A Int -- ) ; : b ;",
                  "row variable '..A' must start with a lowercase letter "
                  "@ ..A",
                  "b = ", "a"},
        ErrorCase{"RowStartsWithDigit", ": a ( ..1a -- ) ; : b ;",
                  "row variable '..1a' must start with a lowercase letter "
                  "@ ..1a",
                  "b = ", "a"},
        ErrorCase{"RowStartsWithUnderscore", ": a ( .._a -- ) ; : b ;",
                  "row variable '.._a' must start with a lowercase letter "
                  "@ .._a",
                  "b = ", "a"},
        ErrorCase{"ThreeDots", ": a ( ...a -- ) ; : b ;",
                  "row variable '...a' must start with a lowercase letter "
                  "@ ...a",
                  "b = ", "a"},
        ErrorCase{"RowWithDash", ": a ( ..a-b -- ) ; : b ;",
                  "row variable '..a-b' can only contain letters, numbers, "
                  "and underscores @ ..a-b",
                  "b = ", "a"},
        ErrorCase{"TheBodyIsStillRead", ": a ( int ) \"\\q\" [ ; : b ;",
                  absl::StrCat("Unknown type: 'int' @ int\n"
                               "Expected '--' in stack effect, got ')' @ )\n"
                               "Unknown escape sequence '\\q' in string "
                               "literal. Supported: \\\" \\\\ \\n \\r \\t "
                               "@ \\q\n",
                               kOpenQuotation),
                  "b = ", "a"}),
    kNameOf);

TEST(ParseErrorHelpTest, SuggestsAFix) {
  const std::pair<std::string, std::string> cases[] = {
      {"( int -- )", "did you mean `Int`?"},
      {"( string -- )", "did you mean `String`?"},
      {"( INT -- Bool bool )", "did you mean `Bool`?"},
      {"( n -- )",
       "did you mean the type variable `N` or the row variable `..n`?"},
      {"( a-b -- )", ""},
      {"( --Int )", "`--` must stand alone, between spaces"},
      {"( Int--Int )", "`--` must stand alone, between spaces"},
      {"( Int )", "write `( … -- )` if the word leaves nothing"},
      {"( [Int] -- )", "write `[ … -- ]` if the quotation leaves nothing"},
      {"( Closure -- )", "write `Closure[ … -- … ]`"},
      {"( ..A -- )", "did you mean `..a`?"},
      {"( ..A-B -- )", ""},
      {"( .. -- )", ""},
  };
  for (const auto& [effect, help] : cases) {
    const Parsed parsed(absl::StrCat(": a ", effect, " ;"));
    ASSERT_FALSE(parsed.diagnostics.empty()) << effect;
    EXPECT_EQ(parsed.diagnostics.all()[0].help, help) << effect;
  }
}

TEST(ParseErrorCodeTest, EveryErrorHasItsCode) {
  const std::pair<std::string, DiagnosticCode> cases[] = {
      {"x", DiagnosticCode::kExpectedDefinition},
      {": ;", DiagnosticCode::kMissingName},
      {": a", DiagnosticCode::kUnexpectedEnd},
      {": a : b ;", DiagnosticCode::kUnexpectedEnd},
      {": a if ;", DiagnosticCode::kUnexpectedEnd},
      {": a ( Int ) ;", DiagnosticCode::kMissingSeparator},
      {": a ( [] -- ) ;", DiagnosticCode::kMissingSeparator},
      {": a ( int -- ) ;", DiagnosticCode::kUnknownType},
      {": a ( ..A -- ) ;", DiagnosticCode::kInvalidRowVariable},
      {": a ( Closure -- ) ;", DiagnosticCode::kInvalidEffect},
      {": a ( -- -- ) ;", DiagnosticCode::kInvalidEffect},
      {": a \"\\q\" ;", DiagnosticCode::kUnknownEscape},
  };
  for (const auto& [text, code] : cases) {
    const Parsed parsed(text);
    ASSERT_EQ(parsed.diagnostics.all().size(), 1u) << text;
    EXPECT_EQ(parsed.diagnostics.all()[0].code, code) << text;
  }
}

TEST(ParseErrorTextTest, UnclosedConditional) {
  EXPECT_EQ(Parsed(": main ( -- )\n  1 if \"a\" write_line ;\n").Rendered(),
            "a.seq:2:5: error: Unexpected end of file: the conditional that "
            "starts with this `if` has no `then` [unexpected-end]\n"
            "  2 |   1 if \"a\" write_line ;\n"
            "    |     ^^\n"
            "a.seq:2:23: note: this `;` does not close the conditional: "
            "`then` expected before it\n"
            "  2 |   1 if \"a\" write_line ;\n"
            "    |                       ^\n");
}

TEST(ParseErrorTextTest, TheFirstSemicolonInsideIsNoted) {
  EXPECT_EQ(Parsed(": a [ 1 ; 2 ; ").Rendered(),
            "a.seq:1:5: error: Unexpected end of file: the quotation that "
            "starts with this `[` has no `]` [unexpected-end]\n"
            "  1 | : a [ 1 ; 2 ;\n"
            "    |     ^\n"
            "a.seq:1:9: note: this `;` does not close the quotation: `]` "
            "expected before it\n"
            "  1 | : a [ 1 ; 2 ;\n"
            "    |         ^\n");
}

TEST(ParseErrorTextTest, TheSemicolonMayStandInTheThenBranch) {
  const Parsed parsed(": a if 1 ; else 2");
  ASSERT_EQ(parsed.diagnostics.all().size(), 1u);
  ASSERT_EQ(parsed.diagnostics.all()[0].notes.size(), 1u);
  EXPECT_EQ(parsed.diagnostics.all()[0].notes[0].span.begin, 9u);
}

TEST(ParseErrorTextTest, UnclosedDefinition) {
  EXPECT_EQ(Parsed(": main ( -- )\n  \"a\" write_line\n\n").Rendered(),
            "a.seq:1:1: error: Unexpected end of file: the definition that "
            "starts with this `:` has no `;` [unexpected-end]\n"
            "  1 | : main ( -- )\n"
            "    | ^^^^^^\n"
            "a.seq:2:17: note: `;` expected here\n"
            "  2 |   \"a\" write_line\n"
            "    |                 ^\n");
}

TEST(ParseErrorTextTest, DefinitionInsideDefinition) {
  EXPECT_EQ(Parsed(": a\n  1\n: b ;").Rendered(),
            "a.seq:3:1: error: Unexpected ':' inside a word definition "
            "[unexpected-end]\n"
            "  3 | : b ;\n"
            "    | ^\n"
            "a.seq:1:1: note: this definition is not closed\n"
            "  1 | : a\n"
            "    | ^^^\n"
            "  help: write `;` before the next definition\n");
}

TEST(ParseErrorTextTest, UnknownEscape) {
  EXPECT_EQ(Parsed(": main ( -- ) \"a\\q\" write_line ;").Rendered(),
            "a.seq:1:17: error: Unknown escape sequence '\\q' in string "
            "literal. Supported: \\\" \\\\ \\n \\r \\t [unknown-escape]\n"
            "  1 | : main ( -- ) \"a\\q\" write_line ;\n"
            "    |                 ^^\n");
}

// --- Recovery ----------------------------------------------------------------

TEST(ParseRecoveryTest, QuotationsOfBrokenDefinitionsDoNotCount) {
  const Parsed parsed(": a [ ] ; : b [ ] [ \"\\q\" ] ; : c [ [ ; : d [ ] ;");
  EXPECT_EQ(parsed.Words(), "a = [0: ]\nd = [1: ]");
  EXPECT_EQ(parsed.program.quotation_count, 2u);
}

TEST(ParseRecoveryTest, AnErrorDoesNotSpoilTheNextDefinition) {
  const Parsed parsed(": a ( int -- ) ; : b ( Int -- ) drop ;");
  EXPECT_EQ(parsed.Words(), "b (Int--) = drop");
}

TEST(ParseRecoveryTest, StopsAfterTheMostErrors) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += ": a ( x y -- ) \"\\q\" [ ;\n";
  const Parsed parsed(text);
  EXPECT_EQ(parsed.diagnostics.all().size(), kMaxDiagnostics);
  EXPECT_LT(parsed.broken.words.size(), kMaxDiagnostics);
}

TEST(ParseRecoveryTest, AnotherFilesUnclosedStringHidesNothing) {
  SourceMap sources;
  sources.Add("a.seq", "\"");
  sources.Add("b.seq", ": b");
  Diagnostics diagnostics;
  Program program;
  BrokenDefinitions broken;
  Lex(sources, 0, Edition::kClassic, diagnostics);
  Parse(Lex(sources, 1, Edition::kClassic, diagnostics), Edition::kClassic,
        program, broken, diagnostics);
  EXPECT_EQ(diagnostics.all().size(), 2u);
}

TEST(ParseTest, FilesAppendToOneProgram) {
  SourceMap sources;
  sources.Add("a.seq", ": a [ ] ;");
  sources.Add("b.seq", ": b [ ] ;");
  Diagnostics diagnostics;
  Program program;
  BrokenDefinitions broken;
  for (uint32_t file = 0; file < 2; ++file) {
    Parse(Lex(sources, file, Edition::kClassic, diagnostics), Edition::kClassic,
          program, broken, diagnostics);
  }
  ASSERT_EQ(program.words.size(), 2u);
  EXPECT_EQ(Show(program.words[1]), "b = [1: ]");
  EXPECT_EQ(program.words[1].span.file, 1u);
}

}  // namespace
}  // namespace seq
