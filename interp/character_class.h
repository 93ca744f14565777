// What kind of Unicode character starts or makes up a name.

#ifndef SEQ_INTERP_CHARACTER_CLASS_H_
#define SEQ_INTERP_CHARACTER_CLASS_H_

#include "absl/strings/string_view.h"

namespace seq {

bool IsUpper(char32_t c);
bool IsLower(char32_t c);
bool IsLetterOrDigit(char32_t c);

// Whether the first character is an upper-case letter; false for empty text.
// REQUIRES: valid UTF-8.
bool StartsUpper(absl::string_view text);

}  // namespace seq

#endif  // SEQ_INTERP_CHARACTER_CLASS_H_
