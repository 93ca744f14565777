#include "stdlib/json_escape.h"

#include "runtime/string_escape.h"

namespace seq {

std::string EscapeForJson(absl::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  AppendEscaped(text, EscapeDigits::kUpperCase, &escaped);
  return escaped;
}

}  // namespace seq
