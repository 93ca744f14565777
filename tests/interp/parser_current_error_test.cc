// parser.h: what the current edition refuses, and where it goes on.

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interp/parser.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

// --- Errors ------------------------------------------------------------------

struct ErrorCase {
  std::string name;
  std::string text;
  std::string errors;  // as Parsed::Errors gives them
  std::string words = "";
};

class CurrentParseErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(CurrentParseErrorTest, IsReportedAndRecoveredFrom) {
  const Parsed parsed(GetParam().text, Edition::kCurrent);
  EXPECT_EQ(parsed.Errors(), GetParam().errors);
  EXPECT_EQ(parsed.Words(), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Definitions, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"Stray", "x : y z\n: a ( -- ) ;",
                  "Expected ':' to start word definition, got 'x' @ x",
                  "a (--) = "},
        ErrorCase{"NoName", ": ; : a ( -- ) ;",
                  "expected a name after ':', got ';' @ ;", "a (--) = "},
        ErrorCase{"EffectAsName", ": ( Int -- ) ;\n: a ( -- ) ;",
                  "expected a name after ':', got '(' @ (", "a (--) = "},
        ErrorCase{"ForgottenSemicolon", ": a ( -- ) 1\n: b ( -- ) 2 ;",
                  "Unexpected ':' inside a word definition @ :", "b (--) = #2"},
        ErrorCase{"ForgottenSemicolonOnOneLine", ": a ( -- ) 1 : b ( -- ) 2 ;",
                  "Unexpected ':' inside a word definition @ :", "b (--) = #2"},
        ErrorCase{"ForgottenSemicolonBeforeUnion",
                  ": a ( -- ) 1\nunion U { A }\n: b ( -- ) ;",
                  "Unexpected 'union' inside a word definition @ union",
                  "b (--) = "},
        ErrorCase{"ForgottenSemicolonBeforeInclude",
                  ": a ( -- ) 1\n include std:list\n: b ( -- ) ;",
                  "Unexpected 'include' inside a word definition @ include",
                  "b (--) = "},
        ErrorCase{"OpenQuotation", ": a ( -- ) [ 1 ; : b ( -- ) ;",
                  "Unexpected end of file: the quotation that starts with this "
                  "`[` has no `]` @ [",
                  "b (--) = "},
        ErrorCase{"OpenQuotationBeforeSymbols",
                  ": a ( -- ) [ :x\n :y ;\n: b ( -- ) ;",
                  "Unexpected end of file: the quotation that starts with this "
                  "`[` has no `]` @ [",
                  "b (--) = "},
        ErrorCase{"OpenEffect", ": a ( Int -- dup ; : b ( -- ) ;",
                  "Unexpected end of file: the stack effect that starts with "
                  "this `(` has no `)` @ (",
                  "b (--) = "},
        ErrorCase{"EveryDefinition",
                  ": a ( x -- ) ;\n: b ( -- ) :1 ;\nunion u { A }\n"
                  "include x\n: c ( -- ) 0x ;\n: d ( -- ) ;",
                  "Unknown type: 'x' @ x\n"
                  "Symbol name cannot start with a digit @ :1\n"
                  "Union name 'u' must start with an uppercase letter @ u\n"
                  "Invalid include syntax 'x' @ x\n"
                  "Invalid hex literal: '0x' @ 0x",
                  "d (--) = "}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Literals, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"Hex", ": a ( -- ) 0xG 0x8000000000000000 ;",
                  "Invalid hex literal: '0xG' @ 0xG\n"
                  "Invalid hex literal: '0x8000000000000000' @ "
                  "0x8000000000000000"},
        ErrorCase{"Binary", ": a ( -- ) 0b12 0B ;",
                  "Invalid binary literal: '0b12' @ 0b12\n"
                  "Invalid binary literal: '0B' @ 0B"},
        ErrorCase{"SymbolSign", ": a ( -- ) :a->b ;",
                  "Symbol name contains invalid character '>' @ :a->b"},
        ErrorCase{"SymbolDigit", ": a ( -- ) :1a ;",
                  "Symbol name cannot start with a digit @ :1a"},
        ErrorCase{"SymbolString", ": a ( -- ) :\"x\" ;",
                  "Symbol name contains invalid character '\"' @ :\"x\""},
        ErrorCase{"SymbolSemicolon", ": a ( -- ) : ;\n: b ( -- ) ;",
                  "Symbol name contains invalid character ';' @ : ;",
                  "b (--) = "},
        ErrorCase{"SymbolColon", ": a ( -- ) ::b ;",
                  "Symbol name contains invalid character ':' @ ::"},
        ErrorCase{"SymbolAtTheEnd", ": a ( -- ) :",
                  "Expected symbol name after ':' @ :\n"
                  "Unexpected end of file: the definition that starts with "
                  "this `:` has no `;` @ : a"},
        ErrorCase{"Escape", ": a ( -- ) \"tab\\vhere\" ;",
                  "Unknown escape sequence '\\v' in string literal. Supported: "
                  "\\\" \\\\ \\n \\r \\t \\xHH @ \\v"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Conditionals, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"StrayThen", ": a ( -- ) then ;",
                  "'then' is no longer a parser keyword where no `if` is open "
                  "that it could belong to @ then"},
        ErrorCase{"StrayElse", ": a ( -- ) else ;",
                  "'else' is no longer a parser keyword where no `if` is open "
                  "that it could belong to @ else"},
        ErrorCase{"BehindAnInlineIf", ": a ( -- ) [ ] [ ] if else then ;",
                  "'else' is no longer a parser keyword where no `if` is open "
                  "that it could belong to @ else\n"
                  "'then' is no longer a parser keyword where no `if` is open "
                  "that it could belong to @ then"},
        ErrorCase{"InAnotherBody", ": a ( -- ) if [ then ] ;",
                  "'then' is no longer a parser keyword where no `if` is open "
                  "that it could belong to @ then"},
        ErrorCase{"SecondElse", ": a ( -- ) if else else then ;",
                  "'else' is no longer a parser keyword: the open `if` has an "
                  "`else` already @ else"},
        ErrorCase{"ElseWithoutThen", ": a ( -- ) if 1 else 2 ; : b ( -- ) ;",
                  "Unexpected end of the body: the conditional that starts "
                  "with this `if` has no `then` @ if",
                  "b (--) = "}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Matches, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"NoArms", ": a ( -- ) match end ; : b ( -- ) ;",
                  "Match expression must have at least one arm @ match",
                  "b (--) = "},
        ErrorCase{"NoArrow", ": a ( -- ) match A 1 end ; : b ( -- ) ;",
                  "Expected '->' after pattern 'A', got '1' @ 1", "b (--) = "},
        ErrorCase{"NoArrowBehindBindings", ": a ( -- ) match A { >x } 1 end ;",
                  "Expected '->' after pattern 'A', got '1' @ 1"},
        ErrorCase{"NoPattern", ": a ( -- ) match [ ] -> end ;",
                  "Expected the name of a variant to start a match arm, got "
                  "'[' @ ["},
        ErrorCase{"BindingWithoutPrefix",
                  ": a ( -- ) match A { v, > } -> end ; : b ( -- ) ;",
                  "Match bindings must use '>' prefix, got 'v' @ v\n"
                  "Match bindings must use '>' prefix, got ',' @ ,\n"
                  "Expected field name after '>' @ >",
                  "b (--) = "},
        ErrorCase{"OpenBindings", ": a ( -- ) match A { >x -> end ;",
                  "Expected '}' after the match bindings, got '->' @ ->"},
        ErrorCase{"OpenMatch", ": a ( -- ) match A -> 1 ; : b ( -- ) ;",
                  "Unexpected end of file: the match that starts with this "
                  "`match` has no `end` @ match",
                  "b (--) = "},
        ErrorCase{"OpenMatchWithoutArms", ": a ( -- ) match ; : b ( -- ) ;",
                  "Unexpected end of file: the match that starts with this "
                  "`match` has no `end` @ match",
                  "b (--) = "},
        ErrorCase{"OpenMatchAtTheEnd", ": a ( -- ) match A { ",
                  "Unexpected end of file: the match that starts with this "
                  "`match` has no `end` @ match"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Unions, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"LowerCase", "union u { a B { x: Int } }\n: b ( -- ) ;",
                  "Union name 'u' must start with an uppercase letter @ u\n"
                  "Variant name 'a' must start with an uppercase letter @ a",
                  "b (--) = "},
        ErrorCase{"CommaBetweenVariants",
                  "union Pair { A { x: Int }, B } : b ( -- ) ;",
                  "Variant name ',' must start with an uppercase letter @ ,",
                  "b (--) = "},
        ErrorCase{"NoBrace", "union U A\n: b ( -- ) ;",
                  "Expected '{' after union name 'U', got 'A' @ A",
                  "b (--) = "},
        ErrorCase{"NoName", "union { A }\n: b ( -- ) ;",
                  "expected a name after 'union', got '{' @ {", "b (--) = "},
        ErrorCase{"NoVariant", "union U { }\n: b ( -- ) ;",
                  "Union 'U' must have at least one variant @ U", "b (--) = "},
        ErrorCase{"NoColon", "union U { A { x Int } }\n: b ( -- ) ;",
                  "Expected ':' after field name 'x', got 'Int' @ Int",
                  "b (--) = "},
        ErrorCase{"QuotationType", "union U { A { x: [ -- ] } }\n: b ( -- ) ;",
                  "Expected the name of a type for field 'x', got '[' @ [",
                  "b (--) = "},
        ErrorCase{
            "NoFieldName", "union U { A { [ } }\n: b ( -- ) ;",
            "Expected '}' after variant 'A', or a field name; got '[' @ [",
            "b (--) = "},
        ErrorCase{"OpenUnion", "union U { A\n: b ( -- ) ;",
                  "Unexpected end of file: the union that starts with this "
                  "`union` has no `}` @ union",
                  "b (--) = "},
        ErrorCase{"OpenVariant", "union U { A { x: Int\n: b ( -- ) ;",
                  "Unexpected end of file: Expected '}' after variant 'A' @ {",
                  "b (--) = "},
        ErrorCase{"AtTheEnd", "union U {",
                  "Unexpected end of file: the union that starts with this "
                  "`union` has no `}` @ union"},
        ErrorCase{"EndForType", "union U { A { x: ",
                  "Unexpected end of file: Expected the name of a type for "
                  "field 'x', got 'end of file' @ "},
        ErrorCase{"OnlyTheKeyword", "union",
                  "Unexpected end of file: this `union` has no name and no "
                  "`}` @ union"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Includes, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"Syntax", "include foo\n: b ( -- ) ;",
                  "Invalid include syntax 'foo' @ foo", "b (--) = "},
        ErrorCase{"StdWithoutColon", "include std list\n: b ( -- ) ;",
                  "Expected ':' after 'std', got 'list' @ list", "b (--) = "},
        ErrorCase{"FfiWithoutColon", "include ffi libedit\n: b ( -- ) ;",
                  "Expected ':' after 'ffi', got 'libedit' @ libedit",
                  "b (--) = "},
        ErrorCase{"StdWithoutName", "include std: ;\n: b ( -- ) ;",
                  "Expected the name of a module after 'std:', got ';' @ ;",
                  "b (--) = "},
        ErrorCase{"AtTheEnd", "include",
                  "Invalid include syntax 'end of file' @ "}),
    kNameOf);

