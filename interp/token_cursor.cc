#include "interp/token_cursor.h"

#include "absl/strings/str_cat.h"
#include "runtime/utf8.h"

namespace seq {

std::string ShortText(const Token& token) {
  constexpr size_t kMaxCharacters = 40;
  if (token.kind == TokenKind::kEndOfFile) return "end of file";
  size_t end = 0;
  for (size_t count = 0; end < token.text.size(); ++count) {
    if (count == kMaxCharacters || token.text[end] == '\n') {
      return absl::StrCat(token.text.substr(0, end), "…");
    }
    end += DecodeUtf8(token.text.substr(end)).bytes;
  }
  return std::string(token.text);
}

}  // namespace seq
