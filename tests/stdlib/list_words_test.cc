// The list words without a quotation; the others: list_quotations_test.cc.

#include "stdlib/list_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/value.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

WordOutcome RunList(const char* word, const TestStack& operands) {
  return RunWord(ListWords(), word, operands);
}

WordOutcome RunOnValues(const char* word, std::vector<Value> operands) {
  return RunWordOnValues(ListWords(), word, operands);
}

TestStack StackOf(const char* word, const TestStack& operands) {
  const WordOutcome outcome = RunList(word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

Value* DoNothing(const Node*, Value* sp, Strand*) { return sp; }

TEST(ListWordsTest, MakeAndPush) {
  EXPECT_EQ(StackOf("list.make", {7}), (TestStack{7, TestList()}));
  EXPECT_EQ(StackOf("list.push", {TestList(), "a"}),
            (TestStack{TestList({"a"})}));
  EXPECT_EQ(StackOf("list.push", {TestList({1, 2}), TestList({3})}),
            (TestStack{TestList({1, 2, TestList({3})})}));
  EXPECT_EQ(StackOf("list.push", {TestVariant("P", {1}), 2.5}),
            (TestStack{TestVariant("P", {1, 2.5})}));
}

TEST(ListWordsTest, GetFirstAndLast) {
  const TestValue list = TestList({"a", "b", "c"});
  EXPECT_EQ(StackOf("list.get", {9, list, 1}), (TestStack{9, "b", true}));
  EXPECT_EQ(StackOf("list.get", {list, 3}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("list.get", {list, -1}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("list.get", {list, INT64_MIN}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("list.get", {"not a list", 0}), (TestStack{0, false}));
  EXPECT_EQ(StackOf("list.get", {TestVariant("P", {4}), 0}),
            (TestStack{4, true}));
  EXPECT_EQ(StackOf("list.first", {list}), (TestStack{"a", true}));
  EXPECT_EQ(StackOf("list.last", {list}), (TestStack{"c", true}));
  for (const char* word : {"list.first", "list.last"}) {
    EXPECT_EQ(StackOf(word, {8, TestList()}), (TestStack{8, 0, false}));
    EXPECT_EQ(StackOf(word, {8, 5}), (TestStack{8, 0, false}));
    EXPECT_EQ(StackOf(word, {TestMap()}), (TestStack{0, false}));
  }
}

TEST(ListWordsTest, Set) {
  const TestValue list = TestList({1, 2});
  EXPECT_EQ(StackOf("list.set", {9, list, 1, "x"}),
            (TestStack{9, TestList({1, "x"}), true}));
  EXPECT_EQ(StackOf("list.set", {TestVariant("P", {1}), 0, 2}),
            (TestStack{TestVariant("P", {2}), true}));
  EXPECT_EQ(StackOf("list.set", {list, 2, "x"}), (TestStack{list, false}));
  EXPECT_EQ(StackOf("list.set", {list, -1, "x"}), (TestStack{list, false}));
  EXPECT_EQ(StackOf("list.set", {"text", 0, "x"}), (TestStack{"text", false}));
}

TEST(ListWordsTest, LengthEmptyAndReverse) {
  EXPECT_EQ(StackOf("list.length", {TestList({1, 2, 3})}), (TestStack{3}));
  EXPECT_EQ(StackOf("list.length", {TestVariant("P", {1})}), (TestStack{1}));
  EXPECT_EQ(StackOf("list.empty?", {TestList()}), (TestStack{true}));
  EXPECT_EQ(StackOf("list.empty?", {TestList({0})}), (TestStack{false}));
  EXPECT_EQ(StackOf("list.reverse", {TestList({1, "b", 3})}),
            (TestStack{TestList({3, "b", 1})}));
  EXPECT_EQ(StackOf("list.reverse", {TestVariant("P", {1, 2})}),
            (TestStack{TestVariant("P", {2, 1})}));
}

// The operand below is a second reference to the list that is changed.
TEST(ListWordsTest, ChangesLeaveCopiesAlone) {
  const TestValue list = TestList({1, 2});
  const struct {
    const char* word;
    std::vector<Value> operands;
    TestValue result;
  } cases[] = {
      {"list.push", {Value::Int(3)}, TestList({1, 2, 3})},
      {"list.set", {Value::Int(0), Value::Int(3)}, TestList({3, 2})},
      {"list.reverse", {}, TestList({2, 1})},
  };
  for (const auto& test : cases) {
    std::vector<Value> operands = MakeTestValues({list});
    Retain(operands[0]);
    operands.push_back(operands[0]);
    operands.insert(operands.end(), test.operands.begin(), test.operands.end());
    const WordOutcome outcome = RunOnValues(test.word, operands);
    ASSERT_GE(outcome.stack.size(), 2u);
    EXPECT_EQ(outcome.stack[0], list) << test.word;
    EXPECT_EQ(outcome.stack[1], test.result) << test.word;
  }
}

TEST(ListWordsTest, RefuseOtherOperands) {
  for (const char* word : {"list.length", "list.empty?", "list.reverse"}) {
    const WordOutcome outcome = RunList(word, {5});
    EXPECT_EQ(outcome.failure,
              absl::StrCat(word, ": expected a list on stack, got Int 5"));
    EXPECT_EQ(outcome.stack, (TestStack{5}));
  }
  EXPECT_EQ(RunList("list.push", {TestMap(), 1}).failure,
            "list.push: expected a list below a value on stack, got Map of 0, "
            "Int 1");
  EXPECT_EQ(RunList("list.get", {TestList(), "x"}).failure,
            "list.get: expected a list below an Int on stack, got List of 0, "
            "String \"x\"");
  EXPECT_EQ(RunList("list.set", {TestList(), "x", 1}).failure,
            "list.set: expected a list below an Int and a value on stack, got "
            "List of 0, String \"x\", Int 1");
  for (const char* word : {"list.map", "list.filter", "list.each"}) {
    EXPECT_TRUE(absl::StartsWith(RunList(word, {TestList(), 1}).failure,
                                 absl::StrCat(word, ": expected a list below")))
        << word;
    const WordOutcome outcome =
        RunOnValues(word, {Value::Int(1), TestQuotation<DoNothing>()});
    EXPECT_TRUE(absl::StartsWith(outcome.failure,
                                 absl::StrCat(word, ": expected a list")));
  }
}

}  // namespace
}  // namespace seq
