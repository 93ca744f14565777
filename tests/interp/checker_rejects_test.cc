// Programs the checker must refuse, what it says about them, and that one
// mistake makes one error. The numbers in comments are sections of the classic
// edition's specification.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interp/checked_program.h"

namespace seq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Rejected {
  const char* name;
  const char* source;
  const char* code;  // of the only error
  std::vector<const char*> fragments = {};
};

class RejectedTest : public testing::TestWithParam<Rejected> {};

TEST_P(RejectedTest, IsRejectedOnce) {
  const CheckedProgram program(GetParam().source);
  const std::string text = program.Rendered();
  EXPECT_THAT(program.Codes(), ElementsAre(GetParam().code)) << text;
  for (const char* fragment : GetParam().fragments) {
    EXPECT_THAT(text, HasSubstr(fragment));
  }
}

std::string NameOf(const testing::TestParamInfo<Rejected>& info) {
  return info.param.name;
}

// 3.1, 3.2: stacks and words
const Rejected kWords[] = {
    {"WrongType",
     ": main ( -- ) 5 write_line ;",
     "stack-mismatch",
     {"write_line: stack type mismatch. Type mismatch: expected String, found "
      "Int",
      "1:15: note: this Int comes from here", "help: `int->string`"}},
    {"ProvenanceThroughShuffles",
     ": main ( -- ) 5 \"x\" swap dup write_line drop drop ;",
     "stack-mismatch",
     {"1:15: note: this Int comes from here"}},
    {"ProvenanceFromParameter",
     ": f ( Int -- ) dup write_line drop ; : main ( -- ) ;",
     "stack-mismatch",
     {"1:7: note: this Int is declared here"}},
    {"ProvenanceFromCall",
     ": f ( -- Int ) 5 ; : main ( -- ) f write_line ;",
     "stack-mismatch",
     {"1:34: note: this Int comes from here"}},
    {"OperandsSwapped",
     ": main ( -- ) make-channel \"x\" send ;",
     "stack-mismatch",
     {"send: ", "help: the two values on top are the other"}},
    {"EmptyStack",
     ": main ( -- ) drop ;",
     "stack-underflow",
     {"drop: stack type mismatch. Stack shape mismatch: needs 1 value, but "
      "there is none"}},
    {"TooFewOperands",
     ": main ( -- ) 1 add drop ;",
     "stack-underflow",
     {"needs 2 values, but there is only 1",
      "  expected ( Int Int )\n  found        ( Int )\n"}},
    {"ReachesBelowItsParameters",
     ": f ( Int -- Int ) add ; : main ( -- ) ;",
     "stack-underflow",
     {"add: "}},
    {"OneVariableTwoTypes",
     ": same ( T T -- ) drop drop ; : main ( -- ) 1 \"x\" same ;",
     "stack-mismatch",
     {"same: ", "Int", "String"}},
    {"CallOfWordWithoutEffect",
     ": f 42 ; : main ( -- ) f drop ;",
     "unknown-effect",
     {"Unknown word: 'f'", "1:3: note: defined here"}},
    {"LeftOver",
     ": main ( -- ) 1 ;",
     "output-mismatch",
     {"Word 'main': declared output stack ( ) doesn't match inferred ( Int )",
      "1:15: note: this Int comes from here"}},
    {"ResultMissing",
     ": f ( Int -- Int ) drop ; : main ( -- ) ;",
     "output-mismatch",
     {"doesn't match", "leaves less"}},
    {"ResultOfWrongType",
     ": f ( Int -- String ) ; : main ( -- ) ;",
     "output-mismatch",
     {"declared output stack ( String ) doesn't match inferred ( Int )"}},
    {"BoolIsNoInt",
     ": f ( Bool -- Int ) 1 add ; : main ( -- ) ;",
     "stack-mismatch",
     {"expected Int, found Bool"}},
    {"TrueIsNoBool",
     ": f ( -- Bool ) true ; : main ( -- ) ;",
     "output-mismatch",
     {"Bool"}},
    {"DeepPickOfAnotherType",
     ": main ( -- ) \"s\" 1 2 2 pick write_line drop drop drop ;",
     "stack-mismatch"},
};

