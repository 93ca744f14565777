// TokenCursor: the parser's place in the tokens of one file.

#ifndef SEQ_INTERP_TOKEN_CURSOR_H_
#define SEQ_INTERP_TOKEN_CURSOR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/lexer.h"

namespace seq {

// Whether the token is this keyword or delimiter.
inline bool Is(const Token& token, absl::string_view word) {
  return token.kind == TokenKind::kWord && token.text == word;
}

// The token's text for use in a message: shortened, on one line.
std::string ShortText(const Token& token);

class TokenCursor {
 public:
  // REQUIRES: the last token, and no other, is kEndOfFile; `tokens` outlives
  // the cursor.
  explicit TokenCursor(const std::vector<Token>& tokens) : tokens_(&tokens) {}

  const Token& Peek() const { return (*tokens_)[next_]; }
  bool At(absl::string_view word) const { return Is(Peek(), word); }
  bool AtEnd() const { return Peek().kind == TokenKind::kEndOfFile; }
  // Nothing but `:` starts a definition, and `:` has no other use.
  bool AtDefinitionOrEnd() const { return At(":") || AtEnd(); }

  // Consumes a token and returns it. The end of the file is never consumed.
  const Token& Next() {
    const Token& token = Peek();
    if (!AtEnd()) ++next_;
    return token;
  }

  // Goes to the start of the next definition or the end of the file.
  void SkipToDefinition() {
    while (!AtDefinitionOrEnd()) Next();
  }

  // The empty span just behind the last consumed token.
  Span BehindPrevious() const {
    if (next_ == 0) return {Peek().span.file, 0, 0};
    const Span previous = (*tokens_)[next_ - 1].span;
    return {previous.file, previous.end, previous.end};
  }

 private:
  const std::vector<Token>* tokens_;
  size_t next_ = 0;
};

}  // namespace seq

#endif  // SEQ_INTERP_TOKEN_CURSOR_H_
