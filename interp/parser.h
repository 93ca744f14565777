// The parser: tokens to an abstract syntax tree.
//
// Recovers from errors at the next definition, so that one run reports the
// syntax errors of all definitions and the later phases can check the ones that
// are fine.

#ifndef SEQ_INTERP_PARSER_H_
#define SEQ_INTERP_PARSER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/lexer.h"

namespace seq {

// Parses the tokens of one file and appends its definitions to `program`.
// A definition with an error in it is left out, except that its name is kept in
// `broken_names`, so that calls of it are not reported as undefined.
void Parse(const std::vector<Token>& tokens, Program& program,
           std::vector<std::string>& broken_names, Diagnostics& diagnostics);

// Parses a stack effect, from `(` to `)`, that is the whole of `tokens` (but
// for the end-of-file token). Used for the effects of built-in words, which go
// through the same code as a user's.
std::optional<EffectSyntax> ParseEffect(const std::vector<Token>& tokens,
                                        Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PARSER_H_
