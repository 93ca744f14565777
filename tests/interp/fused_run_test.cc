// Small programs of what lowering fuses: they do the same with and without
// fusion, and say the same if they fail. tests/fuzz/fusion_target.cc does that
// with random ones.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interp/lowering.h"
#include "tests/fuzz/child_run.h"

namespace seq {
namespace {

// Words that leave what they do not promise, and some that help.
constexpr const char* kPrelude =
    "# edition: current\n"
    ": say ( Int -- ) int->string io.write-line ;\n"
    ": yes ( Bool -- ) if 1 else 0 then say ;\n"
    ": int ( -- Int ) map.make 1 6 map.set 1 map.get drop ;\n"
    ": bad ( -- Int ) map.make 1 \"six\" map.set 1 map.get drop ;\n"
    ": flag ( -- Bool ) map.make 1 2 map.set 1 map.get drop ;\n"
    ": real ( -- Float ) map.make 1 2.5 map.set 1 map.get drop ;\n"
    ": less ( Int Int -- Int ) swap i.- ;\n"
    ": down ( Int Int -- Int ) dup 0 i.> if [ 3 i.* 1 i.+ ] dip 1 i.- down "
    "else drop then ;\n"
    ": five ( -- Int ) 1 drop int 1 i.- ;\n"
    ": lists ( -- V ) 1 drop list.make ;\n"
    ": empty ( -- V ) 1 drop lists ;\n"
    ": fib ( Int -- Int ) dup 2 i.< if else dup 1 i.- fib swap 2 i.- fib i.+ "
    "then ;\n"
    ": halve ( Int -- Int ) dup 0 i.> if 2 i.- halve then ;\n"
    ": until-far ( Float Int -- Float Int ) >aux dup 100.0 f.> if aux> else "
    "1.5 f.* aux> 1 i.+ until-far then ;\n"
    ": turns ( Int Int -- Int ) >aux 1 i.+ dup 9 i.> if aux> nip else aux> "
    "turns then ;\n"
    ": three ( -- V ) list.make 7 list.push 8 list.push 9 list.push ;\n"
    ": show ( T -- ) son.dump io.write-line ;\n"
    ": chain ( Int Int -- Int ) dup 1 i.= if drop else dup 2 i.% drop 0 i.= if "
    "2 i./ drop else 3 i.* 1 i.+ then swap 1 i.+ swap chain then ;\n"
    ": flip ( Int Int -- Int Int ) dup -3 i.<= if else swap 2 i.- flip then "
    ";\n"
    ": feed ( Int Int -- Int ) dup 0 i.> if drop bad swap 1 i.+ swap feed else "
    "drop then ;\n"
    ": down-twice ( Int -- Int Int ) dup 1 i.- halve ;\n"
    ": above ( Int -- Int ) dup 9 i.>= if else 1 i.+ above then ;\n"
    ": hole ( -- V ) map.make 1 2 map.set 1 map.get drop ;\n"
    ": sum ( Int -- Int ) dup 1 i.< if drop 0 else dup 1 i.- sum i.+ then ;\n";

class FusedRunTest : public testing::TestWithParam<const char*> {};

TEST_P(FusedRunTest, DoesTheSameAsWithoutFusion) {
  const std::string text =
      absl::StrCat(kPrelude, ": main ( -- )\n ", GetParam(), " ;\n");
  const ChildRun fused = RunInChild(text, Fusion::kOn);
  const ChildRun unfused = RunInChild(text, Fusion::kOff);
  EXPECT_FALSE(fused.crashed());
  // It passes the checker, and it says something.
  ASSERT_FALSE(absl::StrContains(fused.errors, "error: ") &&
               !absl::StrContains(fused.errors, "run-time error: "))
      << fused.Describe();
  EXPECT_FALSE(fused.output.empty() && fused.errors.empty());
  EXPECT_EQ(fused.Describe(), unfused.Describe());
}

INSTANTIATE_TEST_SUITE_P(
    Values, FusedRunTest,
    testing::Values("5 9 swap 2 i.- say say", "7 2 less say",
                    "int dup 2 i.< if 1 i.+ else 1 i.- then say",
                    "int int i./ yes say", "int 0 i.% yes say",
                    "4611686018427387903 1 i.+ say", "int 100 shl say",
                    "real dup f.* 0.5 f.+ float->string io.write-line",
                    "0.0 0.0 f./ dup f.= yes", "-0.0 0.0 f.= yes",
                    "int 3000000000 i.* 1 i.+ say", "1 20 down say",
                    "100 sum say", "int [ 2 i.* ] [ 3 i.- ] bi i.* say",
                    "1 2 3 4 2 roll say 1 pick say say say say",
                    "int >aux 5 \"x\" aux> 1 i.+ say io.write-line say",
                    "\"a\" \"b\" over over string.concat io.write-line swap "
                    "io.write-line io.write-line",
                    "int [ dup 2 i.% drop 0 i.= ] keep say yes say"));

INSTANTIATE_TEST_SUITE_P(
    SideStack, FusedRunTest,
    testing::Values(
        "0.5 0 until-far say float->string io.write-line", "1 7 turns say",
        "1 bad turns say", "real 0 until-far say drop",
        "1 2 3 >aux >aux int aux> aux> say say say say",
        // More than there is room for at first.
        "1 2 3 4 5 6 7 8 9 10 11 >aux >aux >aux >aux >aux >aux >aux >aux >aux "
        ">aux int say aux> aux> aux> aux> aux> aux> aux> aux> aux> aux> "
        "stack.dump",
        "1 2 >aux >aux int aux> aux> 2 roll say say say",
        "4 int >aux true if aux> say else aux> drop then say",
        "4 int >aux flag if aux> say else aux> drop then say",
        "1 2 swap >aux 3 i.< if aux> say else aux> drop then",
        "int >aux 1 2 i.< if int else 5 then aux> i.+ say",
        "1 2 >aux >aux flag if aux> aux> else aux> aux> then say say",
        "1 2 3 >aux >aux 5 i.< if aux> say else aux> drop then "
        "aux> say"));

// A list that stays on the stack, or what is none.
INSTANTIATE_TEST_SUITE_P(
    Borrowing, FusedRunTest,
    testing::Values(
        "three 0 >aux dup 1 list.get drop say dup 5 list.get drop say "
        "list.length say aux> say",
        "three dup 1 list.get if say else drop then list.length say",
        "three dup 3 list.get if say else say then list.length say",
        "three dup -1 list.get yes say list.length say",
        "three 2 2dup list.get if say else drop then say list.length say",
        "three int 2dup list.get if say else drop then say list.length say",
        "three bad 2dup list.get drop say say list.length say",
        "hole dup 1 list.get drop say list.length say",
        "hole dup 1 list.get if say else say then list.length say",
        "hole dup list.length say list.length say"));

// A container that is changed where it lies, or what is none.
INSTANTIATE_TEST_SUITE_P(
    Changing, FusedRunTest,
    testing::Values(
        "three 3 1 rot over false list.set if show say say else show say say "
        "then",
        "three 3 7 rot over false list.set if show say say else show say say "
        "then",
        "three 0 swap over \"x\" list.set yes show say",
        "three 0 \"a\" \"b\" string.concat 2 pick swap list.push show show say",
        "three dup 1 int list.set drop show show",
        "three 1 bad list.set drop show", "three bad 1 list.set drop show",
        "1 2 hole rot rot swap list.set yes drop", "1 hole swap list.push show",
        "1 2 swap hole swap list.push show say",
        "three three 2 pick list.push show show",
        "map.make 1 \"x\" 2 pick over dup map.set show io.write-line say show",
        "map.make 3 2dup dup map.set rot show swap show say",
        "map.make 1 2 i.+ 4 map.set 3 over swap map.get yes say show",
        "map.make \"k\" 1 2 i.+ map.set \"k\" 2dup map.get yes say "
        "io.write-line show",
        "map.make \"k\" 2dup map.get if say else drop 1 say then io.write-line "
        "show",
        "map.make three 1 2 i.+ map.set show", "1 hole swap 2 map.set show",
        "map.make 5 swap over 6 map.set swap 2dup map.get drop say say show",
        "hole 5 2dup map.get drop say say show"));

// What branches find where it lay before.
INSTANTIATE_TEST_SUITE_P(
    LeftInPlace, FusedRunTest,
    testing::Values(
        "1 2 3 rot 2 i.< if say say else i.+ say then",
        "1 2 3 rot 0 i.< if say say else i.+ say then",
        "int 2 3 rot 0 i.< if say say else i.+ say then",
        "bad 2 3 rot 0 i.< if say say else i.+ say then",
        "1 2 bad rot 2 i.< if say say else i.+ say then",
        "1 2 3 4 swap 2 pick i.> if swap say say say else rot say say say then",
        "\"a\" 1 \"b\" rot rot 2 i.< if io.write-line else drop then "
        "io.write-line",
        "\"a\" 1 \"b\" rot swap over >aux rot dup 1 i.= if drop else say then "
        "io.write-line io.write-line aux> io.write-line",
        "-7 6 flag -7 63 2 roll 1 2dup 2 3 4 5 6 7 8 9 10 11 12 dup 13 i.> if "
        "else dup 44 i.> if 0 drop else 1 drop then then stack.dump",
        "3 three 1 rot rot 0 list.get if say show say else say show say then"));

INSTANTIATE_TEST_SUITE_P(
    Calls, FusedRunTest,
    testing::Values("1 five say say", "1 empty list.length say say",
                    "12 fib say", "int fib say", "bad fib say", "1 fib say",
                    "8 halve say", "7 halve say", "bad halve say"));

// Rounds that make the first test of the next one.
INSTANTIATE_TEST_SUITE_P(
    Rounds, FusedRunTest,
    testing::Values("0 27 chain say", "int int chain say", "bad 27 chain say",
                    "0 bad chain say", "4 8 flip say say",
                    "-9 int flip say say", "bad 3 flip say say",
                    "3 bad flip say say", "1 0 feed say", "1 2 feed say",
                    "bad 2 feed say", "int down-twice say say",
                    "bad down-twice say say", "int above say", "12 above say",
                    "bad above say", "-5 above 9 i.= yes"));

INSTANTIATE_TEST_SUITE_P(
    TwoProducts, FusedRunTest,
    testing::Values(
        "int 3 4 5 rot i.* rot rot i.* swap i.- say",
        "int 3 4 5 3 roll i.* rot rot i.* i.- say",
        "3 int 2dup dup i.* swap dup i.* i.+ say say say",
        "real 1.5 dup f.* swap dup f.* f.- float->string io.write-line",
        "1.5 real 2dup dup f.* swap dup f.* f.+ 4.0 f.> yes drop "
        "float->string io.write-line",
        "4611686018427387903 int dup i.* swap dup i.* i.+ say",
        "3 bad dup i.* swap dup i.* i.+ say",
        "bad 3 dup i.* swap dup i.* i.+ say",
        "1 2 3 bad rot i.* rot rot i.* swap i.- say"));

INSTANTIATE_TEST_SUITE_P(
    PowersOfTwo, FusedRunTest,
    testing::Values(
        "int 13 i.- 4 i./ yes say", "int 13 i.- 4 i.% yes say",
        "int 14 i.- 4 i./ drop say", "int 14 i.- 4 i.% drop say",
        "int 1 i./ yes say", "int 1 i.% yes say", "int 0 i./ yes say",
        "-4611686018427387904 int i.+ 6 i.- dup 2 i./ drop say 2 i.% drop say",
        "4611686018427387903 int drop 2305843009213693952 i.% yes say",
        "int 7 i.- 2305843009213693952 i./ yes say",
        "int 7 i.- 2305843009213693952 i.% yes say",
        "int 7 i.- 8 i.% drop 1 i.+ say", "int 7 i.- 8 i./ drop 3 i.* say",
        "bad 8 i.% drop say", "int dup 4 i.% drop 2 i.= yes say"));

INSTANTIATE_TEST_SUITE_P(
    Failures, FusedRunTest,
    testing::Values("bad 2 i.- say", "1 bad swap i.- say", "bad sum say",
                    "bad dup 2 i.< if say else drop then",
                    "int bad i.* 1 i.+ say", "7 bad less say",
                    "int flag not yes 1 i.+ say", "bad 3 down say",
                    "1 bad down say", "real bad 1 i.+ say drop",
                    "flag if 1 say else 2 say then", "bad int i.* drop",
                    "int 5 [ bad 2 i.* ] dip say say say"));

}  // namespace
}  // namespace seq
