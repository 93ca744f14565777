// Checks of what definitions declare, in the current edition: unions, the types
// in stack effects, and the effect of `main`. What bodies do is the business of
// names.h and checker.h.

#ifndef SEQ_INTERP_DEFINITIONS_H_
#define SEQ_INTERP_DEFINITIONS_H_

#include <cstddef>
#include <vector>

#include "interp/diagnostic.h"
#include "interp/parser.h"
#include "interp/unions.h"

namespace seq {

// Reports unions with one name, variants with one name in a union, fields with
// one name in a variant, too many fields, and fields of unknown types. `unions`
// is the table of `parsed.program`. O(size of the unions).
void CheckUnions(const ParsedProgram& parsed, const UnionTable& unions,
                 Diagnostics& diagnostics);

// Reports words without an effect, names in effects that are no types, and a
// `main` that is not `( -- )` or `( -- Int )`. Returns the positions of the
// words, ascending, whose effects say nothing that bodies could be checked
// against. O(size of the effects).
std::vector<size_t> CheckEffects(const ParsedProgram& parsed,
                                 const UnionTable& unions,
                                 Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_DEFINITIONS_H_