// Each is the effect of a word; the next word must be found.
INSTANTIATE_TEST_SUITE_P(
    Effects, CurrentParseErrorTest,
    testing::Values(
        ErrorCase{"NoSeparator", ": a ( Int ) ;",
                  "Expected '--' separator in stack effect, got ')' @ )"},
        ErrorCase{"NoSeparatorBeforeYield", ": a ( Int | Yield Int ) ;",
                  "Expected '--' separator in stack effect, got '|' @ |"},
        ErrorCase{"JoinedSeparator", ": a ( Int--Int ) ;",
                  "Expected '--' separator in stack effect, got ')' @ )"},
        ErrorCase{"NoSeparatorInQuotation", ": a ( [Int] -- ) ;",
                  "Quotation types require '--' separator @ ]"},
        ErrorCase{"TwoSeparators", ": a ( -- -- ) ;",
                  "Expected ')' to end stack effect, got a second '--' @ --"},
        ErrorCase{"NoYields", ": a ( -- | ) ;",
                  "Expected at least one effect after '|' @ )"},
        ErrorCase{"UnknownYield", ": a ( -- | Throw Int ) ;",
                  "Unknown effect 'Throw'. Expected 'Yield' @ Throw"},
        ErrorCase{"YieldWithoutType", ": a ( -- | Yield ) ;",
                  "Expected type after 'Yield' @ Yield"},
        ErrorCase{"YieldInQuotation", ": a ( [ -- | Yield Int ] -- ) ;",
                  "Unknown type: '|' @ |"},
        ErrorCase{"Quotation", ": a ( Quotation -- ) ;",
                  "'Quotation' is not a valid type @ Quotation"},
        ErrorCase{"Closure", ": a ( Closure -- ) ;",
                  "Expected '[' after 'Closure' @ Closure"},
        ErrorCase{"LowerCase", ": inc ( n -- n ) ;",
                  "Unknown type: 'n' @ n\nUnknown type: 'n' @ n"},
        ErrorCase{"NamedParameters", ": a ( x:Int y : Int -- 5 ) ;",
                  "Unknown type: 'x' @ x\nUnknown type: 'y' @ y\n"
                  "Unknown type: '5' @ 5"},
        ErrorCase{"Rows", ": a ( ..A .. -- ..a-b ) ;",
                  "row variable '..A' must start with a lowercase letter @ "
                  "..A\n"
                  "row variable '..' must have a name after '..' @ ..\n"
                  "row variable '..a-b' can only contain letters, numbers, and "
                  "underscores @ ..a-b"}),
    kNameOf);

