#include "interp/token_cursor.h"

#include "absl/strings/str_cat.h"
#include "interp/character_class.h"
#include "runtime/utf8.h"

namespace seq {

bool IsDelimiter(const Token& token, Edition edition) {
  const absl::string_view delimiters =
      edition == Edition::kClassic ? "():;[]" : "():;[]{},";
  return token.kind == TokenKind::kWord && token.text.size() == 1 &&
         delimiters.find(token.text[0]) != absl::string_view::npos;
}

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

bool TokenCursor::AtDefinition() const {
  if (At(":")) {
    return edition_ == Edition::kClassic ||
           (IsName(Peek(1), edition_) && Is(Peek(2), "("));
  }
  return edition_ == Edition::kCurrent && Peek().place != LinePlace::kInside &&
         (AtUnion() || AtInclude());
}

// What only looks like a definition is worth a try when all else is lost, but a
// symbol that happens to stand first on its line is none.
bool TokenCursor::AtProbableDefinition() const {
  if (AtDefinition()) return true;
  if (edition_ == Edition::kClassic) return false;
  if (At(":")) {
    return Peek().place == LinePlace::kLineStart || IsBehind(";");
  }
  const bool broken_include =
      At("include") && Peek().place == LinePlace::kLineStart;
  return AtUnion() || AtInclude() || broken_include;
}

bool TokenCursor::AtUnion() const {
  return At("union") && Peek(1).kind == TokenKind::kWord &&
         StartsUpper(Peek(1).text) && Is(Peek(2), "{");
}

bool TokenCursor::AtInclude() const {
  if (!At("include")) return false;
  return Peek(1).kind == TokenKind::kString ||
         ((Is(Peek(1), "std") || Is(Peek(1), "ffi")) && Is(Peek(2), ":"));
}

}  // namespace seq
