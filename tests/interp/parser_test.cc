#include "interp/parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interp/limits.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

// --- Programs that are fine --------------------------------------------------

class ParseTest : public testing::TestWithParam<ParseCase> {};

TEST_P(ParseTest, GivesTree) {
  const Parsed parsed(GetParam().text);
  EXPECT_EQ(parsed.Errors(), "");
  EXPECT_EQ(parsed.Words(), GetParam().words);
  EXPECT_TRUE(parsed.broken.words.empty());
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
      {"( Int )", "Expected '--' separator in stack effect, got ')'"},
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