// 3.3: conditionals
const Rejected kConditionals[] = {
    {"ConditionNotInt",
     ": main ( -- ) \"x\" if \"a\" write_line then ;",
     "condition-type",
     {"if condition must be Int: found String"}},
    {"ConditionBool",
     ": f ( Bool -- ) if \"a\" write_line then ; : main ( -- ) "
     ";",
     "condition-type",
     {"if condition must be Int"}},
    {"NoCondition",
     ": main ( -- ) if \"a\" write_line then ;",
     "stack-underflow",
     {"if condition"}},
    {"BranchesOfTwoTypes",
     ": main ( -- ) 1 if 5 else \"x\" then drop ;",
     "branch-mismatch",
     {"if branches have incompatible stack effects",
      "  then leaves    ( Int )\n  else leaves ( String )\n", "this Int comes",
      "this String comes"}},
    {"BranchesOfTwoDepths", ": main ( -- ) 1 if 5 else then ;",
     "branch-mismatch"},
    {"UnbalancedWithoutElse",
     ": main ( -- ) 1 if 5 then drop ;",
     "branch-mismatch",
     {"help: without `else`"}},
    {"BranchTakesTooMuch", ": f ( Int -- ) if drop then ; : main ( -- ) ;",
     "stack-underflow"},
};

// 3.4, 3.7: quotations, loops
const Rejected kQuotations[] = {
    {"TimesBodyPushes",
     ": main ( -- ) [ 1 ] 3 times ;",
     "stack-mismatch",
     {"times: ", "expected [ -- ], found [ -- Int ]",
      "note: this quotation is [ -- Int ]",
      "must leave the stack as it found it"}},
    {"TimesBodyPops",
     ": main ( -- ) 1 2 3 [ add ] 2 times drop ;",
     "stack-mismatch",
     {"found [ Int Int -- Int ]"}},
    {"TimesBodyChangesTypes",
     ": main ( -- ) 1 [ drop \"x\" ] 3 times drop ;",
     "stack-mismatch",
     {"times: "}},
    {"CountBelow",
     ": main ( -- ) 3 [ \"x\" write_line ] times ;",
     "stack-mismatch",
     {"times: ", "the other way round"}},
    {"TimesBodyNeedsWhatIsNotThere",
     ": main ( -- ) [ 1 add ] 3 times ;",
     "stack-underflow",
     {"the quotation needs 1 value below it"}},
    {"TimesBodyNeedsAnotherType",
     ": main ( -- ) \"x\" [ 1 add ] 3 times drop ;",
     "stack-mismatch",
     {"expected Int, found String below the operands"}},
    {"ConditionEatsItsValue",
     ": main ( -- ) 3 [ 0 > ] [ 1 subtract ] while drop ;",
     "stack-mismatch",
     {"while: ", "expected [ -- Int ], found [ Int -- Int ]",
      "with a new Int on top"}},
    {"ConditionLeavesNothing",
     ": main ( -- ) [ ] [ ] while ;",
     "stack-mismatch",
     {"while: "}},
    {"ConditionLeavesString",
     ": main ( -- ) [ \"x\" ] [ ] while ;",
     "stack-mismatch",
     {"while: "}},
    {"UntilBodyPushes",
     ": main ( -- ) [ 1 ] [ 1 ] until ;",
     "stack-mismatch",
     {"until: "}},
    {"ForeverOnAnInt",
     ": main ( -- ) 5 forever ;",
     "stack-mismatch",
     {"forever: "}},
    {"ArgumentOfTheWrongEffect",
     ": apply ( Int [Int -- Int] -- Int ) call ;"
     ": main ( -- ) 1 [ int->string ] dup drop apply drop ;",
     "stack-mismatch",
     {"apply: ", "[ Int -- Int ]", "[ Int -- String ]"}},
};

