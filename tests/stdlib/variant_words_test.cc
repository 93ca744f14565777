#include "stdlib/variant_words.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/value.h"
#include "runtime/word.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

WordOutcome RunVariant(const std::string& word, const TestStack& operands) {
  return RunWord(VariantWords(), word, operands);
}

TestStack StackOf(const std::string& word, const TestStack& operands) {
  const WordOutcome outcome = RunVariant(word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

TEST(VariantWordsTest, FieldCountAndTag) {
  EXPECT_EQ(StackOf("variant.field-count", {9, TestVariant("P", {1, "b"})}),
            (TestStack{9, 2}));
  EXPECT_EQ(StackOf("variant.field-count", {TestList({1, 2, 3})}),
            (TestStack{3}));
  EXPECT_EQ(StackOf("variant.tag", {9, TestVariant("P", {1})}),
            (TestStack{9, TestSymbol("P")}));
  EXPECT_EQ(StackOf("variant.tag", {TestList()}),
            (TestStack{TestSymbol("List")}));
}

TEST(VariantWordsTest, FieldAtFirstAndLast) {
  const TestValue variant = TestVariant("P", {"a", 2, TestList({3})});
  EXPECT_EQ(StackOf("variant.field-at", {9, variant, 0}), (TestStack{9, "a"}));
  EXPECT_EQ(StackOf("variant.field-at", {variant, 2}),
            (TestStack{TestList({3})}));
  EXPECT_EQ(StackOf("variant.field-at", {TestList({5}), 0}), (TestStack{5}));
  EXPECT_EQ(StackOf("variant.first", {variant}), (TestStack{"a"}));
  EXPECT_EQ(StackOf("variant.last", {variant}), (TestStack{TestList({3})}));
}

TEST(VariantWordsTest, AppendAndInit) {
  EXPECT_EQ(StackOf("variant.append", {9, TestVariant("P", {1}), "b"}),
            (TestStack{9, TestVariant("P", {1, "b"})}));
  EXPECT_EQ(StackOf("variant.append", {TestList(), 1}),
            (TestStack{TestList({1})}));
  EXPECT_EQ(StackOf("variant.init", {9, TestVariant("P", {1, "b"})}),
            (TestStack{9, TestVariant("P", {1})}));
  EXPECT_EQ(StackOf("variant.init", {TestList({1})}), (TestStack{TestList()}));
}

TEST(VariantWordsTest, ChangesLeaveCopiesAlone) {
  const TestValue variant = TestVariant("P", {1, 2});
  std::vector<Value> operands = MakeTestValues({variant});
  Retain(operands[0]);
  operands.push_back(operands[0]);
  EXPECT_EQ(RunWordOnValues(VariantWords(), "variant.init", operands).stack,
            (TestStack{variant, TestVariant("P", {1})}));
  operands = MakeTestValues({variant});
  Retain(operands[0]);
  operands.push_back(operands[0]);
  operands.push_back(Value::Int(3));
  EXPECT_EQ(RunWordOnValues(VariantWords(), "variant.append", operands).stack,
            (TestStack{variant, TestVariant("P", {1, 2, 3})}));
}

TEST(VariantWordsTest, MakeTakesUpToTwelveFields) {
  for (const char* prefix : {"variant.make-", "wrap-"}) {
    TestStack operands = {"below", TestSymbol("Tag")};
    std::vector<TestValue> fields;
    for (int count = 0; count <= 12; ++count) {
      EXPECT_EQ(StackOf(absl::StrCat(prefix, count), operands),
                (TestStack{"below", TestVariant("Tag", fields)}));
      operands.insert(operands.end() - 1, TestValue(count));
      fields.emplace_back(count);
    }
  }
  EXPECT_EQ(StackOf("wrap-2", {1, 2, TestSymbol("List")}),
            (TestStack{TestList({1, 2})}));
}

TEST(VariantWordsTest, FailWhereThereIsNoField) {
  for (const int64_t index : {int64_t{-1}, int64_t{2}, INT64_MAX, INT64_MIN}) {
    const TestStack operands = {TestVariant("P", {1, 2}), index};
    const WordOutcome outcome = RunVariant("variant.field-at", operands);
    EXPECT_EQ(outcome.failure,
              absl::StrCat("variant.field-at: index out of bounds: ", index,
                           ", but the variant has 2 fields"));
    EXPECT_EQ(outcome.stack, operands);
  }
  EXPECT_EQ(RunVariant("variant.field-at", {TestList({1}), 1}).failure,
            "variant.field-at: index out of bounds: 1, but the list has 1 "
            "field");
  for (const char* word : {"variant.first", "variant.last", "variant.init"}) {
    const WordOutcome outcome = RunVariant(word, {TestList()});
    EXPECT_EQ(outcome.failure, absl::StrCat(word, ": variant has no fields"));
    EXPECT_EQ(outcome.stack, (TestStack{TestList()}));
  }
}

TEST(VariantWordsTest, RefuseOtherOperands) {
  for (const char* word : {"variant.field-count", "variant.tag",
                           "variant.first", "variant.last", "variant.init"}) {
    EXPECT_EQ(RunVariant(word, {5}).failure,
              absl::StrCat(word, ": expected a variant on stack, got Int 5"));
    EXPECT_EQ(RunVariant(word, {}).failure,
              absl::StrCat(word, ": stack is empty"));
  }
  EXPECT_EQ(RunVariant("variant.field-at", {TestList({1}), "0"}).failure,
            "variant.field-at: expected a variant below an Int on stack, got "
            "List of 1, String \"0\"");
  EXPECT_EQ(RunVariant("variant.append", {TestMap(), 1}).failure,
            "variant.append: expected a variant below a value on stack, got "
            "Map of 0, Int 1");
  EXPECT_EQ(RunVariant("wrap-0", {"Tag"}).failure,
            "wrap-0: expected a Symbol on stack, got String \"Tag\"");
  EXPECT_EQ(RunVariant("wrap-1", {TestSymbol("Tag"), 1}).failure,
            "wrap-1: expected fields below a Symbol on stack, got Symbol :Tag, "
            "Int 1");
  EXPECT_EQ(RunVariant("variant.make-12", {1, 2, TestSymbol("Tag")}).failure,
            "variant.make-12: needs 13 values, but the stack has only 3 "
            "values");
}

TEST(VariantWordsTest, EffectsOfConstructorsNameEveryField) {
  for (const WordRow& row : VariantWords()) {
    if (!absl::StartsWith(row.name, "wrap-")) continue;
    const std::string same = absl::StrCat("variant.make-", row.name.substr(5));
    EXPECT_EQ(FindRow(VariantWords(), same).effect, row.effect);
    const std::string effect(row.effect);
    const auto spaces = std::count(effect.begin(), effect.end(), ' ');
    EXPECT_EQ(absl::StrCat("wrap-", spaces - 6), row.name);
  }
}

}  // namespace
}  // namespace seq
