// What the text of a token says: numbers, strings, symbols.
//
// Which of these an edition has is the parser's business; strings differ by one
// escape.

#ifndef SEQ_INTERP_LITERALS_H_
#define SEQ_INTERP_LITERALS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "interp/diagnostic.h"
#include "interp/lexer.h"
#include "runtime/word.h"

namespace seq {

// The value of a decimal Int literal (optional sign, digits, fits 64 bits);
// nullopt for every other token.
std::optional<int64_t> ParseIntLiteral(absl::string_view text);

// The value of a Float literal: a decimal number with a `.` or an exponent.
// Too large gives infinity, too small 0. Nullopt for every other token, `inf`
// and `nan` included.
std::optional<double> ParseFloatLiteral(absl::string_view text);

// 16 or 2 if the token claims to be a hexadecimal or binary Int (`0x…`, `0b…`,
// either case), else 0.
int RadixOf(absl::string_view text);
// The value of such a literal: an optional sign and digits behind the prefix,
// fits 64 bits; nullopt if it is not well formed. REQUIRES: RadixOf(text) != 0.
std::optional<int64_t> ParseRadixLiteral(absl::string_view text);

// What is wrong with a symbol called `name` (without the colon); empty if
// nothing is. REQUIRES: not empty, valid UTF-8.
std::string SymbolNameError(absl::string_view name);

// Decodes the escapes of a string token (`text` includes the quotes). Reports
// bad escapes at their place inside `token` and keeps their characters.
// O(size).
std::string DecodeString(const Token& token, Edition edition,
                         Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_LITERALS_H_