// 3.6: capture
const Rejected kCaptures[] = {
    {"NothingToCapture",
     ": w ( Int -- ) drop ; : main ( -- ) [ w ] spawn drop ;",
     "closure-capture",
     {"closure capture: stack underflow",
      "  the quotation needs ( Int )\n  the stack is            ( )\n"}},
    {"TooFewToCapture",
     ": w ( Int Int -- ) drop drop ; : main ( -- ) 1 [ w ] spawn drop ;",
     "closure-capture",
     {"captures 2 values, but only 1 is there"}},
    // D10
    {"CaptureOfTheWrongType",
     ": w ( Int -- ) drop ; : main ( -- ) \"x\" [ w ] spawn drop ;",
     "closure-capture",
     {"Type mismatch", "Int", "String"}},
    {"MixedCapturesInTheWrongOrder",
     ": w ( Int String -- ) write_line drop ;"
     ": main ( -- ) \"x\" 1 [ w ] spawn drop ;",
     "closure-capture",
     {"Type mismatch"}},
    {"NotMadeInTheQuotation",
     ": w ( Int -- ) drop ; : main ( -- ) 5 [ [ w ] spawn drop ] call ;",
     "closure-capture",
     {"cannot pop from polymorphic stack", "`dup`"}},
    {"UnknownAfterCond",
     ": w ( Int -- ) drop ;"
     ": main ( -- ) 1 [ 1 ] [ ] 1 cond [ w ] spawn drop ;",
     "closure-capture",
     {"cannot pop from polymorphic stack"}},
    // D8
    {"NeedyQuotationNotALiteral",
     ": main ( -- ) 5 [ drop ] dup spawn drop drop drop ;",
     "stack-mismatch",
     {"spawn: "}},
    {"NeedyQuotationThroughAWord",
     ": go ( [Int -- ] -- ) spawn drop ; : main ( -- ) ;",
     "stack-mismatch",
     {"spawn: "}},
    {"NeedyQuotationGivenToAWordThatSpawns",
     ": go ( [ -- ] -- ) spawn drop ;"
     ": main ( -- ) 5 [ 1 add ] dup drop go drop ;",
     "stack-mismatch",
     {"go: "}},
    {"NoCaptureForAPlainResult",
     ": mk ( Int -- [Int -- Int] ) [ add ] ; : main ( -- ) ;",
     "output-mismatch",
     {"doesn't match"}},
    {"ClosureThatUsesLessThanItIsGiven",
     ": f ( -- Closure[Int Int -- Int] ) [ 1 add ] ; : main ( -- ) ;",
     "closure-signature",
     {"Closure signature error: call site provides 2 values but body only "
      "needs 1"}},
    {"ClosureWithNothingToCapture",
     ": plus ( -- Closure[Int -- Int] ) [ add ] ; : main ( -- ) ;",
     "closure-capture"},
};

INSTANTIATE_TEST_SUITE_P(Words, RejectedTest, testing::ValuesIn(kWords),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Conditionals, RejectedTest,
                         testing::ValuesIn(kConditionals), NameOf);
INSTANTIATE_TEST_SUITE_P(Quotations, RejectedTest,
                         testing::ValuesIn(kQuotations), NameOf);
INSTANTIATE_TEST_SUITE_P(Captures, RejectedTest, testing::ValuesIn(kCaptures),
                         NameOf);

// --- Several errors, no cascades ---------------------------------------------

