#include "stdlib/json_escape.h"

#include "absl/strings/str_format.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// The letter of a two-character escape, or 0.
char ShortEscape(char32_t c) {
  switch (c) {
    case '"':
    case '\\':
      return static_cast<char>(c);
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    default:
      return 0;
  }
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

}  // namespace

std::string EscapeForJson(absl::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = DecodeUtf8(text);
    const char letter = ShortEscape(character.code_point);
    if (letter != 0) {
      escaped.push_back('\\');
      escaped.push_back(letter);
    } else if (IsControl(character.code_point)) {
      absl::StrAppendFormat(&escaped, "\\u%04X",
                            static_cast<uint32_t>(character.code_point));
    } else {
      escaped.append(text.data(), character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return escaped;
}

}  // namespace seq
