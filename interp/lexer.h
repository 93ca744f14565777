// The lexer: source text to tokens.
//
// Tokens are separated by white space (any Unicode white space). Delimiters are
// tokens by themselves, a `"` starts a string token, everything else
// accumulates. Which characters delimit and what starts a comment depends on
// the edition; comments never reach the parser and a `"` inside one means
// nothing. What a token's text says is the business of interp/literals.h and
// the parser.

#ifndef SEQ_INTERP_LEXER_H_
#define SEQ_INTERP_LEXER_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/diagnostic.h"
#include "interp/source.h"
#include "runtime/word.h"

namespace seq {

enum class TokenKind : uint8_t {
  kWord,       // names, numbers, keywords, `--`, delimiters
  kString,     // the span includes both quotes
  kEndOfFile,  // always the last token, empty, at the end of the text
};

// Where in its line a token starts. Line breaks mean nothing to the grammar;
// the parser looks at this only to find the next definition after an error.
enum class LinePlace : uint8_t {
  kInside,     // another token stands before it
  kIndented,   // first on its line, behind white space
  kLineStart,  // at the very start of its line
};

struct Token {
  TokenKind kind;
  Span span;
  absl::string_view text;  // into the SourceMap
  LinePlace place = LinePlace::kInside;
};

// Cuts one file into tokens. Reports bytes that are not UTF-8 (then the result
// is only an end-of-file token) and unclosed strings (the rest of the file is
// dropped). O(size).
std::vector<Token> Lex(const SourceMap& sources, uint32_t file, Edition edition,
                       Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_LEXER_H_
