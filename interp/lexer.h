// The lexer: source text to tokens.
//
// Tokens are separated by white space (any Unicode white space). Delimiters are
// tokens by themselves, a `"` starts a string token, everything else
// accumulates. Which characters delimit and what starts a comment depends on
// the edition; comments never reach the parser and a `"` inside one means
// nothing.

#ifndef SEQ_INTERP_LEXER_H_
#define SEQ_INTERP_LEXER_H_

#include <cstdint>
#include <optional>
#include <string>
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

struct Token {
  TokenKind kind;
  Span span;
  absl::string_view text;  // into the SourceMap
};

// Cuts one file into tokens. Reports bytes that are not UTF-8 (then the result
// is only an end-of-file token) and unclosed strings (the rest of the file is
// dropped). O(size).
std::vector<Token> Lex(const SourceMap& sources, uint32_t file, Edition edition,
                       Diagnostics& diagnostics);

// Decodes the escapes of a string token (`text` includes the quotes). Reports
// unknown escapes at their place inside `token` and keeps their characters.
std::string DecodeString(const Token& token, Diagnostics& diagnostics);

// The value of a decimal Int literal (optional sign, digits, fits 64 bits);
// nullopt for every other token.
std::optional<int64_t> ParseIntLiteral(absl::string_view text);

}  // namespace seq

#endif  // SEQ_INTERP_LEXER_H_
