// Floats as text: the one way in which numbers with a fraction are written and
// read, shared by `float->string`, `string->float`, SON and messages.
//
// Pure functions, linear in the size of the text, independent of the locale.

#ifndef SEQ_RUNTIME_FLOAT_TEXT_H_
#define SEQ_RUNTIME_FLOAT_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

// The shortest digits that read back as the same number, always in positional
// notation and without a point for whole numbers: 0.1, 42, -0,
// 100000000000000000000, 0.0000001; inf, -inf and NaN. At most 326 characters.
std::string FormatFloat(double number);

// Reads a whole text: an optional sign, digits with an optional point that has
// a digit on at least one side, an optional exponent; or an optional sign and
// inf, infinity or nan in any letter case. Correctly rounded; too large is an
// infinity, too small is zero. Anything else, white space too, is nullopt.
std::optional<double> ParseFloat(absl::string_view text);

}  // namespace seq

#endif  // SEQ_RUNTIME_FLOAT_TEXT_H_
