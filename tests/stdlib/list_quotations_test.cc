// `list.map`, `list.filter`, `list.fold` and `list.each`: what their quotations
// see, may change and may leave.

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/closure.h"
#include "runtime/node.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/list_words.h"
#include "tests/runtime/pool_support.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

WordOutcome RunOnValues(const char* word, std::vector<Value> operands) {
  return RunWordOnValues(ListWords(), word, operands);
}

Value MakeList(const std::vector<Value>& elements) {
  return VariantValue(Variant::New(Symbol::List(), elements));
}

Value Numbers(int64_t count) {
  Variant* list = Variant::NewList();
  for (int64_t i = 0; i < count; ++i) {
    list = Variant::Append(list, Value::Int(i));
  }
  return VariantValue(list);
}

// --- The quotations ----------------------------------------------------------

// [ 1 i.+ ] with something to be discarded below the result.
Value* Increment(const Node*, Value* sp, Strand*) {
  const int64_t number = sp[-1].integer;
  sp[-1] = MakeString("discarded");
  *sp++ = Value::Int(number + 1);
  return sp;
}

Value* IsOdd(const Node*, Value* sp, Strand*) {
  sp[-1] = Value::Bool(sp[-1].integer % 2 != 0);
  return sp;
}

// Adds the two values on top.
Value* Add(const Node*, Value* sp, Strand*) {
  sp[-2] = Value::Int(sp[-2].integer + sp[-1].integer);
  return sp - 1;
}

Value* DropAll(const Node*, Value* sp, Strand* strand) {
  while (sp > strand->stack_base) Release(*--sp);
  return sp;
}

// Leaves the number of values it was given, and fails to see any others.
Value* CountAll(const Node*, Value* sp, Strand* strand) {
  const auto count = static_cast<int64_t>(sp - strand->stack_base);
  EXPECT_EQ(strand->stack_base[-1].kind, ValueKind::kHole);
  EXPECT_EQ(strand->stack_base[-16].kind, ValueKind::kHole);
  *sp++ = Value::Int(count);
  return sp;
}

// Fails when it is given the Int 3; otherwise leaves true.
Value* FailAtThree(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind == ValueKind::kInt && sp[-1].integer == 3) {
    Fail(node, sp, strand, "three");
  }
  *sp++ = Value::Bool(true);
  return sp;
}

// Leaves a string that is kept too.
std::vector<Value> kept;
Value* MakeKept(const Node*, Value* sp, Strand*) {
  kept.push_back(MakeString("kept"));
  Retain(kept.back());
  sp[-1] = kept.back();
  return sp;
}

// Whether nobody else holds the string on top.
Value* IsSole(const Node*, Value* sp, Strand*) {
  *sp = Value::Bool(sp[-1].object->IsSoleReference());
  return sp + 1;
}

// ( list x -- list' )
Value* Push(const Node*, Value* sp, Strand*) {
  EXPECT_TRUE(sp[-2].object->IsSoleReference());
  sp[-2] = VariantValue(Variant::Append(AsVariant(sp[-2]), sp[-1]));
  return sp - 1;
}

// --- The words ---------------------------------------------------------------

TEST(ListQuotationsTest, Map) {
  EXPECT_EQ(RunOnValues("list.map",
                        {Value::Int(7), Numbers(3), TestQuotation<Increment>()})
                .stack,
            (TestStack{7, TestList({1, 2, 3})}));
  std::vector<Value> operands = MakeTestValues({TestVariant("P", {4})});
  operands.push_back(TestQuotation<Increment>());
  EXPECT_EQ(RunOnValues("list.map", operands).stack,
            (TestStack{TestVariant("P", {5})}));
  EXPECT_EQ(
      RunOnValues("list.map", {Numbers(0), TestQuotation<DropAll>()}).stack,
      (TestStack{TestList()}));
}

