#include "stdlib/int_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

constexpr int64_t kMax = (int64_t{1} << 62) - 1;
constexpr int64_t kMin = -kMax - 1;

TestStack Run(absl::string_view word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(IntWords(), word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

struct Case {
  const char* word;
  TestStack operands;
  TestStack results;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    EXPECT_EQ(Run(test.word, test.operands), test.results)
        << test.word << " of " << testing::PrintToString(test.operands);
  }
}

TEST(IntWordsTest, SumsDifferencesAndProductsWrap) {
  Check({
      {"i.add", {2, 3}, {5}},
      {"i.add", {kMax, 1}, {kMin}},
      {"i.add", {kMin, -1}, {kMax}},
      {"i.add", {7, 2, 3}, {7, 5}},
      {"i.subtract", {2, 3}, {-1}},
      {"i.subtract", {kMin, 1}, {kMax}},
      {"i.multiply", {-6, 7}, {-42}},
      {"i.multiply", {kMax, 2}, {-2}},
      {"i.multiply", {kMin, -1}, {kMin}},
      {"i.multiply", {int64_t{1} << 31, int64_t{1} << 31}, {kMin}},
      {"i.neg", {5}, {-5}},
      {"i.neg", {kMin}, {kMin}},
      {"negate", {-5}, {5}},
      {"i.+", {2, 3}, {5}},
      {"i.-", {2, 3}, {-1}},
      {"i.*", {2, 3}, {6}},
  });
}

TEST(IntWordsTest, DivisionTruncatesAndReportsZero) {
  Check({
      {"i.divide", {-7, 2}, {-3, true}},
      {"i.divide", {7, -2}, {-3, true}},
      {"i.divide", {7, 0}, {0, false}},
      {"i.divide", {kMin, -1}, {kMin, true}},
      {"i.divide", {kMax, -1}, {-kMax, true}},
      {"i.modulo", {-7, 2}, {-1, true}},
      {"i.modulo", {-10, 3}, {-1, true}},
      {"i.modulo", {10, -3}, {1, true}},
      {"i.modulo", {kMin, -1}, {0, true}},
      {"i.modulo", {7, 0}, {0, false}},
      {"i./", {9, 2}, {4, true}},
      {"i.%", {9, 2}, {1, true}},
  });
}

TEST(IntWordsTest, NoDivisionTraps) {
  Check({
      {"i.divide", {INT64_MIN, -1}, {0, true}},
      {"i.modulo", {INT64_MIN, -1}, {0, true}},
  });
}

TEST(IntWordsTest, PowersAreJudgedBy64BitsAndWrappedTo63) {
  Check({
      {"i.pow", {2, 10}, {1024, true}},
      {"i.pow", {-3, 3}, {-27, true}},
      {"i.pow", {0, 0}, {1, true}},
      {"i.pow", {kMax, 0}, {1, true}},
      {"i.pow", {2, 62}, {kMin, true}},
      {"i.pow", {2, 63}, {0, false}},
      {"i.pow", {-2, 63}, {0, true}},  // -2^63 fits 64 bits and wraps
      {"i.pow", {-2, 64}, {0, false}},
      {"i.pow", {3, 39}, {WrapInt(4052555153018976267), true}},
      {"i.pow", {3, 40}, {0, false}},
      {"i.pow", {5, -1}, {0, false}},
      {"i.pow", {1, -1}, {0, false}},
      {"i.pow", {1, 4294967295}, {1, true}},
      {"i.pow", {-1, 4294967295}, {-1, true}},
      {"i.pow", {0, 4294967295}, {0, true}},
      {"i.pow", {1, 4294967296}, {0, false}},
      {"i.pow", {kMax, 1}, {kMax, true}},
      {"i.pow", {kMax, 2}, {0, false}},
  });
}

TEST(IntWordsTest, ComparisonsAreSigned) {
  struct Row {
    const char* word;
    const char* alias;
    bool below, equal, above;  // for -1 1, 1 1, 1 -1
  };
  for (const Row& row : {Row{"i.=", "i.eq", false, true, false},
                         Row{"i.<>", "i.neq", true, false, true},
                         Row{"i.<", "i.lt", true, false, false},
                         Row{"i.>", "i.gt", false, false, true},
                         Row{"i.<=", "i.lte", true, true, false},
                         Row{"i.>=", "i.gte", false, true, true}}) {
    for (const char* word : {row.word, row.alias}) {
      Check({{word, {-1, 1}, {row.below}},
             {word, {1, 1}, {row.equal}},
             {word, {1, -1}, {row.above}}});
    }
  }
}

TEST(IntWordsTest, Logic) {
  for (const bool a : {false, true}) {
    Check({{"not", {a}, {!a}}});
    for (const bool b : {false, true}) {
      Check({{"and", {a, b}, {a && b}}, {"or", {a, b}, {a || b}}});
    }
  }
}

TEST(IntWordsTest, Bits) {
  Check({
      {"band", {12, 10}, {8}},      {"bor", {12, 10}, {14}},
      {"bxor", {12, 10}, {6}},      {"band", {-1, kMax}, {kMax}},
      {"bxor", {-1, kMax}, {kMin}}, {"bnot", {0}, {-1}},
      {"bnot", {kMax}, {kMin}},     {"popcount", {255}, {8}},
      {"popcount", {-1}, {63}},     {"popcount", {kMin}, {1}},
      {"popcount", {0}, {0}},       {"clz", {0}, {63}},
      {"clz", {1}, {62}},           {"clz", {kMax}, {1}},
      {"clz", {-1}, {0}},           {"clz", {kMin}, {0}},
      {"ctz", {16}, {4}},           {"ctz", {0}, {63}},
      {"ctz", {kMin}, {62}},        {"ctz", {-1}, {0}},
      {"int-bits", {}, {63}},
  });
}

TEST(IntWordsTest, ShiftsGiveZeroForWhatDoesNotFit) {
  Check({
      {"shl", {1, 4}, {16}},      {"shl", {1, 61}, {2305843009213693952}},
      {"shl", {1, 62}, {0}},      {"shl", {-1, 62}, {kMin}},
      {"shl", {-1, 63}, {0}},     {"shl", {5, 0}, {5}},
      {"shl", {kMin, 0}, {kMin}}, {"shl", {1, 64}, {0}},
      {"shl", {1, -1}, {0}},      {"shl", {3, kMax}, {0}},
      {"shr", {16, 4}, {1}},      {"shr", {-1, 2}, {kMax}},
      {"shr", {-1, 62}, {3}},     {"shr", {-1, 63}, {1}},
      {"shr", {-1, 1}, {0}},      {"shr", {kMin, 1}, {0}},
      {"shr", {kMin, 62}, {3}},   {"shr", {-7, 0}, {-7}},
      {"shr", {kMax, 0}, {kMax}}, {"shr", {16, 64}, {0}},
      {"shr", {16, -1}, {0}},
  });
}

TEST(IntWordsTest, ToFloatRoundsToNearest) {
  Check({
      {"int->float", {42}, {42.0}},
      {"int->float", {kMin}, {-4611686018427387904.0}},
      {"int->float", {9007199254740993}, {9007199254740992.0}},
      {"int->float", {9007199254740995}, {9007199254740996.0}},
  });
}

TEST(IntWordsTest, ToBytesTakesTheLow32Bits) {
  Check({
      {"int.to-bytes-i32-be", {-1}, {"\xFF\xFF\xFF\xFF"}},
      {"int.to-bytes-i32-be", {0x01020304}, {"\x01\x02\x03\x04"}},
      {"int.to-bytes-i32-be", {0}, {std::string(4, '\0')}},
      {"int.to-bytes-i32-be", {0x7701020304}, {"\x01\x02\x03\x04"}},
  });
}

TEST(IntWordsTest, OtherKindsAreRefused) {
  const TestStack operands = {1.5, TestSymbol("a")};
  for (const WordRow& row : IntWords()) {
    if (row.name == "int-bits") continue;
    const bool bools = row.name == "and" || row.name == "or";
    const bool two = absl::string_view(row.effect).find("Int Int --") !=
                         absl::string_view::npos ||
                     bools;
    const std::string expected = two ? bools ? "two Bools" : "two Ints"
                                 : row.name == "not" ? "Bool"
                                                     : "Int";
    const WordOutcome outcome = RunWord(IntWords(), row.name, operands);
    EXPECT_EQ(outcome.failure, std::string(row.name) + ": expected " +
                                   expected + " on stack, got " +
                                   (two ? "Float 1.5, " : "") + "Symbol :a");
    EXPECT_EQ(outcome.stack, operands) << row.name;
    EXPECT_EQ(RunWord(IntWords(), row.name, {}).failure,
              std::string(row.name) + ": stack is empty");
  }
}

TEST(IntWordsTest, BoolsAreNoInts) {
  EXPECT_EQ(RunWord(IntWords(), "i.+", {1, true}).failure,
            "i.+: expected two Ints on stack, got Int 1, Bool true");
  EXPECT_EQ(RunWord(IntWords(), "and", {true, 1}).failure,
            "and: expected two Bools on stack, got Bool true, Int 1");
  EXPECT_EQ(RunWord(IntWords(), "i.+", {1}).failure,
            "i.+: needs 2 values, but the stack has only 1 value");
}

}  // namespace
}  // namespace seq
