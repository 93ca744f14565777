// From effects as written to effects as types.
//
// What a side without a row variable means depends on the rule in force (see
// docs/language/classic.md, "Two row rules"):
//
//   kEdition  a side with types and no row stands on the implicit row `rest`; a
//             side with neither is closed
//   kUniform  every side without a row stands on `rest`, which is rigid while
//             the word's own body is checked
//   kCurrent  like kUniform; the rule of the current edition
//
// A row the user named is one variable throughout an effect, nested quotation
// types included. The implicit row of a quotation type is its own: a quotation
// of type `[ Int -- Int ]` runs on any stack with an Int on top, so a word that
// takes or makes one works whatever lies below its operands. A quotation type
// whose input side is written empty, `[ -- ]`, promises a quotation that needs
// nothing at all, under either rule of the classic edition: it may be run as a
// strand. In the current edition it runs on any stack and leaves it alone.

#ifndef SEQ_INTERP_EFFECT_H_
#define SEQ_INTERP_EFFECT_H_

#include "interp/ast.h"
#include "interp/types.h"
#include "interp/unions.h"

namespace seq {

enum class RowRule { kEdition, kUniform, kCurrent };

// O(size of the effect). With `rigid_rest` the implicit row is rigid: for the
// body of the word itself, not for calls. A name that is neither a type nor, if
// `unions` is not null, a union is a type variable.
Effect BuildEffect(TypeArena& arena, const EffectSyntax& syntax, RowRule rule,
                   bool rigid_rest, const UnionTable* unions = nullptr);

// The type of that name: basic or a union; null if there is none.
Type* NamedType(TypeArena& arena, absl::string_view name, RowRule rule,
                const UnionTable* unions);

}  // namespace seq

#endif  // SEQ_INTERP_EFFECT_H_
