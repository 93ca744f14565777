// Programs the checker must accept, and what their quotations capture. The
// numbers in comments are sections of the classic edition's specification.

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/interp/checked_program.h"

namespace seq {
namespace {

struct Accepted {
  const char* name;
  const char* source;
  // By quotation, in the order of their opening brackets; left out: all 0.
  std::vector<uint32_t> captures = {};
};

class AcceptedTest : public testing::TestWithParam<Accepted> {};

TEST_P(AcceptedTest, IsAccepted) {
  const CheckedProgram program(GetParam().source);
  EXPECT_EQ(program.Rendered(), "");
  std::vector<uint32_t> captures = GetParam().captures;
  captures.resize(program.program.quotation_count);
  EXPECT_EQ(program.types.captures, captures);
}

std::string NameOf(const testing::TestParamInfo<Accepted>& info) {
  return info.param.name;
}

// 2.3 and 3.1, 3.2: effects, stacks, words
const Accepted kWords[] = {
    {"EmptyMain", ": main ( -- ) ;"},
    {"MainWithoutEffect", ": main 1 \"x\" ;"},
    {"MainWithInputs", ": main ( Int -- ) drop ;"},
    {"RowNotAtTheLeftEnd", ": f ( Int ..a -- ..a Int ) ; : main ( -- ) ;"},
    {"UppercaseNamesAreVariables",
     ": f ( List -- List ) ; : main ( -- ) 1 f drop \"x\" f drop ;"},
    {"VariablesAreFreshAtEachCall",
     ": id ( A -- A ) ; : main ( -- ) 1 id drop \"x\" id write_line ;"},
    {"BodyMaySpecialiseVariables", ": f ( A B -- A B ) swap ; : main ( -- ) ;"},
    {"EmptyBodyForAnyResult", ": f ( Int -- T ) ; : main ( -- ) ;"},
    {"Recursion",
     ": f ( Int -- Int ) dup 0 > if 1 subtract f then ; : main ( -- ) ;"},
    {"MutualRecursionInAnyOrder",
     ": main ( -- ) 5 even drop ;"
     ": even ( Int -- Int ) dup 0 = if drop 1 else 1 subtract odd then ;"
     ": odd ( Int -- Int ) dup 0 = if drop 0 else 1 subtract even then ;"},
    {"UncalledWordWithoutEffect", ": f 1 2 ; : main ( -- ) ;"},
    {"BuiltInWinsOverDefinition",
     ": dup ( Int -- Int ) ; : main ( -- ) 1 dup drop drop ;"},
    {"TrueAndFalseAreInts", ": main ( -- ) true false add drop ;"},
    {"BoolPassesThrough", ": f ( Bool -- Bool ) ; : main ( -- ) ;"},
    {"ReceivedValueIsAnything",
     ": main ( -- ) make-channel dup receive write_line receive drop ;"},
    {"PickTakesTheTypeBelowTheIndex",
     ": main ( -- ) 1 2 3 2 pick add drop drop drop ;"},
    {"SplitLeavesAnUnknownStack",
     ": main ( -- ) \"a b\" \" \" string-split drop write_line write_line ;"},
};

// 3.3: conditionals
const Accepted kConditionals[] = {
    {"BothBranches", ": main ( -- ) 1 if 2 else 3 then drop ;"},
    {"NoElse", ": main ( -- ) 1 if \"x\" write_line then ;"},
    {"BranchesUseValuesBelow",
     ": f ( Int Int Int -- Int ) if add else subtract then ; : main ( -- ) ;"},
    {"BranchesPopDifferentDepths",
     ": f ( Int Int Int -- Int ) if drop else nip then ; : main ( -- ) ;"},
    {"Nested",
     ": sign ( Int -- Int ) dup 0 < if drop -1 else 0 > if 1 else 0 then then ;"
     ": main ( -- ) ;"},
    // D16
    {"ConditionFirstInAQuotation",
     ": main ( -- ) 1 [ if \"x\" write_line then ] call ;"},
    {"ConditionAfterCall", ": main ( -- ) [ 1 ] call if 2 drop then ;"},
    {"ConditionAfterCond",
     ": main ( -- ) 5 [ drop 1 ] [ 1 ] 1 cond if 2 drop then ;"},
    {"ConditionReceived",
     ": main ( -- ) make-channel receive if \"x\" write_line then ;"},
    {"QuotationFromBranches",
     ": main ( -- ) 1 2 1 if [ add ] else [ subtract ] then call drop ;"},
};

// 3.5: the row rules; one of the two must accept
const Accepted kRows[] = {
    {"ClosedWordOnAnyStack",
     ": hi ( -- ) \"hi\" write_line ; : main ( -- ) 5 hi drop ;"},
    {"ResultTwice", ": five ( -- Int ) 5 ; : main ( -- ) five five add drop ;"},
    {"ExplicitRow",
     ": f ( ..a -- ..a Int ) 5 ; : main ( -- ) 1 f f add add "
     "drop ;"},
    {"OlderValueAfterAWordWithoutResult",
     ": f ( Int -- ) drop ; : main ( -- ) 1 2 f int->string write_line ;"},
    {"HiddenValuesBelowAResult",
     ": f ( -- Int ) 1 2 3 2 pick ; : main ( -- ) f drop f drop ;"},
    {"LeftoversOfAWordThatClaimsAnEmptyStack",
     ": f ( Int -- ) drop ; : main ( -- ) 7 1 f ;"},
    {"TypeUtilities",
     ": 2dup ( A B -- A B A B ) over over ; : 2drop ( A B -- ) drop drop ;"
     ": 3drop ( A B C -- ) drop drop drop ;"
     ": main ( -- ) 1 \"x\" 2dup 2drop 2drop 1 2 3 3drop ;"},
    {"TypeUtilitiesKeepOlderValues",
     ": 2drop ( A B -- ) drop drop ; : main ( -- ) 1 2 3 2drop drop ;"},
};

// 3.4 and 3.7: quotations, loops
const Accepted kQuotations[] = {
    {"CallKnowsTheQuotation", ": main ( -- ) 1 2 [ add ] call 3 add drop ;"},
    {"CallOfParameter",
     ": apply ( Int [Int -- Int] -- Int ) call ; "
     ": main ( -- ) 1 [ 1 add ] apply drop ;"},
    {"CombinatorWithValuesBeneath",
     ": apply ( Int [Int -- Int] -- Int ) call ; "
     ": main ( -- ) \"s\" 1 [ 1 add ] apply drop write_line ;"},
    {"TwoUsesOfOneParameter",
     ": twice ( Int [Int -- Int] -- Int ) dup rot swap call swap call ; "
     ": main ( -- ) 1 [ 1 add ] twice drop ;"},
    {"RowPolymorphicCombinator",
     ": dip ( ..a T [..a -- ..b] -- ..b T ) swap make-channel dup rot swap send"
     " swap call ; : main ( -- ) ;"},
    {"TimesSumsBelow", ": main ( -- ) 0 [ 1 add ] 3 times drop ;"},
    {"TimesWithComputedCount", ": main ( -- ) [ ] 1 2 add times ;"},
    {"WhileCountsDown",
     ": main ( -- ) 3 [ dup 0 > ] [ 1 subtract ] while drop ;"},
    {"UntilCountsDown",
     ": main ( -- ) 3 [ 1 subtract ] [ dup 0 <= ] until drop ;"},
    {"ForeverOnTheLiveStack",
     ": f ( Int -- Int ) [ dup drop ] forever ; : main ( -- ) ;"},
    {"ForeverAsLastWordOfNoResult",
     ": main ( -- ) [ \"x\" write_line ] forever ;"},
    // Valid in the edition: its rule takes literal loop bodies on trust (D7).
    {"WhileBodyThatCollects",
     ": main ( -- ) 3 [ dup 0 > ] [ dup 1 subtract ] while drop ;"},
    // Refused by the uniform rule only; it fails when it runs.
    {"CallOfAQuotationThatNeedsMore", ": main ( -- ) 1 [ add ] call drop ;"},
    {"LoopsInLoops",
     ": main ( -- ) [ [ \"x\" write_line ] 2 times ] 3 times ;"},
    {"LoopsOnClosures",
     ": plus ( Int -- Closure[Int -- Int] ) [ add ] ;"
     ": main ( -- ) 0 5 plus 3 times drop ;",
     {1}},
    {"CondInAWord",
     ": f ( Int -- String ) [ dup 0 < ] [ drop \"-\" ] [ dup 0 = ] "
     "[ drop \"0\" ] [ 1 ] [ drop \"+\" ] 3 cond ; : main ( -- ) ;"},
    {"QuotationsInBranchesOfCond",
     ": f ( Int -- Int ) [ dup 0 > ] [ [ dup 0 > ] [ 1 subtract ] while ] "
     "[ 1 ] [ ] 2 cond ; : main ( -- ) ;"},
    {"QuotationFromAChannel",
     ": main ( -- ) 1 make-channel [ add ] over send receive call drop ;"},
    {"PlainQuotationAsResult",
     ": inc ( -- [Int -- Int] ) [ 1 add ] ; : main ( -- ) 1 inc call drop ;"},
};

// 3.6: expected type and capture
const Accepted kCaptures[] = {
    {"SpawnOfAWord",
     ": w ( Int -- ) drop ; : main ( -- ) 5 [ w ] spawn drop ;",
     {1}},
    {"SpawnOfABody",
     ": main ( -- ) 5 [ dup add int->string write_line ] spawn drop ;",
     {1}},
    {"SpawnOfNothing",
     ": main ( -- ) 5 [ \"x\" write_line ] spawn drop drop ;",
     {0}},
    {"ValueOfNoFixedType", ": main ( -- ) 5 [ drop ] spawn drop ;", {1}},
    {"SeveralInOrder",
     ": w ( Int String -- ) write_line drop ;"
     ": main ( -- ) 1 \"x\" [ w ] spawn drop ;",
     {2}},
    {"BodyMayLeaveValues", ": main ( -- ) 5 [ 1 add ] spawn drop ;", {1}},
    // D9
    {"CaptureOfAQuotation",
     ": main ( -- ) [ \"x\" write_line ] [ call ] spawn "
     "drop ;",
     {0, 1}},
    {"CaptureOfAClosure",
     ": plus ( Int -- Closure[Int -- Int] ) [ add ] ;"
     ": w ( Int [Int -- Int] -- ) call drop ;"
     ": main ( -- ) 1 2 plus [ w ] spawn drop ;",
     {1, 2}},
    {"CaptureOfAReceivedValue",
     ": main ( -- ) make-channel receive [ write_line ] spawn drop ;",
     {1}},
    {"OwnWordThatSpawns",
     ": start ( [ -- ] -- ) spawn drop ; : main ( -- ) 5 [ drop ] start ;",
     {1}},
    {"OwnWordWithExplicitRow",
     ": start ( ..a [ -- ] -- ..a Int ) spawn ;"
     ": main ( -- ) 5 [ drop ] start drop ;",
     {1}},
    {"ParameterThatNeedsNothingIsCalled",
     ": twice ( [ -- ] -- ) dup call call ;"
     ": main ( -- ) 5 [ \"x\" write_line ] twice drop ;"},
    {"ParameterThatNeedsNothingInALoop",
     ": rep ( Int [ -- ] Int -- Int ) times ;"
     ": main ( -- ) 1 [ \"x\" write_line ] 3 rep drop ;"},
    {"ParameterThatNeedsNothingGivenOn",
     ": apply ( Int [Int -- Int] -- Int ) call ;"
     ": f ( Int [ -- ] -- Int ) apply ; : main ( -- ) ;"},
    {"CompositionOfQuotations",
     ": compose ( [Int -- Int] [Int -- Int] -- Closure[Int -- Int] )"
     " [ rot swap call swap call ] ;"
     ": main ( -- ) 3 [ 1 add ] [ 2 multiply ] compose call drop ;",
     {2}},
    {"ResultOfAParameterThatNeedsNothing",
     ": get ( [ -- Int ] -- Int ) call ; : main ( -- ) 5 [ 1 add ] get drop ;",
     {1}},
    {"InsideAQuotationAfterDup",
     ": w ( Int -- ) drop ; : main ( -- ) 1 [ dup [ w ] spawn drop ] forever "
     "drop ;",
     {0, 1}},
    {"InABranch",
     ": w ( Int -- ) drop ;"
     ": main ( -- ) 5 1 if [ w ] spawn drop else drop then ;",
     {1}},
    // D5
    {"LoopInAStrand",
     ": main ( -- ) [ 3 [ dup 0 > ] [ 1 subtract ] while drop ] spawn drop ;"},
    {"TimesInAStrand",
     ": main ( -- ) [ [ \"x\" write_line ] 3 times ] spawn drop ;"},
    {"LoopInAStrandThatCaptures",
     ": main ( -- ) 3 [ [ dup 0 > ] [ 1 subtract ] while drop ] spawn drop ;",
     {1}},
    {"SpawnInAStrand",
     ": w ( Int -- ) drop ;"
     ": main ( -- ) 5 [ dup [ w ] spawn drop w ] spawn drop ;",
     {1, 1}},
    {"ClosureAsResult",
     ": plus ( Int -- Closure[Int -- Int] ) [ add ] ;"
     ": main ( -- ) 1 2 plus call drop ;",
     {1}},
    {"ClosureOfTwo",
     ": f ( Int Int -- Closure[Int -- Int] ) [ multiply add ] ; : main ( -- ) "
     ";",
     {2}},
    {"ClosureOfNothing",
     ": inc ( -- Closure[Int -- Int] ) [ 1 add ] ; : main ( -- ) ;"},
    // The edition's rule takes what a closure leaves on trust.
    {"ClosureOfAnotherResult",
     ": f ( Int -- Closure[Int -- String] ) [ add ] ; : main ( -- ) ;",
     {1}},
    {"ClosureWithoutParameters",
     ": say ( String -- Closure[ -- ] ) [ write_line ] ;"
     ": main ( -- ) \"x\" say call ;",
     {1}},
    {"ClosureFromBranches",
     ": op ( Int Int -- Closure[Int -- Int] ) if [ add ] else [ subtract ] "
     "then "
     "; : main ( -- ) ;",
     {1, 1}},
    {"ClosureThenOtherWork",
     ": plus ( Int -- Closure[Int -- Int] ) [ add ] \"made\" write_line ;"
     ": main ( -- ) ;",
     {1}},
    {"ClosureOfMixedTypes",
     ": f ( String -- Closure[Int -- ] ) "
     "[ swap int->string string-concat write_line ] ; : main ( -- ) ;",
     {1}},
    {"LoopInAWordThatMakesAClosure",
     ": f ( Int -- Closure[Int -- Int] ) 0 [ over add ] 3 times nip [ add ] ;"
     ": main ( -- ) ;",
     {0, 1}},
    {"WhileInAWordThatMakesAClosure",
     ": f ( Int -- Closure[Int -- Int] ) [ dup 9 > ] [ 2 divide ] while "
     "[ add ] ; : main ( -- ) ;",
     {0, 0, 1}},
    {"SpawnInAWordThatMakesAClosure",
     ": f ( Int -- Closure[Int -- Int] ) dup [ drop ] spawn drop [ add ] ;"
     ": main ( -- ) ;",
     {1, 1}},
    {"CallInAWordThatMakesAClosure",
     ": f ( Int -- Closure[Int -- Int] ) [ \"x\" write_line ] call [ add ] ;"
     ": main ( -- ) ;",
     {0, 1}},
    {"QuotationInsideAClosure",
     ": f ( Int -- Closure[Int -- Int] ) [ [ 1 add ] swap times ] ;"
     ": main ( -- ) ;",
     {1, 0}},
    {"NonLiteralThatNeedsNothing",
     ": main ( -- ) [ \"x\" write_line ] dup spawn drop spawn drop ;"},
    {"QuotationUsedAsStrandAndInALoop",
     ": main ( -- ) 1 [ \"x\" write_line ] dup spawn drop 2 times drop ;"},
};

// 6, 7: programs people write
const Accepted kPrograms[] = {
    {"MissionA",
     ": worker ( Int -- ) receive \"got\" write_line tcp-close ;"
     ": test-loop ( Int -- Int ) [ dup tcp-accept make-channel dup [ worker ] "
     "spawn drop send ] forever ;"
     ": main ( -- Int ) 8081 tcp-listen test-loop ;",
     {0, 1}},
    {"MissionC",
     ": worker ( Int -- ) tcp-close ;"
     ": test-loop ( Int -- Int ) [ dup tcp-accept [ worker ] spawn drop ] "
     "forever ; : main ( -- Int ) 8081 tcp-listen test-loop ;",
     {0, 1}},
    {"CountedRounds",
     ": worker ( Int -- ) receive drop ;"
     ": main ( -- ) 10 [ dup 0 > ] [ make-channel dup [ worker ] spawn drop "
     "42 swap send 1 subtract ] while drop ;",
     {0, 0, 1}},
    {"WorkerPool",
     ": job ( Int Int -- Int Int ) over receive dup multiply over send ;"
     ": worker ( Int Int -- ) [ job ] 5 times drop drop ;"
     ": main ( -- ) make-channel make-channel "
     "[ over over [ worker ] spawn drop ] 4 times "
     "20 [ dup 0 > ] [ dup 3 pick send 1 subtract ] while drop "
     "0 [ over receive add ] 20 times int->string write_line drop drop ;",
     {0, 0, 2}},
    {"Router",
     ": handle ( Int -- ) dup tcp-read "
     "[ dup \"GET / \" string-starts-with ] [ drop \"root\" ] "
     "[ dup \"GET /health\" string-starts-with ] [ drop \"ok\" ] "
     "[ 1 ] [ drop \"404\" ] 3 cond over tcp-write tcp-close ;"
     ": main ( -- ) 8080 tcp-listen [ dup tcp-accept make-channel dup "
     "[ receive handle ] spawn drop send ] forever drop ;",
     {0, 0, 0, 0, 0, 0, 0, 1}},
    {"Library",
     ": abs ( Int -- Int ) dup 0 < if 0 swap subtract then ;"
     ": max ( Int Int -- Int ) over over > if drop else nip then ;"
     ": mod ( Int Int -- Int ) over over divide multiply subtract ;"
     ": gcd ( Int Int -- Int ) dup 0 = if drop else swap over mod gcd then ;"
     ": pow ( Int Int -- Int ) dup 0 = if drop drop 1 else over swap "
     "1 subtract pow multiply then ;"
     ": square ( Int -- Int ) dup multiply ;"
     ": main ( -- ) -5 abs 3 max 7 mod 4 gcd 2 pow square drop ;"},
    {"ReadUntilEmpty",
     ": main ( -- ) read_line [ dup string-empty not ] "
     "[ write_line read_line ] while drop ;"},
    {"Pipeline",
     ": stage ( Int Int -- ) [ over receive 1 add over send ] 3 times drop "
     "drop ;"
     ": main ( -- ) make-channel make-channel over over [ stage ] spawn drop "
     "1 2 pick send receive drop drop ;",
     {0, 2}},
};

INSTANTIATE_TEST_SUITE_P(Words, AcceptedTest, testing::ValuesIn(kWords),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Conditionals, AcceptedTest,
                         testing::ValuesIn(kConditionals), NameOf);
INSTANTIATE_TEST_SUITE_P(Rows, AcceptedTest, testing::ValuesIn(kRows), NameOf);
INSTANTIATE_TEST_SUITE_P(Quotations, AcceptedTest,
                         testing::ValuesIn(kQuotations), NameOf);
INSTANTIATE_TEST_SUITE_P(Captures, AcceptedTest, testing::ValuesIn(kCaptures),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Programs, AcceptedTest, testing::ValuesIn(kPrograms),
                         NameOf);

}  // namespace
}  // namespace seq
