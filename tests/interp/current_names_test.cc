// names.h: the current edition.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interp/names.h"
#include "tests/interp/named_program.h"

namespace seq {
namespace {

using testing::HasSubstr;

std::string ErrorsOf(std::string text) { return NamedProgram(text).Errors(); }

std::string HelpFor(const std::string& word) {
  return NamedProgram(": helper ( -- ) ; : f ( -- ) " + word + " ;").Help();
}

constexpr char kForgotten[] =
    ". Did you forget to define it or misspell a built-in?";

TEST(CurrentNamesTest, EverythingThatExistsMayBeCalled) {
  EXPECT_EQ(ErrorsOf(": f ( -- ) dup g [ drop ] Make-A is-A? A-x ;\n"
                     ": g ( -- ) f + ;\nunion U { A { x: Int } }"),
            "");
}

TEST(CurrentNamesTest, UndefinedCallsAreReportedEverywhere) {
  EXPECT_EQ(
      ErrorsOf(": f ( -- ) [ a ] [ b ] if c if d then\n"
               "match A -> e end [ g ] ;"),
      absl::StrCat("Undefined word 'a' called in word 'f'", kForgotten,
                   " @ a\nUndefined word 'b' called in word 'f'", kForgotten,
                   " @ b\nUndefined word 'c' called in word 'f'", kForgotten,
                   " @ c\nUndefined word 'd' called in word 'f'", kForgotten,
                   " @ d\nUndefined word 'e' called in word 'f'", kForgotten,
                   " @ e\nUndefined word 'g' called in word 'f'", kForgotten,
                   " @ g"));
}

TEST(CurrentNamesTest, StrayDelimitersAreUndefinedWords) {
  for (const char* word : {"]", ")", "}", "{", ",", "->", "(", "end", "1_000",
                           "9223372036854775808", "-0xFF", "nan"}) {
    EXPECT_THAT(ErrorsOf(absl::StrCat(": f ( -- ) ", word, " ;")),
                HasSubstr(absl::StrCat("Undefined word '", word,
                                       "' called in word 'f'")));
  }
}

TEST(CurrentNamesTest, OrdinaryNamesMayBeDefined) {
  EXPECT_EQ(ErrorsOf(": ] ( -- ) ; : end ( -- ) ; : f ( -- ) ] end ;"), "");
}

TEST(CurrentNamesTest, BuiltInsMayBeDefinedAgain) {
  EXPECT_EQ(ErrorsOf(": dup ( Int -- ) drop ; : f ( -- ) dup ;"), "");
}

TEST(CurrentNamesTest, DuplicateWords) {
  EXPECT_EQ(ErrorsOf(": f ( -- ) ;\n: f ( Int -- ) drop ;"),
            "Word 'f' is defined multiple times @ f");
}

TEST(CurrentNamesTest, DuplicateWordsShowBothPlaces) {
  const NamedProgram program(": f ( -- ) ;\n: f ( -- ) ;");
  ASSERT_EQ(program.diagnostics.all().size(), 1u);
  const Diagnostic& diagnostic = program.diagnostics.all()[0];
  EXPECT_EQ(diagnostic.span.begin, 15u);
  ASSERT_EQ(diagnostic.notes.size(), 1u);
  EXPECT_EQ(diagnostic.notes[0].span.begin, 2u);
}

TEST(CurrentNamesTest, UnionWordsMayNotBeDefinedAgain) {
  EXPECT_EQ(ErrorsOf("union Lamp { On Off }\nunion Radio { On }"),
            "Word 'Make-On' is defined multiple times @ On");
  EXPECT_EQ(ErrorsOf("union Lamp { On }\n: is-On? ( -- ) ;"),
            "Word 'is-On?' is defined multiple times @ is-On?");
  EXPECT_EQ(ErrorsOf("union A { B { c-d: Int } }\nunion C { B-c { d: Int } }"),
            "Word 'B-c-d' is defined multiple times @ B-c");
  EXPECT_EQ(ErrorsOf("union A { B { x: Int } }\nunion C { B { x: Int } }"),
            "Word 'Make-B' is defined multiple times @ B");
}

TEST(CurrentNamesTest, MainIsNeededOnRequest) {
  EXPECT_EQ(NamedProgram(": f ( -- ) ;", true).Errors(),
            "No main word defined @ ");
  EXPECT_EQ(NamedProgram(": f ( -- ) ;", false).Errors(), "");
  EXPECT_EQ(NamedProgram(": main ( -- ) ;", true).Errors(), "");
  // Its errors are reported; it is there.
  EXPECT_EQ(NamedProgram(": main ( x -- ) ;", true).Errors(),
            "Unknown type: 'x' @ x");
}

TEST(CurrentNamesTest, RetiredNamesSayWhatReplacedThem) {
  EXPECT_EQ(ErrorsOf(": f ( -- ) tcp.listen mod http.get ;"),
            "'tcp.listen' was renamed to 'net.tcp.listen' in v7.0 @ "
            "tcp.listen\n"
            "'mod' was renamed to 'i.modulo' in v7.0 @ mod\n"
            "'http.get' was renamed to 'net.http.get' in v7.0 @ http.get");
  EXPECT_EQ(ErrorsOf(": mod ( -- ) ; : f ( -- ) mod ;"), "");
}

TEST(CurrentNamesTest, WordsOfBrokenDefinitionsAreNotUndefined) {
  EXPECT_EQ(ErrorsOf(": f ( x -- ) ;\n: g ( -- ) f ;"),
            "Unknown type: 'x' @ x");
  EXPECT_THAT(ErrorsOf("union U { a B }\n"
                       ": g ( U -- ) Make-B is-B? B-x nope ;"),
              HasSubstr("letter @ a\nUndefined word 'nope'"));
  EXPECT_THAT(ErrorsOf(": g ( -- ) Make-B ;"), HasSubstr("'Make-B'"));
}

TEST(CurrentNamesTest, WhatMayBeInAMissingFileIsNotUndefined) {
  EXPECT_EQ(
      NamedProgram("include std:nope : f ( Foo -- ) foo ;", true).Errors(),
      "Standard library module 'nope' not found @ include std:nope");
}

TEST(CurrentNamesTest, SuggestsWhatWasMeant) {
  EXPECT_EQ(HelpFor("io.write_line"), "did you mean `io.write-line`?");
  EXPECT_EQ(HelpFor("write_line"), "did you mean `io.write-line`?");
  EXPECT_EQ(HelpFor("print"), "did you mean `io.write-line`?");
  EXPECT_EQ(HelpFor("tcp-listen"), "did you mean `net.tcp.listen`?");
  EXPECT_EQ(HelpFor("add"), "did you mean `i.+`?");
  EXPECT_EQ(HelpFor("helpr"), "did you mean `helper`?");
  EXPECT_EQ(HelpFor("when"),
            "write `include std:control` for the module that defines it");
  EXPECT_EQ(HelpFor("frobnicate"), "");
}

TEST(CurrentNamesTest, ExplainsWhatIsNoNumberOrSyntax) {
  EXPECT_THAT(HelpFor("9223372036854775808"), HasSubstr("an Int lies between"));
  EXPECT_THAT(HelpFor("1_000"), HasSubstr("without `_`"));
  EXPECT_THAT(HelpFor("-0xFF"), HasSubstr("behind the prefix"));
  EXPECT_THAT(HelpFor("]"), HasSubstr("no open `[`"));
  EXPECT_THAT(HelpFor("end"), HasSubstr("no open `match`"));
  EXPECT_THAT(HelpFor("->"), HasSubstr("upper-case"));
  EXPECT_THAT(HelpFor("("), HasSubstr("directly behind"));
}

}  // namespace
}  // namespace seq
