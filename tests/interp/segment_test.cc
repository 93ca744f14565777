// segment.h, segment_nodes.h and body_parts.h: which nodes straight runs of
// words become. That programs do the same as without fusion is for
// fused_run_test.cc and tests/fuzz/fusion_target.cc.

#include "interp/segment.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "interp/body_parts.h"
#include "interp/nodes.h"
#include "interp/pipeline.h"
#include "interp/segment_nodes.h"
#include "interp/slot_nodes.h"
#include "tests/interp/checked_program.h"

namespace seq {
namespace {

std::string NameOf(Operation operation) {
  switch (operation) {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  case Operation::k##function:                                               \
    return #function;
#define SEQ_UNARY_OPERATION(function, operand, result) \
  case Operation::k##function:                         \
    return #function;
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  case Operation::k##name:                                         \
    return #name;
#include "runtime/operation.def"
    default:
      return "none";
  }
}

bool IsCheck(const PlannedNode& planned) {
  return planned.node.run == RunRequireKind ||
         planned.node.run == RunRequirePresent;
}

std::string Describe(const PlannedNode& planned) {
  const std::pair<NodeFunction, const char*> plain[] = {
      {RunRequireKind, "require kind"},
      {RunRequirePresent, "require present"},
      {RunMoveSlot, "move"},
      {RunCopySlot, "copy"},
      {RunSwapSlots, "swap"},
      {RunReleaseSlot, "release"},
      {RunStoreConstant, "store"},
  };
  if (planned.operation == Operation::kNone) {
    for (const auto& [run, name] : plain) {
      if (planned.node.run == run) return name;
    }
    return "unknown";
  }
  const bool is_pair = planned.first_operation != Operation::kNone;
  const bool checked = is_pair && !planned.has_products
                           ? planned.pair_form.checked
                           : planned.form.checked;
  return absl::StrCat(
      planned.has_products ? "two " : "",
      is_pair ? NameOf(planned.first_operation) + "+" : "",
      NameOf(planned.operation), planned.form.moves ? " moving" : "",
      checked ? " checked" : "", planned.is_branch ? " branch" : "");
}

void NumberFormatter(std::string* out, uint8_t number) {
  absl::StrAppend(out, static_cast<int>(number));
}

// Takes the body of the word `f` apart.
class Split {
 public:
  explicit Split(const std::string& text, const KnownKinds& known = {})
      : program_(text + " : main ( -- ) ;", Edition::kCurrent) {
    EXPECT_EQ(program_.Rendered(), "");
    for (const WordDefinition& word : program_.program.words) {
      words_.emplace(word.name, &word);
    }
    const SegmentScope scope{CurrentVocabulary(), program_.types, words_};
    parts_ = SplitBody(words_.at("f")->body, known, /*entry=*/{}, scope,
                       [this](const QuotationLiteral&) { return &code_; });
  }

  const std::vector<BodyPart>& parts() const { return parts_; }
  // All nodes of fused parts.
  std::vector<PlannedNode> nodes() const {
    std::vector<PlannedNode> nodes;
    for (const BodyPart& part : parts_) {
      nodes.insert(nodes.end(), part.nodes.begin(), part.nodes.end());
    }
    return nodes;
  }
  // "A, B | C": the nodes of each part; "plain" if it is not fused.
  std::string Text() const {
    return absl::StrJoin(
        parts_, " | ", [](std::string* out, const BodyPart& part) {
          if (part.taken > 0) absl::StrAppend(out, "take ", part.taken, ", ");
          absl::StrAppend(out, part.fused
                                   ? absl::StrJoin(part.nodes, ", ",
                                                   [](std::string* text,
                                                      const PlannedNode& node) {
                                                     *text += Describe(node);
                                                   })
                                   : "plain");
          if (part.left > 0) absl::StrAppend(out, ", leave ", part.left);
          if (part.last == BodyPart::Last::kConditional) *out += " if";
          if (part.last == BodyPart::Last::kCall) *out += " call";
          if (part.ends_in_word()) *out += " word";
          if (part.last == BodyPart::Last::kSlotWordIf) *out += " if";
          if (part.last == BodyPart::Last::kSlotWordDrop) *out += " drop";
          if (!part.order.empty()) {
            absl::StrAppend(out, " ",
                            absl::StrJoin(part.order, "", NumberFormatter));
          }
        });
  }