TEST(CheckerErrorsTest, ErrorsOfSeveralWordsAreReportedTogether) {
  const CheckedProgram program(
      ": a ( -- ) 1 write_line ;\n"
      ": b ( -- Int ) \"x\" ;\n"
      ": c ( -- ) frobnicate ;\n"
      ": main ( -- ) 1 if 2 then ;\n");
  EXPECT_THAT(program.Codes(),
              ElementsAre("stack-mismatch", "output-mismatch", "undefined-word",
                          "branch-mismatch"));
}

TEST(CheckerErrorsTest, IndependentErrorsOfOneWordAreReportedTogether) {
  const CheckedProgram program(
      ": main ( -- )\n"
      "  1 write_line\n"
      "  \"x\" 2 add drop\n"
      "  \"y\" if \"z\" write_line then ;\n");
  EXPECT_THAT(program.Codes(), ElementsAre("stack-mismatch", "stack-mismatch",
                                           "condition-type"));
}

TEST(CheckerErrorsTest, WhatFollowsFromAnErrorIsNotReported) {
  // The result of `add` is not blamed for what it is used for, and nothing is
  // left over or missing.
  const CheckedProgram program(
      ": main ( -- ) \"x\" 1 add write_line drop drop ;");
  EXPECT_THAT(program.Codes(), ElementsAre("stack-mismatch"));
}

TEST(CheckerErrorsTest, AnUndefinedWordHidesNothingElse) {
  const CheckedProgram program(
      ": w ( Int -- ) drop ;\n"
      ": main ( -- ) 1 foo [ w ] spawn drop 2 if 3 then drop\n"
      "  5 write_line ;\n");
  EXPECT_THAT(program.Codes(), ElementsAre("undefined-word", "stack-mismatch"));
}

TEST(CheckerErrorsTest, ACallerIsNotBlamedForTheWordItCalls) {
  const CheckedProgram program(
      ": f ( Int -- Int ) dup ;\n"
      ": main ( -- ) 1 f drop ;\n");
  EXPECT_THAT(program.Codes(), ElementsAre("output-mismatch"));
}

TEST(CheckerErrorsTest, DeepStacksAndTypesAreCut) {
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "1 ";
  const CheckedProgram program(": main ( -- ) " + body + " write_line ;");
  EXPECT_THAT(program.Rendered(), HasSubstr("( … Int Int"));
  EXPECT_LT(program.Rendered().size(), 2000u);
}

TEST(CheckerErrorsTest, TypesThatGrowExponentiallyStayCheap) {
  std::string body = "1";
  for (int i = 0; i < 60; ++i) body += " pair";
  const CheckedProgram program(
      ": pair ( A -- [ -- A A ] ) [ ] swap drop ;\n"
      ": main ( -- ) " +
      body + " write_line ;");
  EXPECT_THAT(program.Rendered(), HasSubstr("…"));
  EXPECT_LT(program.Rendered().size(), 10000u);
}

TEST(CheckerErrorsTest, TypesThatNestDeeplyAreNotComparedToTheEnd) {
  std::string calls;
  for (int i = 0; i < 100000; ++i) calls += " q";
  const CheckedProgram program(
      ": q ( A -- [Int -- A] ) make-channel receive swap drop ;\n"
      ": same ( T T -- T ) drop ;\n"
      ": main ( -- ) 1" +
      calls + " \"x\"" + calls + " same 5 swap call drop ;");
  EXPECT_EQ(program.Rendered(), "");
}

TEST(CheckerErrorsTest, CallOfATypeThatGrowsExponentiallyIsCheap) {
  std::string calls;
  for (int i = 0; i < 60; ++i) calls += " pair";
  const CheckedProgram program(
      ": pair ( A -- [Int -- A A] ) make-channel receive swap drop ;\n"
      ": same ( T T -- ) drop drop ;\n"
      ": main ( -- ) 1" +
      calls +
      " 5 swap call drop drop ;\n"
      ": inside ( -- ) [ dup 1" +
      calls + " same ] drop ;");
  EXPECT_EQ(program.Rendered(), "");
}

}  // namespace
}  // namespace seq
