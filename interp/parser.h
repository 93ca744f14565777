// The parser: tokens to an abstract syntax tree.
//
// One parser for both editions. The current one has unions, `match`, includes,
// Floats, symbols and the inline conditional `[ … ] [ … ] if`; an `if` without
// a `then` is a word there, and any name may be defined.
//
// Recovers from errors at the next definition, so that one run reports the
// syntax errors of all definitions and the later phases can check the ones that
// are fine. In the current edition, where `:` also starts symbols, that is a
// `:` which a name and a `(` follow, which stands at the start of a line or
// behind a `;`.

#ifndef SEQ_INTERP_PARSER_H_
#define SEQ_INTERP_PARSER_H_

#include <optional>
#include <string>
#include <vector>

#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/lexer.h"
#include "runtime/word.h"

namespace seq {

// The names of definitions that have errors in them and are therefore not part
// of the program: that they are missing is no error.
struct BrokenDefinitions {
  std::vector<std::string> words;
  std::vector<std::string> unions;
};

// A program as far as it could be read.
struct ParsedProgram {
  Program program;
  BrokenDefinitions broken;
  // Whether all its files were found and could be cut into tokens. If not, a
  // name that is missing may be in what is missing.
  bool complete = true;
};

// Parses the tokens of one file, which were lexed for the same edition, and
// appends its definitions and includes to `program`. A definition with an error
// in it is left out and named in `broken`. O(tokens).
void Parse(const std::vector<Token>& tokens, Edition edition, Program& program,
           BrokenDefinitions& broken, Diagnostics& diagnostics);

// Parses a stack effect, from `(` to `)`, that is the whole of `tokens` (but
// for the end-of-file token). Used for the effects of built-in words, which go
// through the same code as a user's; what either edition has is allowed.
std::optional<EffectSyntax> ParseEffect(const std::vector<Token>& tokens,
                                        Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PARSER_H_
