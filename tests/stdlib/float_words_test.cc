#include "stdlib/float_words.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNan = std::nan("");

TestStack Run(absl::string_view word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(FloatWords(), word, operands);
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
    EXPECT_EQ(Run(test.word, test.operands), test.results) << test.word;
  }
}

double RunToFloat(absl::string_view word, const TestStack& operands) {
  return std::get<double>(Run(word, operands).at(0));
}

TEST(FloatWordsTest, ArithmeticIsThatOfIeee) {
  Check({
      {"f.add", {1.5, 2.25}, {3.75}},
      {"f.subtract", {1.5, 2.0}, {-0.5}},
      {"f.multiply", {1.5, 2.0}, {3.0}},
      {"f.divide", {1.0, 4.0}, {0.25}},
      {"f.divide", {1.0, 0.0}, {kInfinity}},
      {"f.divide", {-1.0, 0.0}, {-kInfinity}},
      {"f.+", {0.1, 0.2}, {0.1 + 0.2}},
      {"f.-", {3.0, 1.0}, {2.0}},
      {"f.*", {1e308, 10.0}, {kInfinity}},
      {"f./", {9.0, 2.0}, {4.5}},
  });
  EXPECT_TRUE(std::isnan(RunToFloat("f.divide", {0.0, 0.0})));
}

TEST(FloatWordsTest, Functions) {
  Check({
      {"f.sqrt", {2.25}, {1.5}},         {"f.cbrt", {27.0}, {3.0}},
      {"f.cbrt", {-8.0}, {-2.0}},        {"f.pow", {2.0, 10.0}, {1024.0}},
      {"f.pow", {kNan, 0.0}, {1.0}},     {"f.pow", {0.0, 0.0}, {1.0}},
      {"f.exp", {0.0}, {1.0}},           {"f.exp", {1e4}, {kInfinity}},
      {"f.exp", {-1e4}, {0.0}},          {"f.ln", {1.0}, {0.0}},
      {"f.ln", {0.0}, {-kInfinity}},     {"f.log10", {100.0}, {2.0}},
      {"f.log10", {0.0}, {-kInfinity}},  {"f.log2", {8.0}, {3.0}},
      {"f.log2", {0.0}, {-kInfinity}},   {"f.sin", {0.0}, {0.0}},
      {"f.cos", {0.0}, {1.0}},           {"f.tan", {0.0}, {0.0}},
      {"f.asin", {1.0}, {M_PI_2}},       {"f.acos", {-1.0}, {M_PI}},
      {"f.atan", {1.0}, {M_PI_4}},       {"f.atan2", {0.0, -1.0}, {M_PI}},
      {"f.atan2", {1.0, 0.0}, {M_PI_2}}, {"f.floor", {-1.5}, {-2.0}},
      {"f.ceil", {-1.5}, {-1.0}},        {"f.trunc", {-1.5}, {-1.0}},
      {"f.trunc", {1.5}, {1.0}},         {"f.pi", {}, {3.141592653589793}},
      {"f.e", {}, {2.718281828459045}},  {"f.tau", {7}, {7, 6.283185307179586}},
  });
  for (const char* word : {"f.sqrt", "f.ln", "f.log10", "f.log2"}) {
    EXPECT_TRUE(std::isnan(RunToFloat(word, {-1.0}))) << word;
  }
  for (const char* word : {"f.asin", "f.acos"}) {
    EXPECT_TRUE(std::isnan(RunToFloat(word, {1.5}))) << word;
  }
  for (const char* word : {"f.sin", "f.cos", "f.tan"}) {
    EXPECT_TRUE(std::isnan(RunToFloat(word, {kInfinity}))) << word;
  }
  EXPECT_TRUE(std::isnan(RunToFloat("f.pow", {-2.0, 0.5})));
}

TEST(FloatWordsTest, HalvesRoundToEven) {
  Check({
      {"f.round", {0.5}, {0.0}},
      {"f.round", {1.5}, {2.0}},
      {"f.round", {2.5}, {2.0}},
      {"f.round", {3.5}, {4.0}},
      {"f.round", {-1.5}, {-2.0}},
      {"f.round", {2.4}, {2.0}},
      {"f.round", {-2.6}, {-3.0}},
  });
  EXPECT_TRUE(std::signbit(RunToFloat("f.round", {-0.5})));
}

