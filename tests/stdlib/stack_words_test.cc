#include "stdlib/stack_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/strand.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

struct Case {
  const char* word;
  TestStack operands;
  TestStack results;
};

TEST(StackWordsTest, Results) {
  const std::vector<Case> cases = {
      {"dup", {"a"}, {"a", "a"}},
      {"drop", {1, "a"}, {1}},
      {"swap", {1, "a"}, {"a", 1}},
      {"over", {"a", 2}, {"a", 2, "a"}},
      {"rot", {1, "a", 3}, {"a", 3, 1}},
      {"nip", {"a", "b"}, {"b"}},
      {"tuck", {1, "b"}, {"b", 1, "b"}},
      {"2dup", {0, "a", 2}, {0, "a", 2, "a", 2}},
      {"3drop", {0, "a", 2, "c"}, {0}},
      {"pick", {"a", 2, 0}, {"a", 2, 2}},
      {"pick", {"a", 2, 1}, {"a", 2, "a"}},
      {"roll", {"a", 2, 0}, {"a", 2}},
      {"roll", {"a", 2, 1}, {2, "a"}},
      {"roll", {"a", 2, 3, 2}, {2, 3, "a"}},
      {"roll", {10, 20, 30, 40, 3}, {20, 30, 40, 10}},
  };
  for (const Case& test : cases) {
    const WordOutcome outcome = RunWord(StackWords(), test.word, test.operands);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, test.results) << test.word;
  }
}

TEST(StackWordsTest, DeepRoll) {
  TestStack operands;
  TestStack results;
  for (int64_t i = 0; i < 1000; ++i) {
    operands.emplace_back(i);
    if (i > 0) results.emplace_back(i);
  }
  results.emplace_back(int64_t{0});
  operands.emplace_back(int64_t{999});
  EXPECT_EQ(RunWord(StackWords(), "roll", operands).stack, results);
}

TEST(StackWordsTest, BadIndicesAreReported) {
  for (const std::string word : {"pick", "roll"}) {
    const auto failure = [&word](const TestStack& operands) {
      const WordOutcome outcome = RunWord(StackWords(), word, operands);
      EXPECT_EQ(outcome.stack, operands);
      return outcome.failure;
    };
    EXPECT_EQ(failure({1, -1}), word + ": index must be non-negative, got -1");
    EXPECT_EQ(failure({1, 2, 2}),
              word +
                  ": cannot access depth 2 - stack has only 2 values (need "
                  "at least 3)");
    EXPECT_EQ(failure({1, int64_t{1} << 61}),
              word +
                  ": cannot access depth 2305843009213693952 - stack has "
                  "only 1 value (need at least 2305843009213693953)");
    EXPECT_EQ(failure({1, true}), word +
                                      ": expected Int on stack, got "
                                      "Bool true");
    EXPECT_EQ(failure({}), word + ": stack is empty");
  }
}

TEST(StackWordsTest, MissingOperandsAreReported) {
  for (const auto& [word, operands] :
       std::vector<std::pair<const char*, size_t>>{{"dup", 1},
                                                   {"drop", 1},
                                                   {"swap", 2},
                                                   {"over", 2},
                                                   {"rot", 3},
                                                   {"nip", 2},
                                                   {"tuck", 2},
                                                   {"2dup", 2},
                                                   {"3drop", 3},
                                                   {">aux", 1}}) {
    const WordOutcome outcome =
        RunWord(StackWords(), word, TestStack(operands - 1, "a"));
    EXPECT_NE(outcome.failure, "") << word;
    EXPECT_EQ(outcome.stack, TestStack(operands - 1, "a")) << word;
  }
  EXPECT_EQ(RunWord(StackWords(), "aux>", {1}).failure,
            "aux>: the aux stack is empty");
}

TEST(StackWordsTest, TheSideStackIsLastInFirstOut) {
  StrandPool pool(TestPoolOptions());
  pool.Run([](Strand* strand) {
    for (int64_t i = 0; i < 1000; ++i) {
      EXPECT_EQ(
          RunWordOn(strand, StackWords(), ">aux", {5, std::to_string(i)}).stack,
          (TestStack{5}));
    }
    for (int64_t i = 999; i >= 0; --i) {
      EXPECT_EQ(RunWordOn(strand, StackWords(), "aux>", {5}).stack,
                (TestStack{5, std::to_string(i)}));
    }
    EXPECT_TRUE(strand->aux.empty());
  });
}

TEST(StackWordsTest, EditionsShareWhatIsTheSame) {
  EXPECT_EQ(ClassicStackWords().size(), 8);
  EXPECT_EQ(StackWords().size(), 13);
  for (const WordRow& row : ClassicStackWords()) {
    EXPECT_TRUE(Includes(row.editions, Edition::kClassic)) << row.name;
    EXPECT_EQ(row.editions == Editions::kBoth, row.name != "pick");
  }
  for (const WordRow& row : StackWords()) {
    EXPECT_TRUE(Includes(row.editions, Edition::kCurrent)) << row.name;
  }
  EXPECT_EQ(RunWord(ClassicStackWords(), "pick", {1, -1}).failure,
            "pick: depth must be non-negative, got -1");
}

}  // namespace
}  // namespace seq
