#include "stdlib/conversion_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "stdlib/sugar_words.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

constexpr int64_t kMax = (int64_t{1} << 62) - 1;

struct Case {
  const char* word;
  TestStack operands;
  TestStack results;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    const WordOutcome outcome =
        RunWord(ConversionWords(), test.word, test.operands);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, test.results)
        << test.word << " of " << testing::PrintToString(test.operands);
  }
}

TEST(ConversionWordsTest, IntsToText) {
  Check({
      {"int->string", {0}, {"0"}},
      {"int->string", {-kMax - 1}, {"-4611686018427387904"}},
      {"char->string", {65}, {"A"}},
      {"char->string", {200}, {"\xC3\x88"}},
      {"char->string", {0x10FFFF}, {"\xF4\x8F\xBF\xBF"}},
      {"char->string", {0}, {std::string(1, '\0')}},
      {"char->string", {-1}, {""}},
      {"char->string", {0x110000}, {""}},
      {"char->string", {0xD800}, {""}},
      {"char->string", {0xDFFF}, {""}},
      {"char->string", {0xE000}, {"\xEE\x80\x80"}},
      {"char->string", {(int64_t{1} << 32) + 65}, {""}},
  });
}

TEST(ConversionWordsTest, TextToInts) {
  Check({
      {"string->int", {"42"}, {42, true}},
      {"string->int", {"-0042"}, {-42, true}},
      {"string->int", {"+7"}, {7, true}},
      {"string->int", {" \t42\n"}, {42, true}},
      {"string->int",
       {"\u00A0"
        "42\u3000"},
       {42, true}},
      {"string->int", {"9223372036854775807"}, {-1, true}},
      {"string->int", {"4611686018427387904"}, {-kMax - 1, true}},
      {"string->int", {"-9223372036854775808"}, {0, true}},
      {"string->int", {std::string(100'000, '0') + "5"}, {5, true}},
  });
  for (const char* text :
       {"", "  ", "+", "-", "+-5", "1.0", "0x10", "1_000", "1 000",
        "9223372036854775808", "-9223372036854775809", "42\xFF", "\xD9\xA3"}) {
    Check({{"string->int", {text}, {0, false}}});
  }
  Check({{"string->int", {std::string("4\0", 2)}, {0, false}}});
}

TEST(ConversionWordsTest, Symbols) {
  const std::string bytes("\0\xFF x", 4);
  Check({
      {"symbol->string", {TestSymbol("hello-world")}, {"hello-world"}},
      {"string->symbol", {"a"}, {TestSymbol("a")}},
      {"string->symbol", {bytes}, {TestSymbol(bytes)}},
      {"symbol.=", {TestSymbol("a"), TestSymbol("a")}, {true}},
      {"symbol.=", {TestSymbol("a"), TestSymbol("b")}, {false}},
  });
}

TEST(ConversionWordsTest, OtherKindsAreRefused) {
  for (const WordRow& row : ConversionWords()) {
    const WordOutcome outcome =
        RunWord(ConversionWords(), row.name, {1.5, true});
    const absl::string_view name = row.name;
    EXPECT_EQ(outcome.failure.rfind(std::string(name) + ": expected ", 0), 0)
        << outcome.failure;
    EXPECT_EQ(outcome.stack, (TestStack{1.5, true}));
    EXPECT_EQ(RunWord(ConversionWords(), name, {}).failure,
              std::string(name) + ": stack is empty");
  }
}

// --- Sugar -------------------------------------------------------------------

TEST(SugarWordsTest, RowsNameTheirTargets) {
  EXPECT_EQ(SugarWords().size(), 11);
  for (const WordRow& row : SugarWords()) {
    const std::string name(row.name);
    SCOPED_TRACE(name);
    EXPECT_EQ(row.run, nullptr);
    EXPECT_EQ(row.typing, WordTyping::kSugar);
    EXPECT_EQ(row.editions, Editions::kCurrent);
    EXPECT_EQ(std::string(row.sugar.of_ints), "i." + name);
    EXPECT_EQ(std::string(row.sugar.of_floats), name == "%" ? "" : "f." + name);
    EXPECT_EQ(std::string(row.sugar.of_strings), name == "+"   ? "string.concat"
                                                 : name == "=" ? "string.equal?"
                                                               : "");
  }
}

}  // namespace
}  // namespace seq
