#include "stdlib/map_words.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/closure.h"
#include "runtime/map.h"
#include "runtime/node.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "tests/runtime/pool_support.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

WordOutcome RunMap(const char* word, const TestStack& operands) {
  return RunWord(MapWords(), word, operands);
}

WordOutcome RunOnValues(const char* word, std::vector<Value> operands) {
  return RunWordOnValues(MapWords(), word, operands);
}

TestStack StackOf(const char* word, const TestStack& operands) {
  const WordOutcome outcome = RunMap(word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

// Keys of each kind.
TestMap Mixed() {
  return TestMap({{"b", 1}, {7, "seven"}, {true, TestList({2})}, {-1, 2.5}});
}

// --- Words without a quotation -----------------------------------------------

TEST(MapWordsTest, MakeSetAndGet) {
  EXPECT_EQ(StackOf("map.make", {7}), (TestStack{7, TestMap()}));
  EXPECT_EQ(StackOf("map.set", {9, Mixed(), "new", false}),
            (TestStack{9, TestMap({{"b", 1},
                                   {7, "seven"},
                                   {true, TestList({2})},
                                   {-1, 2.5},
                                   {"new", false}})}));
  EXPECT_EQ(StackOf("map.set", {TestMap({{1, 2}, {3, 4}}), 1, 5}),
            (TestStack{TestMap({{1, 5}, {3, 4}})}));
  EXPECT_EQ(StackOf("map.get", {9, Mixed(), "b"}), (TestStack{9, 1, true}));
  EXPECT_EQ(StackOf("map.get", {Mixed(), 7}), (TestStack{"seven", true}));
  EXPECT_EQ(StackOf("map.get", {Mixed(), true}),
            (TestStack{TestList({2}), true}));
  EXPECT_EQ(StackOf("map.get", {Mixed(), "7"}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("map.get", {Mixed(), 1}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("map.get", {TestMap(), 0}), (TestStack{0, false}));
}

TEST(MapWordsTest, HasAndRemove) {
  EXPECT_EQ(StackOf("map.has?", {9, Mixed(), -1}), (TestStack{9, true}));
  EXPECT_EQ(StackOf("map.has?", {Mixed(), "B"}), (TestStack{false}));
  EXPECT_EQ(StackOf("map.remove", {9, TestMap({{1, 2}, {"a", 3}}), "a"}),
            (TestStack{9, TestMap({{1, 2}})}));
  EXPECT_EQ(StackOf("map.remove", {TestMap({{1, 2}}), 2}),
            (TestStack{TestMap({{1, 2}})}));
}

TEST(MapWordsTest, KeysValuesAndSize) {
  EXPECT_EQ(StackOf("map.keys", {9, Mixed()}),
            (TestStack{9, TestList({"b", 7, true, -1})}));
  EXPECT_EQ(StackOf("map.values", {Mixed()}),
            (TestStack{TestList({1, "seven", TestList({2}), 2.5})}));
  EXPECT_EQ(StackOf("map.keys", {TestMap()}), (TestStack{TestList()}));
  EXPECT_EQ(StackOf("map.size", {Mixed()}), (TestStack{4}));
  EXPECT_EQ(StackOf("map.empty?", {Mixed()}), (TestStack{false}));
  EXPECT_EQ(StackOf("map.empty?", {TestMap()}), (TestStack{true}));
}

// The operand below is a second reference to the map that is changed.
TEST(MapWordsTest, ChangesLeaveCopiesAlone) {
  const TestValue map = TestMap({{1, 10}, {2, 20}});
  std::vector<Value> operands = MakeTestValues({map});
  Retain(operands[0]);
  operands.push_back(operands[0]);
  operands.push_back(Value::Int(1));
  operands.push_back(Value::Int(11));
  EXPECT_EQ(RunOnValues("map.set", operands).stack,
            (TestStack{map, TestMap({{1, 11}, {2, 20}})}));
  operands = MakeTestValues({map});
  Retain(operands[0]);
  operands.push_back(operands[0]);
  operands.push_back(Value::Int(1));
  EXPECT_EQ(RunOnValues("map.remove", operands).stack,
            (TestStack{map, TestMap({{2, 20}})}));
}

TEST(MapWordsTest, RefuseOtherOperands) {
  for (const char* word :
       {"map.keys", "map.values", "map.size", "map.empty?"}) {
    const WordOutcome outcome = RunMap(word, {5});
    EXPECT_EQ(outcome.failure,
              absl::StrCat(word, ": expected a map on stack, got Int 5"));
    EXPECT_EQ(outcome.stack, (TestStack{5}));
  }
  for (const char* word : {"map.get", "map.has?", "map.remove"}) {
    EXPECT_EQ(RunMap(word, {TestList(), 1}).failure,
              absl::StrCat(word,
                           ": expected a map below a key on stack, got List of "
                           "0, Int 1"));
    const WordOutcome outcome = RunMap(word, {TestMap(), 1.5});
    EXPECT_EQ(outcome.failure,
              absl::StrCat(
                  word, ": key must be Int, String, or Bool, got Float 1.5"));
    EXPECT_EQ(outcome.stack, (TestStack{TestMap(), 1.5}));
  }
  EXPECT_EQ(RunMap("map.set", {1, 2, 3}).failure,
            "map.set: expected a map below a key and a value on stack, got Int "
            "1, Int 2, Int 3");
  EXPECT_EQ(RunMap("map.set", {TestMap(), TestSymbol("key"), 3}).failure,
            "map.set: key must be Int, String, or Bool, got Symbol :key");
  EXPECT_EQ(RunMap("map.set", {2, 3}).failure,
            "map.set: needs 3 values, but the stack has only 2 values");
  EXPECT_TRUE(absl::StartsWith(RunMap("map.each", {TestMap(), 1}).failure,
                               "map.each: expected a map below a Quotation"));
  EXPECT_TRUE(absl::StartsWith(RunMap("map.fold", {1, 1, 1}).failure,
                               "map.fold: expected a map below a Quotation"));
}

// --- Words with a quotation --------------------------------------------------

// ( accumulator key value -- accumulator*100 + key*10 + value )
Value* Digits(const Node*, Value* sp, Strand* strand) {
  EXPECT_EQ(sp - strand->stack_base, 3);
  sp[-3] =
      Value::Int(sp[-3].integer * 100 + sp[-2].integer * 10 + sp[-1].integer);
  return sp - 2;
}

// ( map key value -- map' ), with key and value exchanged.
Value* SetExchanged(const Node*, Value* sp, Strand*) {
  EXPECT_TRUE(sp[-3].object->IsSoleReference());
  sp[-3] = MapValue(Map::Set(AsMap(sp[-3]), sp[-1], sp[-2]));
  return sp - 2;
}

std::vector<int64_t> seen;

// Notes an entry and leaves it where it is.
Value* Note(const Node*, Value* sp, Strand* strand) {
  EXPECT_EQ(sp - strand->stack_base, 2);
  seen.push_back(sp[-2].integer);
  seen.push_back(sp[-1].integer);
  return sp;
}

// ( accumulator key value captured -- captured )
Value* Captured(const Node*, Value* sp, Strand* strand) {
  if (strand->stack_base->integer == 5) seen.clear();
  for (const Value* value = strand->stack_base; value != sp; ++value) {
    seen.push_back(value->integer);
  }
  return sp;
}

Value* DropAll(const Node*, Value* sp, Strand* strand) {
  while (sp > strand->stack_base) Release(*--sp);
  return sp;
}

// Fails with an empty stack, since a probe cannot be read back.
Value* FailAtOnce(const Node* node, Value* sp, Strand* strand) {
  Fail(node, DropAll(node, sp, strand), strand, "at once");
}

// Leaves whether nobody else holds the string on top.
Value* IsSole(const Node*, Value* sp, Strand*) {
  *sp = Value::Bool(sp[-1].object->IsSoleReference());
  return sp + 1;
}

Value Numbers(const std::vector<std::pair<int64_t, int64_t>>& entries) {
  Map* map = Map::New();
  for (const auto& [key, value] : entries) {
    map = Map::Set(map, Value::Int(key), Value::Int(value));
  }
  return MapValue(map);
}

TEST(MapWordsTest, FoldGoesThroughTheEntriesInOrder) {
  EXPECT_EQ(
      RunOnValues("map.fold", {Value::Int(7), Numbers({{5, 6}, {3, 4}, {1, 2}}),
                               Value::Int(0), TestQuotation<Digits>()})
          .stack,
      (TestStack{7, 563412}));
  EXPECT_EQ(RunOnValues("map.fold", {Numbers({}), MakeString("initial"),
                                     TestQuotation<DropAll>()})
                .stack,
            (TestStack{"initial"}));
}

TEST(MapWordsTest, WalksSkipRemovedEntries) {
  Map* map = AsMap(Numbers({{5, 6}, {3, 4}, {1, 2}}));
  map = Map::Remove(map, Value::Int(3));
  EXPECT_EQ(RunOnValues("map.fold",
                        {MapValue(map), Value::Int(0), TestQuotation<Digits>()})
                .stack,
            (TestStack{5612}));
}

TEST(MapWordsTest, FoldMovesTheAccumulator) {
  EXPECT_EQ(RunOnValues("map.fold",
                        {Numbers({{1, 10}, {2, 20}}), MapValue(Map::New()),
                         TestQuotation<SetExchanged>()})
                .stack,
            (TestStack{TestMap({{10, 1}, {20, 2}})}));
}

TEST(MapWordsTest, EachRunsOnItsOwnStackAndLeavesNothing) {
  seen.clear();
  EXPECT_EQ(RunOnValues("map.each", {Value::Int(7), Numbers({{4, 3}, {2, 1}}),
                                     TestQuotation<Note>()})
                .stack,
            (TestStack{7}));
  EXPECT_EQ(seen, (std::vector<int64_t>{4, 3, 2, 1}));
}

TEST(MapWordsTest, WalksLeaveCopiesAlone) {
  std::vector<Value> operands =
      MakeTestValues({TestMap({{"k", "v"}, {2, "w"}})});
  Retain(operands[0]);
  operands.push_back(operands[0]);
  operands.push_back(Value::Bool(true));
  operands.push_back(TestQuotation<IsSole>());
  EXPECT_EQ(RunOnValues("map.fold", operands).stack,
            (TestStack{TestMap({{"k", "v"}, {2, "w"}}), false}));
}

TEST(MapWordsTest, ValuesOfAnUnsharedMapCanBeChangedInPlace) {
  std::vector<Value> operands = MakeTestValues({TestMap({{"k", "v"}}), false});
  operands.push_back(TestQuotation<IsSole>());
  EXPECT_EQ(RunOnValues("map.fold", operands).stack, (TestStack{true}));
}

TEST(MapWordsTest, CapturedValuesLieAboveTheInputs) {
  const Value closure = Value::Counted(
      ValueKind::kClosure,
      Closure::New(TestQuotation<Captured>().code, {Value::Int(9)}));
  EXPECT_EQ(RunOnValues("map.fold",
                        {Numbers({{1, 2}, {3, 4}}), Value::Int(5), closure})
                .stack,
            (TestStack{9}));
  EXPECT_EQ(seen, (std::vector<int64_t>{5, 1, 2, 9, 9, 3, 4, 9}));
}

TEST(MapWordsTest, AQuotationThatLeavesNothingIsAnError) {
  EXPECT_EQ(RunOnValues("map.fold", {Numbers({{1, 2}}), Value::Int(0),
                                     TestQuotation<DropAll>()})
                .failure,
            "map.fold: quotation must leave a value");
  EXPECT_EQ(
      RunOnValues("map.each", {Numbers({{1, 2}}), TestQuotation<DropAll>()})
          .failure,
      "");
}

TEST(MapWordsTest, NothingLeaksWhenTheQuotationFails) {
  for (const char* word : {"map.each", "map.fold"}) {
    std::atomic<int> destroyed{0};
    Map* map = Map::New();
    for (int i = 0; i < 3; ++i) {
      map = Map::Set(map, Value::Int(i), MakeProbe(&destroyed));
    }
    std::vector<Value> operands = {MapValue(map)};
    const bool fold = word == std::string("map.fold");
    if (fold) operands.push_back(MakeProbe(&destroyed));
    operands.push_back(TestQuotation<FailAtOnce>());
    EXPECT_EQ(RunOnValues(word, operands).failure, "at once");
    EXPECT_EQ(destroyed, fold ? 4 : 3) << word;
  }
}

}  // namespace
}  // namespace seq
