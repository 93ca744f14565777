#include "runtime/float_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace seq {
namespace {

// The digits of a finite number and where its point belongs: 0.DIGITS times ten
// to the power of `point`.
struct Decimal {
  std::string digits;
  int point = 0;
};

// std::chars_format::fixed would print whole numbers above 2^53 with all their
// digits instead of the shortest ones, so the layout is done here.
Decimal ShortestDecimal(double magnitude) {
  std::array<char, 32> buffer;
  const std::to_chars_result end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude,
                    std::chars_format::scientific);
  absl::string_view text(buffer.data(),
                         static_cast<size_t>(end.ptr - buffer.data()));
  const size_t e = text.find('e');
  absl::string_view exponent = text.substr(e + 1);
  if (exponent[0] == '+') exponent.remove_prefix(1);
  Decimal decimal;
  std::from_chars(exponent.data(), exponent.data() + exponent.size(),
                  decimal.point);
  ++decimal.point;
  decimal.digits.push_back(text[0]);
  if (e > 2) decimal.digits.append(text.data() + 2, e - 2);
  return decimal;
}

// Moves over digits and returns how many there were.
size_t SkipDigits(absl::string_view& text) {
  size_t count = 0;
  while (count < text.size() && absl::ascii_isdigit(text[count])) ++count;
  text.remove_prefix(count);
  return count;
}

// Removes one of the two characters from the front of `text` if it is there.
bool SkipOneOf(absl::string_view& text, char first, char second) {
  if (text.empty() || (text[0] != first && text[0] != second)) return false;
  text.remove_prefix(1);
  return true;
}

// Whether `text` is a number without a sign.
bool IsDecimal(absl::string_view text) {
  size_t digits = SkipDigits(text);
  if (SkipOneOf(text, '.', '.')) digits += SkipDigits(text);
  if (digits == 0) return false;
  if (SkipOneOf(text, 'e', 'E')) {
    SkipOneOf(text, '+', '-');
    if (SkipDigits(text) == 0) return false;
  }
  return text.empty();
}

// The value of a number that is out of range. strtod tells the two ends of the
// range apart; the interpreter never leaves the "C" locale.
double ParseOutOfRange(absl::string_view text) {
  return std::strtod(std::string(text).c_str(), nullptr);
}

}  // namespace

std::string FormatFloat(double number) {
  if (std::isnan(number)) return "NaN";
  const absl::string_view sign = std::signbit(number) ? "-" : "";
  const double magnitude = std::fabs(number);
  if (std::isinf(magnitude)) return absl::StrCat(sign, "inf");
  const Decimal decimal = ShortestDecimal(magnitude);
  const absl::string_view digits = decimal.digits;
  if (decimal.point <= 0) {
    const auto zeros = static_cast<size_t>(-decimal.point);
    return absl::StrCat(sign, "0.", std::string(zeros, '0'), digits);
  }
  const auto point = static_cast<size_t>(decimal.point);
  if (digits.size() <= point) {
    return absl::StrCat(sign, digits, std::string(point - digits.size(), '0'));
  }
  return absl::StrCat(sign, digits.substr(0, point), ".", digits.substr(point));
}

std::optional<double> ParseFloat(absl::string_view text) {
  const bool negative = absl::StartsWith(text, "-");
  SkipOneOf(text, '+', '-');
  double magnitude = 0;
  if (IsDecimal(text)) {
    const std::from_chars_result read =
        std::from_chars(text.data(), text.data() + text.size(), magnitude);
    if (read.ec != std::errc()) magnitude = ParseOutOfRange(text);
  } else if (absl::EqualsIgnoreCase(text, "inf") ||
             absl::EqualsIgnoreCase(text, "infinity")) {
    magnitude = std::numeric_limits<double>::infinity();
  } else if (absl::EqualsIgnoreCase(text, "nan")) {
    magnitude = std::numeric_limits<double>::quiet_NaN();
  } else {
    return std::nullopt;
  }
  return negative ? -magnitude : magnitude;
}

}  // namespace seq
