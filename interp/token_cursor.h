// TokenCursor: the parser's place in the tokens of one file.

#ifndef SEQ_INTERP_TOKEN_CURSOR_H_
#define SEQ_INTERP_TOKEN_CURSOR_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/lexer.h"
#include "runtime/word.h"

namespace seq {

// Whether the token is this keyword or delimiter.
inline bool Is(const Token& token, absl::string_view word) {
  return token.kind == TokenKind::kWord && token.text == word;
}

// Whether the token is a delimiter of the edition.
bool IsDelimiter(const Token& token, Edition edition);

// Whether the token can be the name of a word: only strings and delimiters
// cannot.
inline bool IsName(const Token& token, Edition edition) {
  return token.kind == TokenKind::kWord && !IsDelimiter(token, edition);
}

// The token's text for use in a message: shortened, on one line.
std::string ShortText(const Token& token);

class TokenCursor {
 public:
  // REQUIRES: the last token, and no other, is kEndOfFile; `tokens` outlives
  // the cursor.
  TokenCursor(const std::vector<Token>& tokens, Edition edition)
      : tokens_(&tokens), edition_(edition) {}

  // The next token, or one further ahead; the end of the file stands behind
  // itself.
  const Token& Peek(size_t ahead = 0) const {
    return (*tokens_)[std::min(next_ + ahead, tokens_->size() - 1)];
  }
  bool At(absl::string_view word) const { return Is(Peek(), word); }
  bool AtEnd() const { return Peek().kind == TokenKind::kEndOfFile; }

  // Whether the next token starts a definition although the one before it may
  // not be finished. In the classic edition `:` has no other use. In the
  // current one it starts symbols too, so only what could be nothing else
  // counts: `: name (`, and `union Name {` or an include first on their line.
  bool AtDefinition() const;
  bool AtDefinitionOrEnd() const { return AtEnd() || AtDefinition(); }

  // Consumes a token and returns it. The end of the file is never consumed.
  const Token& Next() {
    const Token& token = Peek();
    if (!AtEnd()) ++next_;
    return token;
  }

  // After an error: goes to what probably is the next definition, or to the end
  // of the file.
  void SkipToDefinition() {
    while (!AtEnd() && !AtProbableDefinition()) Next();
  }

  // The empty span just behind the last consumed token.
  Span BehindPrevious() const {
    if (next_ == 0) return {Peek().span.file, 0, 0};
    const Span previous = (*tokens_)[next_ - 1].span;
    return {previous.file, previous.end, previous.end};
  }

 private:
  bool AtUnion() const;
  bool AtInclude() const;
  bool AtProbableDefinition() const;
  bool IsBehind(absl::string_view word) const {
    return next_ > 0 && Is((*tokens_)[next_ - 1], word);
  }

  const std::vector<Token>* tokens_;
  Edition edition_;
  size_t next_ = 0;
};

}  // namespace seq

#endif  // SEQ_INTERP_TOKEN_CURSOR_H_
