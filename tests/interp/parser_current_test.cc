// parser.h: the current edition.

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "interp/parser.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

// --- Trees -------------------------------------------------------------------

class CurrentParseTest : public testing::TestWithParam<ParseCase> {};

TEST_P(CurrentParseTest, GivesTree) {
  const Parsed parsed(GetParam().text, Edition::kCurrent);
  EXPECT_EQ(parsed.Errors(), "");
  EXPECT_EQ(parsed.Words(), GetParam().words);
  EXPECT_TRUE(parsed.broken.words.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Definitions, CurrentParseTest,
    testing::Values(
        ParseCase{"Glued", ": glue (Int -- Int) 1 i.+;",
                  "glue (Int--Int) = #1 i.+"},
        ParseCase{"GluedString", ": hop ( -- Bool ) \"a\"drop true;",
                  "hop (--Bool) = \"a\" drop #true"},
        ParseCase{"NoEffect", ": two 2 drop ;", "two = #2 drop"},
        ParseCase{"EffectOverLines",
                  ": area ( Int   # width\n  Int # height\n -- Int )\n i.* ;",
                  "area (Int Int--Int) = i.*"},
        ParseCase{"EffectOnTheNextLine", ": area # x\n ( Int -- ) drop ;",
                  "area (Int--) = drop"},
        ParseCase{"NameOnTheNextLine", ":\narea ( -- ) ;", "area (--) = "},
        ParseCase{"NoNameIsReserved",
                  ": if ( -- ) ; : match ( -- ) ; : true ( -- ) ; "
                  ": 7 ( -- ) ; : then ( -- ) ; : union ( -- ) ; "
                  ": ] ( -- ) ; : { ( -- ) ; : , ( -- ) ; : -> ( -- ) ;",
                  "if (--) = \nmatch (--) = \ntrue (--) = \n7 (--) = \n"
                  "then (--) = \nunion (--) = \n] (--) = \n{ (--) = \n"
                  ", (--) = \n-> (--) = "},
        ParseCase{"StrayDelimitersAreCalls", ": a ( -- ) ] ) } { , -> ( ;",
                  "a (--) = ] ) } { , -> ("},
        ParseCase{"EndIsACall", ": a ( -- ) end ;", "a (--) = end"},
        ParseCase{"Shebang", "#!/usr/bin/env seq\n: a ( -- ) ; # \"x\n",
                  "a (--) = "},
        ParseCase{"SymbolsMayStandFirst", ": a ( -- )\n  :b c\n  :d\n;",
                  "a (--) = :b c :d"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Literals, CurrentParseTest,
    testing::Values(
        ParseCase{"Numbers", ": n ( -- ) 5. .5 1E+3 +7 0xfF 0b101 -0.5 ;",
                  "n (--) = #5f #0.5f #1000f #7 #255 #5 #-0.5f"},
        ParseCase{"NotNumbers",
                  ": n ( -- ) inf nan . e5 - + 1_000 -0xFF "
                  "9223372036854775808 ;",
                  "n (--) = inf nan . e5 - + 1_000 -0xFF 9223372036854775808"},
        ParseCase{"Symbols", ": s ( -- ) :half-open? : ok :\nthere :-x :_y ;",
                  "s (--) = :half-open? :ok :there :-x :_y"},
        ParseCase{"SymbolInQuotation", ": s ( -- ) [ :a] ;",
                  "s (--) = [0: :a]"},
        ParseCase{"SymbolNamedLikeAKeyword", ": s ( -- ) :if :then :match ;",
                  "s (--) = :if :then :match"},
        ParseCase{"HexEscape", ": s ( -- ) \"\\x41\" ;", "s (--) = \"A\""}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Effects, CurrentParseTest,
    testing::Values(
        ParseCase{"AllTypes",
                  ": e ( Int Float Bool String Symbol Channel Socket Variant U "
                  "T -- ) ;",
                  "e (Int Float Bool String Symbol Channel Socket Variant U "
                  "T--) = "},
        ParseCase{"LastRowWins", ": e ( ..a Int ..b -- Int ..c ) ;",
                  "e (..b Int--..c Int) = "},
        ParseCase{"Yields", ": e ( T -- T | Yield Int Yield Foo ) ;",
                  "e (T--T | Int | Foo) = "},
        ParseCase{"YieldOverLines", ": e ( -- |\n Yield\n Int\n ) ;",
                  "e (-- | Int) = "},
        ParseCase{"Closure", ": e ( -- Closure\n[ Int -- ] ) ;",
                  "e (--Closure[Int--]) = "},
        ParseCase{"YieldIsAName", ": Yield ( Yield -- ) ;",
                  "Yield (Yield--) = "}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Conditionals, CurrentParseTest,
    testing::Values(
        ParseCase{"Inline", ": f ( -- ) c [ 1 ] [ 2 ] if d ;",
                  "f (--) = c if(#1)else(#2) d"},
        ParseCase{"Nested",
                  ": f ( -- ) [ ] [ [ 1 ] [ 2 ] if ] if [ [ ] [ ] if ] ;",
                  "f (--) = if()else(if(#1)else(#2)) [4: if()else()]"},
        ParseCase{"ThreeQuotations", ": f ( -- ) [ a ] [ b ] [ c ] if ;",
                  "f (--) = [0: a] if(b)else(c)"},
        ParseCase{"OneQuotationIsTheWord", ": f ( -- ) a [ b ] if ;",
                  "f (--) = a [0: b] if"},
        ParseCase{"NotDirectlyIsTheWord", ": f ( -- ) [ a ] [ b ] dup if ;",
                  "f (--) = [0: a] [1: b] dup if"},
        ParseCase{"CommentsDoNotCount", ": f ( -- ) [ a ] # x\n[ b ]\nif ;",
                  "f (--) = if(a)else(b)"},
        ParseCase{"Keywords", ": f ( -- ) c if 1 else 2 then d ;",
                  "f (--) = c if(#1)else(#2) d"},
        ParseCase{"KeywordsWithoutElse", ": f ( -- ) c if 1 then d ;",
                  "f (--) = c if(#1) d"},
        ParseCase{"KeywordsNested",
                  ": f ( -- ) a if b if 1 else 2 then else c if 3 then then ;",
                  "f (--) = a if(b if(#1)else(#2))else(c if(#3))"},
        ParseCase{"EmptyKeywords", ": f ( -- ) if else then if then ;",
                  "f (--) = if()else() if()"},
        ParseCase{"IfWithoutThenIsTheWord", ": f ( -- ) a b c if d ;",
                  "f (--) = a b c if d"},
        ParseCase{"ThenBelongsToTheNearestIf", ": f ( -- ) if a if b then ;",
                  "f (--) = if a if(b)"},
        ParseCase{"InlineInsideKeywords",
                  ": f ( -- ) a if [ 1 ] [ 2 ] if else [ 3 ] [ 4 ] if then ;",
                  "f (--) = a if(if(#1)else(#2))else(if(#3)else(#4))"},
        ParseCase{"QuotationsOnBothSidesOfElse",
                  ": f ( -- ) a if [ 1 ] else [ 2 ] if 3 then then ;",
                  "f (--) = a if([0: #1])else([1: #2] if(#3))"},
        ParseCase{"QuotationsApartAreNoBranches",
                  ": f ( -- ) [ 1 ] a if [ 2 ] if then ;",
                  "f (--) = [0: #1] a if [1: #2] if()"},
        ParseCase{"KeywordsInQuotations",
                  ": f ( -- ) a if [ b if 1 then ] call then ;",
                  "f (--) = a if([0: b if(#1)] call)"},
        ParseCase{"TheSameBodyOnly", ": f ( -- ) a if [ b if ] then ;",
                  "f (--) = a if([0: b if])"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Matches, CurrentParseTest,
    testing::Values(
        ParseCase{"BothStyles",
                  ": f ( -- ) match Push { >n } -> a b Add -> c "
                  "Pair { >x >y >x } -> No { } -> d end e ;",
                  "f (--) = match(Push{ >n }(a b) Add(c) "
                  "Pair{ >x >y >x }() No{ }(d)) e"},
        ParseCase{"EmptyArms", ": f ( -- ) match A -> B -> end ;",
                  "f (--) = match(A() B())"},
        ParseCase{"CapitalisedCalls",
                  ": f ( -- ) match A -> Make-X Foo B -> A-x end ;",
                  "f (--) = match(A(Make-X Foo) B(A-x))"},
        ParseCase{"AnyLineBreaks",
                  ": f ( -- ) match\nA\n{\n>x\n}\n->\nB\n->\n1\nend ;",
                  "f (--) = match(A{ >x }() B(#1))"},
        ParseCase{"Nested",
                  ": f ( -- ) match A -> match B -> 1 C -> 2 end D -> [ match "
                  "E -> end ] end ;",
                  "f (--) = match(A(match(B(#1) C(#2))) D([0: match(E())]))"},
        ParseCase{"EndInAQuotationIsACall",
                  ": f ( -- ) match A -> [ end B -> ] end ;",
                  "f (--) = match(A([0: end B ->]))"},
        ParseCase{"ConditionalsInArms",
                  ": f ( -- ) match A -> [ 1 ] [ 2 ] if B -> c if 3 then end ;",
                  "f (--) = match(A(if(#1)else(#2)) B(c if(#3)))"},
        ParseCase{"SymbolIsNoPattern", ": f ( -- ) match A -> :B -> end ;",
                  "f (--) = match(A(:B ->))"},
        ParseCase{"UnicodePattern", ": f ( -- ) match Ä -> Öl -> end ;",
                  "f (--) = match(Ä() Öl())"},
        ParseCase{"FirstPatternMayBeAnyName", ": f ( -- ) match x -> end ;",
                  "f (--) = match(x())"}),
    kNameOf);

class UnionTest : public testing::TestWithParam<ParseCase> {};

TEST_P(UnionTest, GivesUnions) {
  const Parsed parsed(GetParam().text, Edition::kCurrent);
  EXPECT_EQ(parsed.Errors(), "");
  EXPECT_EQ(parsed.Unions(), GetParam().words);
  EXPECT_TRUE(parsed.broken.unions.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, UnionTest,
    testing::Values(
        ParseCase{"Shape",
                  "union Shape {\n  Dot # no fields\n  Line { len: Int }\n  "
                  "Text { body: String, size: Int, }\n}",
                  "Shape = Dot{} Line{len:Int} Text{body:String size:Int}"},
        ParseCase{"OneLine", "union A{B C{}}union D { E }",
                  "A = B{} C{}\nD = E{}"},
        ParseCase{"NoCommas", "union A { B { x: Int y: A z : T } }",
                  "A = B{x:Int y:A z:T}"},
        ParseCase{"LineBreaks", "union\nA\n{\nB\n{\nx\n:\nInt\n}\n}",
                  "A = B{x:Int}"},
        ParseCase{"Keywords", "union If { Then { if: Int end: Int } }",
                  "If = Then{if:Int end:Int}"},
        ParseCase{"Unicode", "union Äh { Ö { größe: Int } }",
                  "Äh = Ö{größe:Int}"}),
    kNameOf);

TEST(CurrentParseSpanTest, CoverWhatTheyName) {
  const Parsed parsed(
      "union U { A { x: Int } }\n"
      ": f ( -- ) :s match A { >x } -> [ 1 ] [ 2 ] if end ;",
      Edition::kCurrent);
  const auto text = [&](Span span) {
    return std::string(parsed.sources.Text(span));
  };
  const UnionDefinition& definition = parsed.program.unions.at(0);
  EXPECT_EQ(text(definition.span), "union U { A { x: Int } }");
  EXPECT_EQ(text(definition.name_span), "U");
  EXPECT_EQ(text(definition.variants[0].name_span), "A");
  EXPECT_EQ(text(definition.variants[0].fields[0].name_span), "x");
  EXPECT_EQ(text(definition.variants[0].fields[0].type_span), "Int");
  const Body& body = parsed.program.words.at(0).body;
  EXPECT_EQ(text(body[0].span), ":s");
  EXPECT_EQ(text(body[1].span), "match");
  const auto& match = std::get<Match>(body[1].node);
  EXPECT_EQ(text(match.end), "end");
  EXPECT_EQ(text(match.arms[0].variant_span), "A");
  EXPECT_EQ(text(match.arms[0].bindings->at(0).span), ">x");
  const Item& conditional = match.arms[0].body.at(0);
  EXPECT_EQ(text(conditional.span), "if");
  EXPECT_EQ(text(std::get<Conditional>(conditional.node).end), "if");
  EXPECT_TRUE(std::get<Conditional>(conditional.node).has_else);
}

TEST(CurrentParseSpanTest, KeywordConditionalEndsAtThen) {
  const Parsed parsed(": f ( -- ) a if b then ;", Edition::kCurrent);
  const Item& item = parsed.program.words.at(0).body.at(1);
  EXPECT_EQ(parsed.sources.Text(item.span), "if");
  EXPECT_EQ(parsed.sources.Text(std::get<Conditional>(item.node).end), "then");
  EXPECT_FALSE(std::get<Conditional>(item.node).has_else);
}

TEST(IncludeTest, AreCollected) {
  const Parsed parsed(
      "include std:list include \"a\\b/c\" # x\ninclude\nffi : libedit\n"
      ": f ( -- ) ; include std:stack-utils",
      Edition::kCurrent);
  EXPECT_EQ(parsed.Errors(), "");
  std::vector<std::string> includes;
  for (const IncludeSyntax& include : parsed.program.includes) {
    includes.push_back(std::to_string(static_cast<int>(include.form)) +
                       include.name);
  }
  EXPECT_EQ(absl::StrJoin(includes, " "),
            "0list 1a\\b/c 2libedit 0stack-utils");
  EXPECT_EQ(parsed.sources.Text(parsed.program.includes[1].span),
            "include \"a\\b/c\"");
  EXPECT_EQ(parsed.Words(), "f (--) = ");
}

}  // namespace
}  // namespace seq
