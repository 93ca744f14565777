// The part of the parser that reads stack effects. For the parser only.

#ifndef SEQ_INTERP_PARSER_EFFECT_H_
#define SEQ_INTERP_PARSER_EFFECT_H_

#include <optional>

#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/token_cursor.h"
#include "runtime/word.h"

namespace seq {

// Parses an effect by the rules of the edition and leaves the cursor behind its
// `)`, also after reports; then there is no result. REQUIRES: the cursor is at
// `(`, and a `)` follows before the end of the file.
std::optional<EffectSyntax> ParseClosedEffect(TokenCursor& cursor,
                                              Edition edition,
                                              Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PARSER_EFFECT_H_
