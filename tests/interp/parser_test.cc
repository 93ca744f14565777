#include "interp/parser.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

// --- Trees as text -----------------------------------------------------------

std::string Show(const EffectSyntax& effect);

std::string Show(const TypeSyntax& type) {
  if (type.form == TypeSyntax::Form::kName) return type.name;
  return absl::StrCat(
      type.form == TypeSyntax::Form::kClosure ? "Closure[" : "[",
      Show(*type.signature), "]");
}

std::string Show(const SideSyntax& side) {
  std::vector<std::string> parts;
  if (side.row.has_value()) parts.push_back(".." + side.row->name);
  for (const TypeSyntax& type : side.types) parts.push_back(Show(type));
  return absl::StrJoin(parts, " ");
}

// Without the brackets around it.
std::string Show(const EffectSyntax& effect) {
  return absl::StrCat(Show(effect.inputs), "--", Show(effect.outputs));
}

std::string Show(const Body& body);

struct ItemShower {
  std::string operator()(const IntLiteral& node) const {
    return absl::StrCat("#", node.value);
  }
  std::string operator()(const BoolLiteral& node) const {
    return node.value ? "#true" : "#false";
  }
  std::string operator()(const StringLiteral& node) const {
    return absl::StrCat("\"", node.bytes, "\"");
  }
  std::string operator()(const WordCall& node) const { return node.name; }
  std::string operator()(const QuotationLiteral& node) const {
    return absl::StrCat("[", node.id, ": ", Show(node.body), "]");
  }
  std::string operator()(const Conditional& node) const {
    return absl::StrCat(
        "if(", Show(node.then_body), ")",
        node.has_else ? absl::StrCat("else(", Show(node.else_body), ")") : "");
  }
};

std::string Show(const Body& body) {
  std::vector<std::string> parts;
  for (const Item& item : body) {
    parts.push_back(std::visit(ItemShower(), item.node));
  }
  return absl::StrJoin(parts, " ");
}

std::string Show(const WordDefinition& word) {
  return absl::StrCat(word.name, " ",
                      word.effect.has_value()
                          ? absl::StrCat("(", Show(*word.effect), ") ")
                          : "",
                      "= ", Show(word.body));
}

// One file, lexed and parsed.
struct Parsed {
  explicit Parsed(std::string text) {
    sources.Add("a.seq", std::move(text));
    const auto tokens = Lex(sources, 0, Edition::kClassic, diagnostics);
    Parse(tokens, program, broken_names, diagnostics);
  }

  std::string Words() const {
    std::vector<std::string> words;
    for (const WordDefinition& word : program.words) {
      words.push_back(Show(word));
    }
    return absl::StrJoin(words, "\n");
  }

  // "MESSAGE @ MARKED TEXT", one line per error.
  std::string Errors() const {
    std::vector<std::string> errors;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      errors.push_back(absl::StrCat(diagnostic.message, " @ ",
                                    sources.Text(diagnostic.span)));
    }
    return absl::StrJoin(errors, "\n");
  }

  std::string Rendered() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      text += RenderDiagnostic(diagnostic, sources, {});
    }
    return text;
  }

  SourceMap sources;
  Diagnostics diagnostics;
  Program program;
  std::vector<std::string> broken_names;
};

// --- Programs that are fine --------------------------------------------------

struct ParseCase {
  std::string name;
  std::string text;
  std::string words;
};

const auto kNameOf = [](const auto& test) { return test.param.name; };

class ParseTest : public testing::TestWithParam<ParseCase> {};