TEST(FloatWordsTest, Comparisons) {
  struct Row {
    const char* word;
    const char* alias;
    bool below, equal, above, nan;
  };
  for (const Row& row : {Row{"f.=", "f.eq", false, true, false, false},
                         Row{"f.<>", "f.neq", true, false, true, true},
                         Row{"f.<", "f.lt", true, false, false, false},
                         Row{"f.>", "f.gt", false, false, true, false},
                         Row{"f.<=", "f.lte", true, true, false, false},
                         Row{"f.>=", "f.gte", false, true, true, false}}) {
    for (const char* word : {row.word, row.alias}) {
      Check({{word, {-1.0, 1.0}, {row.below}},
             {word, {1.0, 1.0}, {row.equal}},
             {word, {0.0, -0.0}, {row.equal}},
             {word, {1.0, -1.0}, {row.above}},
             {word, {kNan, kNan}, {row.nan}},
             {word, {1.0, kNan}, {row.nan}}});
    }
  }
}

TEST(FloatWordsTest, ToIntTruncatesAndSaturates) {
  constexpr int64_t kMax = (int64_t{1} << 62) - 1;
  Check({
      {"float->int", {1.9}, {1}},
      {"float->int", {-1.9}, {-1}},
      {"float->int", {4611686018427387904.0}, {kMax}},
      {"float->int", {4611686018427387392.0}, {4611686018427387392}},
      {"float->int", {-4611686018427387904.0}, {-kMax - 1}},
      {"float->int", {1e300}, {kMax}},
      {"float->int", {-kInfinity}, {-kMax - 1}},
      {"float->int", {kInfinity}, {kMax}},
      {"float->int", {kNan}, {0}},
  });
}

TEST(FloatWordsTest, Text) {
  Check({
      {"float->string", {42.0}, {"42"}},
      {"float->string", {-0.0}, {"-0"}},
      {"float->string", {0.1}, {"0.1"}},
      {"float->string", {1e21}, {"1000000000000000000000"}},
      {"float->string", {1e-7}, {"0.0000001"}},
      {"float->string", {kNan}, {"NaN"}},
      {"float->string", {-kInfinity}, {"-inf"}},
      {"string->float", {"5."}, {5.0, true}},
      {"string->float", {"-.5e1"}, {-5.0, true}},
      {"string->float", {"Infinity"}, {kInfinity, true}},
      {"string->float", {"1e999"}, {kInfinity, true}},
      {"string->float", {" 5"}, {0.0, false}},
      {"string->float", {""}, {0.0, false}},
      {"string->float", {"1e"}, {0.0, false}},
      {"string->float", {"\xFF"}, {0.0, false}},
  });
}

TEST(FloatWordsTest, ToBytesRoundsTo32Bits) {
  Check({
      {"float.to-bytes-f32-be", {1.0}, {std::string("\x3F\x80\0\0", 4)}},
      {"float.to-bytes-f32-be", {-2.5}, {std::string("\xC0\x20\0\0", 4)}},
      {"float.to-bytes-f32-be", {1e300}, {std::string("\x7F\x80\0\0", 4)}},
      {"float.to-bytes-f32-be", {0.1}, {"\x3D\xCC\xCC\xCD"}},
  });
}

TEST(FloatWordsTest, OtherKindsAreRefused) {
  const TestStack operands = {1, true};
  for (const WordRow& row : FloatWords()) {
    const absl::string_view effect = row.effect;
    if (effect == "( ..a -- ..a Float )") continue;
    const bool two = effect.find("Float Float --") != absl::string_view::npos;
    const bool text = row.name == "string->float";
    const WordOutcome outcome = RunWord(FloatWords(), row.name, operands);
    EXPECT_EQ(outcome.failure, std::string(row.name) + ": expected " +
                                   (two    ? "two Floats"
                                    : text ? "String"
                                           : "Float") +
                                   " on stack, got " + (two ? "Int 1, " : "") +
                                   "Bool true");
    EXPECT_EQ(outcome.stack, operands) << row.name;
    EXPECT_EQ(RunWord(FloatWords(), row.name, {}).failure,
              std::string(row.name) + ": stack is empty");
  }
}

}  // namespace
}  // namespace seq
