#include "runtime/string_escape.h"

#include <cstdint>

#include "absl/strings/str_format.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// The letter after the backslash for the characters that have one, or 0.
char EscapeLetter(char32_t character) {
  switch (character) {
    case '"':
    case '\\':
      return static_cast<char>(character);
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

bool IsControl(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

void AppendNumber(char32_t character, EscapeDigits digits,
                  std::string* escaped) {
  const auto number = static_cast<uint32_t>(character);
  if (digits == EscapeDigits::kLowerCase) {
    absl::StrAppendFormat(escaped, "\\u%04x", number);
  } else {
    absl::StrAppendFormat(escaped, "\\u%04X", number);
  }
}

}  // namespace

void AppendEscaped(absl::string_view text, EscapeDigits digits,
                   std::string* escaped) {
  while (!text.empty()) {
    const Utf8Character character = DecodeUtf8(text);
    const char letter = EscapeLetter(character.code_point);
    if (letter != 0) {
      escaped->push_back('\\');
      escaped->push_back(letter);
    } else if (IsControl(character.code_point)) {
      AppendNumber(character.code_point, digits, escaped);
    } else {
      escaped->append(text.data(), character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
}

}  // namespace seq