TEST_P(ParseTest, GivesTree) {
  const Parsed parsed(GetParam().text);
  EXPECT_EQ(parsed.Errors(), "");
  EXPECT_EQ(parsed.Words(), GetParam().words);
  EXPECT_TRUE(parsed.broken_names.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Definitions, ParseTest,
    testing::Values(
        ParseCase{"NoDefinition", " # nothing\n", ""},
        ParseCase{"EmptyBody", ": a ( -- ) ;", "a (--) = "},
        ParseCase{"NoEffect", ": a 42 ;", "a = #42"},
        ParseCase{"NoSpaces", ":a(--)b;:b(--);", "a (--) = b\nb (--) = "},
        ParseCase{"EffectOnTheNextLine", ": a\n  ( -- )\n b ;", "a (--) = b"},
        ParseCase{"CommentsAnywhere",
                  "# 1\n: # 2\na # 3\n( # 4\nInt # 5\n-- # 6\n) # 7\n"
                  "b # 8\n; # 9",
                  "a (Int--) = b"},
        ParseCase{"OddNames", ": + ; : ok? ; : #x ; : -- ;",
                  "+ = \nok? = \n#x = \n-- = "},
        ParseCase{"NamesThatCannotBeCalled", ": if ; : true ; : 7 ;",
                  "if = \ntrue = \n7 = "},
        ParseCase{"SameNameTwice", ": a ; : a 1 ;", "a = \na = #1"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Items, ParseTest,
    testing::Values(
        ParseCase{"Integers", ": a 1 -2 +3 007 9223372036854775807 ;",
                  "a = #1 #-2 #3 #7 #9223372036854775807"},
        ParseCase{"NotIntegers", ": a 9223372036854775808 1.5 0x10 + - ;",
                  "a = 9223372036854775808 1.5 0x10 + -"},
        ParseCase{"Booleans", ": a true false True ;", "a = #true #false True"},
        ParseCase{"Strings", ": a \"x\\ty\" \"\" \"\\\"\" ;",
                  "a = \"x\ty\" \"\" \"\"\""},
        ParseCase{"StringsAreNotKeywords", ": a \"if\" \";\" \"[\" \"1\" ;",
                  "a = \"if\" \";\" \"[\" \"1\""},
        ParseCase{"Quotation", ": a [ 1 b ] c ;", "a = [0: #1 b] c"},
        ParseCase{"EmptyQuotation", ": a [] ;", "a = [0: ]"},
        ParseCase{"QuotationsAreNumberedInSourceOrder",
                  ": a [ [ ] ] [ ] ; : b [ ] ;",
                  "a = [0: [1: ]] [2: ]\nb = [3: ]"},
        ParseCase{"Conditional", ": a if 1 then 2 ;", "a = if(#1) #2"},
        ParseCase{"ConditionalWithElse", ": a if 1 else b then ;",
                  "a = if(#1)else(b)"},
        ParseCase{"EmptyBranches", ": a if else then if then ;",
                  "a = if()else() if()"},
        ParseCase{"NestedConditionals",
                  ": a if if 1 then else if 2 else 3 then then ;",
                  "a = if(if(#1))else(if(#2)else(#3))"},
        ParseCase{"ConditionalInQuotation", ": a [ if 1 then ] ;",
                  "a = [0: if(#1)]"},
        ParseCase{"QuotationInConditional", ": a if [ ] else [ ] then ;",
                  "a = if([0: ])else([1: ])"}),
    kNameOf);

// `else`, `then`, `]`, `)` and `;` mean something only to what waits for them.
INSTANTIATE_TEST_SUITE_P(
    StrayClosers, ParseTest,
    testing::Values(ParseCase{"InDefinition", ": a else then ] ) ( ;",
                              "a = else then ] ) ("},
                    ParseCase{"InQuotation", ": a [ else then ) ; ] ;",
                              "a = [0: else then ) ;]"},
                    ParseCase{"InConditional", ": a if ] ) ; then ;",
                              "a = if(] ) ;)"},
                    ParseCase{"InElse", ": a if else 1 else 2 then ;",
                              "a = if()else(#1 else #2)"},
                    ParseCase{"ThenInsideQuotationInsideConditional",
                              ": a if [ then ] then ;", "a = if([0: then])"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Effects, ParseTest,
    testing::Values(
        ParseCase{"Empty", ": a ( -- ) ;", "a (--) = "},
        ParseCase{"Types", ": a ( Int Bool -- String ) ;",
                  "a (Int Bool--String) = "},
        ParseCase{"TypeVariables", ": a ( T List -- Élan T2 ) ;",
                  "a (T List--Élan T2) = "},
        ParseCase{"Rows", ": a ( ..a Int -- ..b_2 ) ;",
                  "a (..a Int--..b_2) = "},
        ParseCase{"RowAnywhere", ": a ( Int ..a -- ) ;", "a (..a Int--) = "},
        ParseCase{"TheLastRowCounts", ": a ( ..a Int ..b -- ) ;",
                  "a (..b Int--) = "},
        ParseCase{"Quotation", ": a ( [Int -- Int] -- ) ;",
                  "a ([Int--Int]--) = "},
        ParseCase{"EmptyQuotation", ": a ( [--] -- ) ;", "a ([--]--) = "},
        ParseCase{"NestedQuotations", ": a ( [ [ ..a -- ] T -- ..a ] -- ) ;",
                  "a ([[..a--] T--..a]--) = "},
        ParseCase{"Closure", ": a ( -- Closure[Int -- Int] Closure [ -- ] ) ;",
                  "a (--Closure[Int--Int] Closure[--]) = "},
        ParseCase{"OverLines", ": a (\nInt # one\n\n--\n) ;", "a (Int--) = "}),
    kNameOf);

// --- Spans -------------------------------------------------------------------

TEST(ParseSpanTest, EverythingKnowsItsPlace) {
  const Parsed parsed(
      ": a ( Int [ -- ] -- ..r Closure [ -- T ] )\n"
      "  12 \"s\" [ b ] if c else d then ;");
  ASSERT_EQ(parsed.program.words.size(), 1u);
  const WordDefinition& word = parsed.program.words[0];
  const auto text = [&](Span span) {
    return std::string(parsed.sources.Text(span));
  };
  EXPECT_EQ(text(word.name_span), "a");
  EXPECT_EQ(text(word.span), parsed.sources.file(0).text());
  EXPECT_EQ(text(word.effect->span), "( Int [ -- ] -- ..r Closure [ -- T ] )");
  EXPECT_EQ(text(word.effect->inputs.types[0].span), "Int");
  EXPECT_EQ(text(word.effect->inputs.types[1].span), "[ -- ]");
  EXPECT_EQ(text(word.effect->outputs.row->span), "..r");
  const TypeSyntax& closure = word.effect->outputs.types[0];
  EXPECT_EQ(text(closure.span), "Closure [ -- T ]");
  EXPECT_EQ(text(closure.signature->span), "[ -- T ]");
  EXPECT_EQ(text(closure.signature->outputs.types[0].span), "T");

  ASSERT_EQ(word.body.size(), 4u);
  EXPECT_EQ(text(word.body[0].span), "12");
  EXPECT_EQ(text(word.body[1].span), "\"s\"");
  EXPECT_EQ(text(word.body[2].span), "[ b ]");
  EXPECT_EQ(text(word.body[3].span), "if");
  const auto& conditional = std::get<Conditional>(word.body[3].node);
  EXPECT_EQ(text(conditional.end), "then");
  EXPECT_EQ(text(conditional.else_body[0].span), "d");
}

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
  EXPECT_EQ(absl::StrJoin(parsed.broken_names, " "), GetParam().broken);
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
  EXPECT_LT(parsed.broken_names.size(), kMaxDiagnostics);
}

TEST(ParseRecoveryTest, AnotherFilesUnclosedStringHidesNothing) {
  SourceMap sources;
  sources.Add("a.seq", "\"");
  sources.Add("b.seq", ": b");
  Diagnostics diagnostics;
  Program program;
  std::vector<std::string> broken;
  Lex(sources, 0, Edition::kClassic, diagnostics);
  Parse(Lex(sources, 1, Edition::kClassic, diagnostics), program, broken,
        diagnostics);
  EXPECT_EQ(diagnostics.all().size(), 2u);
}

TEST(ParseTest, FilesAppendToOneProgram) {
  SourceMap sources;
  sources.Add("a.seq", ": a [ ] ;");
  sources.Add("b.seq", ": b [ ] ;");
  Diagnostics diagnostics;
  Program program;
  std::vector<std::string> broken;
  for (uint32_t file = 0; file < 2; ++file) {
    Parse(Lex(sources, file, Edition::kClassic, diagnostics), program, broken,
          diagnostics);
  }
  ASSERT_EQ(program.words.size(), 2u);
  EXPECT_EQ(Show(program.words[1]), "b = [1: ]");
  EXPECT_EQ(program.words[1].span.file, 1u);
}

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
    EXPECT_EQ(absl::StrJoin(parsed.broken_names, " "), "a");
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

// The bound is generous; work that grows with the square of the size takes
// minutes here.
TEST_P(ParseSpeedTest, IsLinear) {
  std::string text = ": a ";
  while (text.size() < 2'000'000) text += GetParam().text;
  const auto start = std::chrono::steady_clock::now();
  const Parsed parsed(text);
  const std::string rendered = parsed.Rendered();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
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
          ASSERT_TRUE(parsed.broken_names.empty()) << text;
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

// --- Effects of built-in words -----------------------------------------------

struct EffectResult {
  std::string effect;  // "none" if there is none
  std::vector<Diagnostic> errors;
};

EffectResult ParseAlone(std::string text) {
  SourceMap sources;
  sources.Add("effect", std::move(text));
  Diagnostics diagnostics;
  const auto effect =
      ParseEffect(Lex(sources, 0, Edition::kClassic, diagnostics), diagnostics);
  return {effect.has_value() ? Show(*effect) : "none", diagnostics.all()};
}

TEST(ParseEffectTest, ReadsAWholeEffect) {
  const EffectResult result =
      ParseAlone("( ..a [..a -- ..a Int] T -- ..a T T )");
  EXPECT_EQ(result.effect, "..a [..a--..a Int] T--..a T T");
  EXPECT_TRUE(result.errors.empty());
}

TEST(ParseEffectTest, RefusesEverythingElse) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "a stack effect starts with '('"},
      {"Int -- Int", "a stack effect starts with '('"},
      {"( Int --", "this stack effect has no `)`"},
      {"( Int -- ; )", "this stack effect has no `)`"},
      {"( Int -- ) x", "unexpected 'x' behind the stack effect"},
      {"( int -- )", "Unknown type: 'int'"},
      {"( Int )", "Expected '--' in stack effect, got ')'"},
  };
  for (const auto& [text, message] : cases) {
    const EffectResult result = ParseAlone(text);
    EXPECT_EQ(result.effect, "none") << text;
    ASSERT_EQ(result.errors.size(), 1u) << text;
    EXPECT_EQ(result.errors[0].message, message) << text;
  }
}

}  // namespace
}  // namespace seq