 private:
  CheckedProgram program_;
  absl::flat_hash_map<absl::string_view, const WordDefinition*> words_;
  std::vector<BodyPart> parts_;
  const Code code_;
};

// --- Plans -------------------------------------------------------------------

TEST(SegmentTest, ShufflesAreGone) {
  const Split split(": f ( Int Int -- Int Int ) swap 2 i.- ;");
  ASSERT_EQ(split.Text(), "SubtractInts moving checked");
  const SlotNode& node = split.parts()[0].nodes[0].node;
  EXPECT_EQ(node.a, Slots(-2));
  EXPECT_EQ(node.integer, 2);
  EXPECT_EQ(node.to, Slots(-1));
  EXPECT_EQ(node.move_from, Slots(-1));
  EXPECT_EQ(node.move_to, Slots(-2));
  EXPECT_EQ(node.delta, 0);
}

TEST(SegmentTest, ComparisonAndConditionalAreOneNode) {
  const Split split(": f ( Int -- Int ) dup 2 i.< if 1 i.+ else 1 i.- then ;");
  ASSERT_EQ(split.Text(), "LessInts checked branch if");
  const BodyPart& part = split.parts()[0];
  EXPECT_EQ(part.next(), 4u);
  EXPECT_EQ(part.nodes[0].node.a, Slots(-1));
  // The branches need not check again.
  EXPECT_EQ(part.known, (KnownKinds{ValueKind::kInt}));
}

TEST(SegmentTest, ComparisonThatIsAlsoLeftIsNoCondition) {
  EXPECT_EQ(Split(": f ( Int -- Bool ) 2 i.< dup if else then ;").Text(),
            "LessInts checked, move | plain");
}

TEST(SegmentTest, NothingToDoIsNoNode) {
  const std::string text = ": f ( Int -- Int ) dup drop ;";
  const Split known(text, {ValueKind::kInt});
  ASSERT_EQ(known.parts().size(), 1u);
  EXPECT_TRUE(known.parts()[0].fused);
  EXPECT_TRUE(known.parts()[0].nodes.empty());
  // The stack could be empty.
  EXPECT_EQ(Split(text).Text(), "require present");
}

TEST(SegmentTest, SimpleWordsDisappear) {
  EXPECT_EQ(Split(": g ( Int -- Int ) 5 i.- ; : h ( Int -- Int ) negate g ;"
                  ": f ( Int -- Int ) h ;")
                .Text(),
            "NegateInt checked, SubtractInts");
  EXPECT_EQ(Split(": g ( Int -- Int String ) dup int->string ;"
                  ": f ( Int -- Int String ) 1 i.+ g ;")
                .Text(),
            "AddInts checked call");
}

TEST(SegmentTest, WordsThatCallThemselvesAreCalled) {
  EXPECT_EQ(Split(": f ( Int -- Int ) dup 0 i.> if 1 i.- f else then ;").Text(),
            "GreaterInts checked branch if");
  EXPECT_EQ(Split(": f ( Int -- Int ) 1 i.- f ;").Text(),
            "SubtractInts checked call");
}

TEST(SegmentTest, QuotationsAreFollowed) {
  EXPECT_EQ(Split(": f ( Int Int -- Int Int ) [ 1 i.+ ] dip ;").Text(),
            "AddInts checked");
  EXPECT_EQ(Split(": f ( Int -- Int Int ) [ 1 i.+ ] keep ;").Text(),
            "AddInts moving checked");
  EXPECT_EQ(Split(": f ( Int -- Int ) [ 2 i.* ] [ 3 i.- ] bi i.+ ;").Text(),
            "MultiplyInts checked, SubtractInts+AddInts");
  EXPECT_EQ(Split(": f ( Int -- Int [Int -- Int] ) [ 1 i.+ ] ;").Text(),
            "plain");
}

TEST(SegmentTest, TheSideStackIsAnotherPlaceForTerms) {
  EXPECT_EQ(Split(": f ( Int Int -- Int Int ) >aux 1 i.+ aux> ;").Text(),
            "AddInts checked");
  EXPECT_EQ(Split(": f ( Int String -- Int String ) "
                  ">aux int->string string.length aux> ;")
                .Text(),
            "plain | plain | plain | take 1, plain");
  // Not worth while: the comparison and the branch alone are.
  EXPECT_EQ(Split(": f ( Int Int -- Int ) "
                  ">aux 3 i.< if aux> 1 i.+ else aux> 2 i.+ then ;")
                .Text(),
            "plain | LessInts checked branch if");
}

TEST(SegmentTest, WhatARunLeavesAsideIsPutThereAtOnce) {
  EXPECT_EQ(
      Split(": f ( Int T Int -- T Int ) "
            "swap >aux 1 i.+ >aux int->string drop aux> aux> swap ;")
          .Text(),
      "require present, AddInts moving checked, leave 2 | plain | plain | "
      "take 2, swap");
}

TEST(SegmentTest, BranchesCanBeginWithWhatIsAside) {
  EXPECT_EQ(Split(": f ( Int Int Int -- Int ) "
                  ">aux 2dup i.< if drop else nip then aux> i.+ ;")
                .Text(),
            "LessInts checked branch, leave 1 if | take 1, plain");
}

TEST(SegmentTest, ShufflesBeforeABranchAreLeftToTheBranches) {
  // The operands of the comparison lie anywhere. 10 is the order of the rest.
  EXPECT_EQ(Split(": f ( Int Int -- Int Int ) "
                  "swap 2dup i.< if 1 i.+ else swap then ;")
                .Text(),
            "GreaterInts checked branch if 10");
}

TEST(SegmentTest, WordsChangeContainersWhereTheyLie) {
  EXPECT_EQ(
      Split(": f ( V Int -- V Int ) swap true list.push swap 1 i.+ ;").Text(),
      "unknown word 10 | AddInts checked");
  EXPECT_EQ(Split(": f ( V Int Int -- V Int ) "
                  "rot over false list.set if rot i.+ else nip swap then ;")
                .Text(),
            "unknown word if 120");
  EXPECT_EQ(Split(": f ( M Int Int -- M ) 1 i.+ map.set ;").Text(),
            "AddInts checked | plain");
  EXPECT_EQ(Split(": f ( M Int Int -- M ) 1 i.+ 2 i.* map.set ;").Text(),
            "require present, AddInts+MultiplyInts checked, unknown word");
  // Nothing is saved, or the list is also left as it was.
  EXPECT_EQ(Split(": f ( V T -- V ) list.push ;").Text(), "plain");
  EXPECT_EQ(Split(": f ( V -- V V ) dup 1 list.push ;").Text(),
            "plain | plain");
}

TEST(SegmentTest, StepsWaitForThoseThatReadTheirPlace) {
  // The sum belongs where the product still reads.
  const ValueKind kInt = ValueKind::kInt;
  EXPECT_EQ(Split(": f ( Int Int Int -- Int Int Int ) "
                  "drop over 1 i.+ swap 2 i.* ;",
                  {kInt, kInt, kInt})
                .Text(),
            "MultiplyInts, AddInts");
}

TEST(SegmentTest, PickAndRollByLiterals) {
  EXPECT_EQ(Split(": f ( Int Int Int -- Int Int Int Int ) 2 pick 1 i.+ ;",
                  {ValueKind::kInt, ValueKind::kInt, ValueKind::kInt})
                .Text(),
            "AddInts");
  // They pay where a word that does the same does not.
  EXPECT_EQ(Split(": f ( T U V -- U V T ) 2 roll ;").Text(),
            "require present, swap, swap");
  EXPECT_EQ(Split(": f ( T U V -- U V T ) rot ;").Text(), "plain");
}

TEST(SegmentTest, PairsJoin) {
  const Split split(": f ( Int -- Int ) 3 i.* 1 i.+ ;");
  ASSERT_EQ(split.Text(), "MultiplyInts+AddInts checked");
  const SlotNode& node = split.parts()[0].nodes[0].node;
  EXPECT_EQ(node.first_constant, 3);
  EXPECT_EQ(node.integer, 1);
  EXPECT_EQ(
      Split(": f ( Int -- Int ) dup 3 i.% drop 0 i.= if 1 i.+ else then ;")
          .Text(),
      "RemainderOrZero+EqualInts checked branch if");
  EXPECT_EQ(
      Split(": f ( Int -- Int ) dup 2 i.% drop 0 i.= if 1 i.+ else then ;")
          .Text(),
      "RemainderByPower+EqualInts checked branch if");
  EXPECT_EQ(Split(": f ( Float Float Float -- Float ) f.* f.+ ;").Text(),
            "MultiplyFloats+AddFloats checked");
  // There is no room for the constant, or the first result is needed twice.
  EXPECT_EQ(Split(": f ( Int -- Int ) 3000000000 i.* 1 i.+ ;").Text(),
            "MultiplyInts checked, AddInts");
  EXPECT_EQ(Split(": f ( Int -- Int ) 3 i.* dup i.+ ;").Text(),
            "MultiplyInts checked, AddInts");
}

TEST(SegmentTest, TwoProductsJoinWithTheirSum) {
  const Split norm(": f ( Float Float -- Float ) dup f.* swap dup f.* f.+ ;");
  ASSERT_EQ(norm.Text(), "two MultiplyFloats+AddFloats checked");
  // The difference is that of the products, whichever comes first.
  for (const char* body :
       {"rot i.* rot rot i.* swap i.-", "3 roll i.* rot rot i.* i.-"}) {
    const Split split(
        absl::StrCat(": f ( Int Int Int Int -- Int ) ", body, " ;"));
    ASSERT_EQ(split.Text(), "two MultiplyInts+SubtractInts checked") << body;
  }
  // A product that is needed twice, or with a constant, is a step of its own.
  EXPECT_EQ(
      Split(": f ( Int Int -- Int ) dup i.* dup rot dup i.* i.+ i.+ ;").Text(),
      "MultiplyInts checked, MultiplyInts+AddInts checked, AddInts");
  EXPECT_EQ(Split(": f ( Int Int -- Int ) 3 i.* swap dup i.* i.+ ;").Text(),
            "MultiplyInts checked, MultiplyInts+AddInts checked");
}

TEST(SegmentTest, PowersOfTwoNeedNoDivision) {
  const Split quotient(": f ( Int -- Int ) 1024 i./ drop ;");
  ASSERT_EQ(quotient.Text(), "QuotientByPower checked");
  EXPECT_EQ(quotient.parts()[0].nodes[0].node.integer, 10);
  const Split remainder(": f ( Int -- Int ) 1024 i.% drop ;");
  ASSERT_EQ(remainder.Text(), "RemainderByPower checked");
  EXPECT_EQ(remainder.parts()[0].nodes[0].node.integer, 1023);
  for (const char* divisor : {"0", "3", "-2", "1023"}) {
    EXPECT_EQ(Split(absl::StrCat(": f ( Int -- Int ) ", divisor, " i./ drop ;"))
                  .Text(),
              "QuotientOrZero checked")
        << divisor;
  }
}

TEST(SegmentTest, ResultsThatNobodyNeedsAreOnlyChecked) {
  EXPECT_EQ(Split(": f ( Int Int -- ) i.* drop ;").Text(), "require kind");
}

TEST(SegmentTest, ForgottenObjectsAreReleasedAndCopiesCounted) {
  EXPECT_EQ(Split(": f ( Int String -- Int ) drop 1 i.+ 2 i.* 3 bor ;").Text(),
            "require kind, release, AddInts+MultiplyInts, BitOr");
  EXPECT_EQ(Split(": f ( T -- T T T ) dup dup ;").Text(), "plain");
  EXPECT_EQ(Split(": f ( T U -- T T U U ) swap tuck tuck drop dup ;").Text(),
            "require present, copy, move, copy");
  EXPECT_EQ(Split(": f ( T -- T T ) dup ;").Text(), "plain");
}

TEST(SegmentTest, AWordAloneIsLeftAsItIs) {
  EXPECT_EQ(Split(": f ( Int Int -- String ) i.+ int->string ;").Text(),
            "plain | plain");
  EXPECT_EQ(Split(": f ( Int Int -- Int ) i.+ ;").Text(), "AddInts checked");
}

TEST(SegmentTest, ChecksComeBeforeChanges) {
  // The first one computes where nothing was before.
  EXPECT_EQ(Split(": f ( Int Float -- Float Int ) 1.0 f.+ swap 1 i.+ ;").Text(),
            "AddFloats checked, AddInts checked, move");
  EXPECT_EQ(
      Split(": f ( Int Float -- Int Float ) 1.0 f.+ swap 1 i.+ swap ;").Text(),
      "require kind, AddFloats checked, AddInts");
  for (const char* text : {
           ": f ( Int Bool -- Bool Int ) not swap 1 i.+ ;",
           ": f ( Int Int Float -- Float Int ) 2.0 f.* rot rot i.+ ;",
           ": f ( String Int -- Int ) nip 1 i.+ 2 i.* 3 bor ;",
           ": f ( Int Int Int -- Bool ) 1 i.+ swap 2 i.* i.+ i.< ;",
           ": f ( Bool Int -- Int ) 7 i.- swap not drop ;",
           ": f ( Int T Int -- Int Int ) 2 i.- nip swap 3 i.* ;",
       }) {
    bool changed = false;
    for (const PlannedNode& planned : Split(text).nodes()) {
      const bool checks =
          IsCheck(planned) || planned.form.checked || planned.pair_form.checked;
      EXPECT_FALSE(changed && checks) << text;
      changed = changed || (!IsCheck(planned) && !planned.is_branch &&
                            (planned.node.to < 0 || planned.form.moves));
    }
    EXPECT_TRUE(changed) << text;
  }
}

// --- What is lowered ---------------------------------------------------------

TEST(SegmentTest, TheNodesOfTheWordsStayToFallBackOn) {
  SourceMap sources;
  Diagnostics diagnostics;
  const uint32_t file = sources.Add(
      "test.seq", ": main ( -- Int ) \"abc\" string.length 2 i.- ;");
  const auto executable = Compile(sources, file, CurrentVocabulary(),
                                  {.standard_modules = {}}, diagnostics);
  ASSERT_NE(executable, nullptr);
  const Node* const length = executable->main()->entry->next;
  ASSERT_EQ(length->run, CurrentVocabulary().Find("string.length")->run);
  const auto& fused = *static_cast<const SlotNode*>(length->next);
  EXPECT_EQ(fused.run,
            SlotFunction(
                Operation::kSubtractInts,
                {.constant = true, .checked = true, .exit = SlotExit::kReturn},
                fused));
  ASSERT_EQ(fused.plain->run, &RunPush);
  EXPECT_EQ(fused.plain->next->run, CurrentVocabulary().Find("i.-")->run);
  EXPECT_EQ(fused.plain->next->next, executable->return_node());
}

}  // namespace
}  // namespace seq