TEST(ListQuotationsTest, Filter) {
  EXPECT_EQ(RunOnValues("list.filter",
                        {Value::Int(7), Numbers(7), TestQuotation<IsOdd>()})
                .stack,
            (TestStack{7, TestList({1, 3, 5})}));
  std::vector<Value> operands = MakeTestValues({TestVariant("P", {1, 2, 3})});
  operands.push_back(TestQuotation<IsOdd>());
  EXPECT_EQ(RunOnValues("list.filter", operands).stack,
            (TestStack{TestVariant("P", {1, 3})}));
}

TEST(ListQuotationsTest, FoldAndEach) {
  EXPECT_EQ(RunOnValues("list.fold", {Value::Int(7), Numbers(5),
                                      Value::Int(100), TestQuotation<Add>()})
                .stack,
            (TestStack{7, 110}));
  EXPECT_EQ(RunOnValues("list.fold",
                        {Numbers(0), Value::Int(3), TestQuotation<DropAll>()})
                .stack,
            (TestStack{3}));
  EXPECT_EQ(RunOnValues("list.each",
                        {Value::Int(7), Numbers(3), TestQuotation<Increment>()})
                .stack,
            (TestStack{7}));
}

// A list with a second reference below it keeps its elements.
TEST(ListQuotationsTest, QuotationsLeaveCopiesAlone) {
  const struct {
    const char* word;
    std::vector<Value> operands;
    TestStack results;
  } cases[] = {
      {"list.map", {TestQuotation<Increment>()}, {TestList({1, 2, 3, 4})}},
      {"list.filter", {TestQuotation<IsOdd>()}, {TestList({1, 3})}},
      {"list.fold", {Value::Int(0), TestQuotation<Add>()}, {6}},
      {"list.each", {TestQuotation<Increment>()}, {}},
  };
  for (const auto& test : cases) {
    const Value list = Numbers(4);
    Retain(list);
    std::vector<Value> operands = {list, list};
    operands.insert(operands.end(), test.operands.begin(), test.operands.end());
    TestStack expected = {TestList({0, 1, 2, 3})};
    expected.insert(expected.end(), test.results.begin(), test.results.end());
    const WordOutcome outcome = RunOnValues(test.word, operands);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, expected) << test.word;
  }
}

TEST(ListQuotationsTest, CapturedValuesLieAboveTheInputs) {
  const auto closure = [](std::vector<Value> captured) {
    return Value::Counted(ValueKind::kClosure,
                          Closure::New(TestQuotation<Add>().code, captured));
  };
  EXPECT_EQ(
      RunOnValues("list.map", {Numbers(3), closure({Value::Int(10)})}).stack,
      (TestStack{TestList({10, 11, 12})}));
  // The accumulator, the element, 5 and 10: the sum of the last two is left.
  EXPECT_EQ(RunOnValues("list.fold", {Numbers(3), Value::Int(0),
                                      closure({Value::Int(5), Value::Int(10)})})
                .stack,
            (TestStack{15}));
}

TEST(ListQuotationsTest, QuotationsSeeNothingButTheirInputs) {
  EXPECT_EQ(RunOnValues("list.map", {Value::Int(1), Value::Int(2), Numbers(2),
                                     TestQuotation<CountAll>()})
                .stack,
            (TestStack{1, 2, TestList({1, 1})}));
  EXPECT_EQ(RunOnValues("list.fold", {Value::Int(1), Numbers(3), Value::Int(0),
                                      TestQuotation<CountAll>()})
                .stack,
            (TestStack{1, 2}));
}

TEST(ListQuotationsTest, ElementsOfAnUnsharedListCanBeChangedInPlace) {
  const auto strings = [] {
    return MakeList({MakeString("a"), MakeString("b")});
  };
  EXPECT_EQ(RunOnValues("list.map", {strings(), TestQuotation<IsSole>()}).stack,
            (TestStack{TestList({true, true})}));
  const Value list = strings();
  Retain(list);
  EXPECT_EQ(RunOnValues("list.fold",
                        {list, list, Value::Int(0), TestQuotation<IsSole>()})
                .stack,
            (TestStack{TestList({"a", "b"}), false}));
}

