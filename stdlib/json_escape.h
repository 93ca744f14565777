// Escaping text for the inside of a JSON string.

#ifndef SEQ_STDLIB_JSON_ESCAPE_H_
#define SEQ_STDLIB_JSON_ESCAPE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace seq {

// `text` with quotes, backslashes and control characters (U+0000 to U+001F,
// U+007F to U+009F) as JSON writes them: `\"`, `\n`, `\u001F`. Everything else
// stays. Linear. REQUIRES: `text` is well-formed UTF-8.
std::string EscapeForJson(absl::string_view text);

}  // namespace seq

#endif  // SEQ_STDLIB_JSON_ESCAPE_H_