TEST(CurrentParseRecoveryTest, NamesOfBrokenDefinitionsAreKept) {
  const Parsed parsed(": a ( x -- ) ;\nunion U { a }\n: b ( -- ) [ ;\n",
                      Edition::kCurrent);
  EXPECT_EQ(absl::StrJoin(parsed.broken.words, " "), "a b");
  EXPECT_EQ(absl::StrJoin(parsed.broken.unions, " "), "U");
  EXPECT_TRUE(parsed.program.unions.empty());
}

TEST(CurrentParseErrorCodeTest, EveryErrorHasItsCode) {
  const std::pair<std::string, DiagnosticCode> cases[] = {
      {": a 0xG ;", DiagnosticCode::kInvalidLiteral},
      {": a :1 ;", DiagnosticCode::kInvalidSymbol},
      {": a then ;", DiagnosticCode::kStrayKeyword},
      {": a if else ;", DiagnosticCode::kUnexpectedEnd},
      {": a match end ;", DiagnosticCode::kInvalidMatch},
      {"union u { A }", DiagnosticCode::kInvalidUnion},
      {"union", DiagnosticCode::kUnexpectedEnd},
      {"union ;", DiagnosticCode::kMissingName},
      {"include x", DiagnosticCode::kInvalidInclude},
  };
  for (const auto& [text, code] : cases) {
    const Parsed parsed(text, Edition::kCurrent);
    ASSERT_EQ(parsed.diagnostics.all().size(), 1u) << text;
    EXPECT_EQ(parsed.diagnostics.all()[0].code, code) << text;
  }
}

}  // namespace
}  // namespace seq