TEST(ListQuotationsTest, FoldMovesTheAccumulator) {
  EXPECT_EQ(RunOnValues("list.fold",
                        {Numbers(3), MakeList({}), TestQuotation<Push>()})
                .stack,
            (TestStack{TestList({0, 1, 2})}));
}

// A list that another strand could count gets elements that it could count too.
TEST(ListQuotationsTest, AMarkedListStaysMarkedThroughout) {
  const Value list = Numbers(2);
  MarkShared(list);
  const WordOutcome outcome =
      RunOnValues("list.map", {list, TestQuotation<MakeKept>()});
  EXPECT_EQ(outcome.stack, (TestStack{TestList({"kept", "kept"})}));
  for (const Value& made : kept) {
    EXPECT_TRUE(made.object->shared());
    Release(made);
  }
  EXPECT_EQ(kept.size(), 2u);
  kept.clear();
}

TEST(ListQuotationsTest, AQuotationThatLeavesNothingIsAnError) {
  for (const char* word : {"list.map", "list.filter"}) {
    const WordOutcome outcome =
        RunOnValues(word, {Numbers(2), TestQuotation<DropAll>()});
    EXPECT_EQ(outcome.failure,
              absl::StrCat(word, ": quotation must leave a value"));
  }
  EXPECT_EQ(RunOnValues("list.fold", {Numbers(2), MakeString("acc"),
                                      TestQuotation<DropAll>()})
                .failure,
            "list.fold: quotation must leave a value");
  EXPECT_EQ(
      RunOnValues("list.each", {Numbers(2), TestQuotation<DropAll>()}).failure,
      "");
}

TEST(ListQuotationsTest, FilterWantsABool) {
  EXPECT_EQ(RunOnValues("list.filter", {Numbers(2), TestQuotation<CountAll>()})
                .failure,
            "list.filter: quotation must return Bool, got Int 1");
}

// Whatever the word holds when its quotation fails is released.
TEST(ListQuotationsTest, NothingLeaksWhenTheQuotationFails) {
  for (const bool shared : {false, true}) {
    for (const char* word :
         {"list.map", "list.filter", "list.each", "list.fold"}) {
      std::atomic<int> destroyed{0};
      std::vector<Value> elements;
      for (int i = 0; i < 5; ++i) {
        elements.push_back(i == 3 ? Value::Int(3) : MakeProbe(&destroyed));
      }
      const Value list = MakeList(elements);
      if (shared) Retain(list);
      std::vector<Value> operands = {list};
      if (word == std::string("list.fold")) {
        operands.push_back(MakeProbe(&destroyed));
      }
      operands.push_back(
          Value::Counted(ValueKind::kClosure,
                         Closure::New(TestQuotation<FailAtThree>().code, {})));
      // The element must lie on top for FailAtThree, the accumulator below.
      const WordOutcome outcome = RunOnValues(word, operands);
      EXPECT_EQ(outcome.failure, "three") << word;
      if (shared) Release(list);
      const int probes = word == std::string("list.fold") ? 5 : 4;
      EXPECT_EQ(destroyed, probes) << word << (shared ? " shared" : "");
    }
  }
}

TEST(ListQuotationsTest, LongListsAreLinear) {
  constexpr int64_t kElements = 1'000'000;
  const WordOutcome outcome = RunOnValues(
      "list.fold", {Numbers(kElements), MakeList({}), TestQuotation<Push>()});
  ASSERT_EQ(outcome.stack.size(), 1u);
  const auto* list = std::get_if<TestVariant>(&outcome.stack[0]);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->fields.size(), kElements);
  EXPECT_EQ(list->fields.back(), TestValue(kElements - 1));
}

}  // namespace
}  // namespace seq
