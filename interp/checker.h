// The type checker: which programs are accepted, and what quotations capture.
//
// Every word is checked on its own against the declared effects of the words it
// calls. A word is accepted if it passes the uniform row rule or the edition's
// own (interp/effect.h); what is reported is what the uniform rule finds, since
// that is the rule people reason with.
//
// The types are no proof: the language leaves holes (docs/language/classic.md),
// and the evaluator checks every operand again.

#ifndef SEQ_INTERP_CHECKER_H_
#define SEQ_INTERP_CHECKER_H_

#include <cstdint>
#include <vector>

#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/source.h"
#include "interp/vocabulary.h"

namespace seq {

// What the checker found out beyond "accepted".
struct CheckedTypes {
  // For each quotation, by QuotationLiteral::id, how many values it captures
  // from the top of the stack it is written on.
  std::vector<uint32_t> captures;
};

// Checks all words of `program`. Calls of words that do not exist are skipped
// (CheckNames reports them). O(size of the program).
CheckedTypes CheckTypes(const Program& program, const SourceMap& sources,
                        const Vocabulary& vocabulary, Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_CHECKER_H_
