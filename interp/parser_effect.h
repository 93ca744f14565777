// The part of the parser that reads stack effects. For parser.cc only.

#ifndef SEQ_INTERP_PARSER_EFFECT_H_
#define SEQ_INTERP_PARSER_EFFECT_H_

#include <optional>

#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/token_cursor.h"

namespace seq {

// Parses an effect and leaves the cursor behind its `)`, also after reports;
// then there is no result. REQUIRES: the cursor is at `(`, and a `)` follows
// before the end of the file.
std::optional<EffectSyntax> ParseClosedEffect(TokenCursor& cursor,
                                              Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PARSER_EFFECT_H_
