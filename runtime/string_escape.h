// What strings look like between quotes, in SON (runtime/son.h) and in JSON.
//
// Quotes, backslashes and control characters (U+0000 to U+001F, U+007F to
// U+009F) are escaped: `\"`, `\n`, `\u001f`. Everything else stays.

#ifndef SEQ_RUNTIME_STRING_ESCAPE_H_
#define SEQ_RUNTIME_STRING_ESCAPE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace seq {

// How the numbers of control characters are written.
enum class EscapeDigits { kLowerCase, kUpperCase };

// Linear. REQUIRES: `text` is well-formed UTF-8.
void AppendEscaped(absl::string_view text, EscapeDigits digits,
                   std::string* escaped);

}  // namespace seq

#endif  // SEQ_RUNTIME_STRING_ESCAPE_H_
