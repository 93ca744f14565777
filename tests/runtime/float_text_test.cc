#include "runtime/float_text.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace seq {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(FormatFloatTest, UsesTheFewestDigitsAndNoExponent) {
  const struct {
    double number;
    const char* text;
  } cases[] = {
      {0.0, "0"},
      {-0.0, "-0"},
      {42.0, "42"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {100.0, "100"},
      {120.5, "120.5"},
      {0.05, "0.05"},
      {1e-7, "0.0000001"},
      {1e20, "100000000000000000000"},
      {1e21, "1000000000000000000000"},
      // Not 99999999999999991611392, which is what the number is.
      {1e23, "100000000000000000000000"},
      {9007199254740993.0, "9007199254740992"},
      {123456789012345680.0, "123456789012345680"},
      {kInfinity, "inf"},
      {-kInfinity, "-inf"},
      {std::nan(""), "NaN"},
      {-std::nan(""), "NaN"},
  };
  for (const auto& test : cases) EXPECT_EQ(FormatFloat(test.number), test.text);
}

TEST(FormatFloatTest, ReachesBothEndsOfTheRange) {
  EXPECT_EQ(FormatFloat(std::numeric_limits<double>::max()),
            "17976931348623157" + std::string(292, '0'));
  EXPECT_EQ(FormatFloat(std::numeric_limits<double>::denorm_min()),
            "0." + std::string(323, '0') + "5");
  EXPECT_EQ(FormatFloat(-std::numeric_limits<double>::min()),
            "-0." + std::string(307, '0') + "22250738585072014");
}

TEST(FormatFloatTest, ReadsBackAsTheSameNumber) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto number = std::bit_cast<double>(random());
    if (std::isnan(number)) continue;
    const std::string text = FormatFloat(number);
    const std::optional<double> read = ParseFloat(text);
    ASSERT_TRUE(read.has_value()) << text;
    ASSERT_EQ(std::bit_cast<uint64_t>(*read), std::bit_cast<uint64_t>(number))
        << text;
  }
}

TEST(ParseFloatTest, TakesEveryFormOfNumber) {
  const struct {
    std::string text;
    double number;
  } cases[] = {
      {"42", 42.0},
      {"5.", 5.0},
      {".5", 0.5},
      {"-.5e1", -5.0},
      {"+5.25", 5.25},
      {"1e3", 1000.0},
      {"1E+3", 1000.0},
      {"25e-1", 2.5},
      {"00012.500", 12.5},
      {"1e400", kInfinity},
      {"-1e400", -kInfinity},
      {"1e99999999999999999999", kInfinity},
      {"1e-400", 0.0},
      {"1e-99999999999999999999", 0.0},
      {"0e99999999999999999999", 0.0},
      {"5e-324", std::numeric_limits<double>::denorm_min()},
      {"1e-320", 1e-320},
      {"0." + std::string(400, '0') + "1e401", 1.0},
      {"1" + std::string(400, '0') + "e-400", 1.0},
      {"1" + std::string(400, '0'), kInfinity},
      {"9007199254740993", 9007199254740992.0},
      {"9007199254740993." + std::string(2000, '0') + "1", 9007199254740994.0},
      {"inf", kInfinity},
      {"-INF", -kInfinity},
      {"+Infinity", kInfinity},
  };
  for (const auto& test : cases) {
    const std::optional<double> read = ParseFloat(test.text);
    ASSERT_TRUE(read.has_value()) << test.text;
    EXPECT_EQ(*read, test.number) << test.text;
  }
}

TEST(ParseFloatTest, KeepsTheSignOfZero) {
  EXPECT_FALSE(std::signbit(ParseFloat("0").value_or(-1)));
  EXPECT_TRUE(std::signbit(ParseFloat("-0").value_or(1)));
  EXPECT_TRUE(std::signbit(ParseFloat("-1e-999").value_or(1)));
}

TEST(ParseFloatTest, TakesNanInAnyLetterCase) {
  for (const char* text : {"nan", "NaN", "+NAN", "-nan"}) {
    EXPECT_TRUE(std::isnan(ParseFloat(text).value_or(0))) << text;
  }
}

TEST(ParseFloatTest, RefusesEverythingElse) {
  const std::string refused[] = {
      "",     " 1",  "1 ",      "\t",    ".",     "-",
      "+",    "--1", "+-1",     "-+1",   "e5",    ".e5",
      "1e",   "1e+", "1e-",     "1.5.5", "1_000", "0x10",
      "1,5",  "1f",  "infinit", "infi",  "nan()", "nan(1)",
      "1e5x", "١",   "1\xFF",   "1 2",   "- 1",   std::string("1\0", 2),
      "i",    "e",   "0x1p3",   "1e 5",  "in f"};
  for (const std::string& text : refused) {
    EXPECT_EQ(ParseFloat(text), std::nullopt) << "`" << text << "`";
  }
}

}  // namespace
}  // namespace seq
