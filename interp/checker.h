// The type checker: which programs are accepted, and what quotations capture.
//
// Every word is checked on its own against the declared effects of the words it
// calls. In the classic edition a word is accepted if it passes the uniform row
// rule or the edition's own (interp/effect.h); what is reported is what the
// uniform rule finds, since that is the rule people reason with.
//
// The types are no proof: the language leaves holes (docs/language/),
// and the evaluator checks every operand again.

#ifndef SEQ_INTERP_CHECKER_H_
#define SEQ_INTERP_CHECKER_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/source.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

// What the checker found out beyond "accepted".
struct CheckedTypes {
  // For each quotation, by QuotationLiteral::id, how many values it captures
  // from the top of the stack it is written on.
  std::vector<uint32_t> captures;
  // The words that operators such as `+` stand for, by call.
  absl::flat_hash_map<const WordCall*, const WordRow*> operators;
  // For calls that end a branch which never reaches the end of its conditional:
  // by how many values the side stack is then higher than the other branch
  // leaves it.
  absl::flat_hash_map<const WordCall*, int32_t> aux_excess;
  // What is accepted and yet cannot be meant; in no order.
  std::vector<Diagnostic> warnings;
};

// Checks all words of `program`. Calls of words that do not exist are skipped
// (CheckNames reports them). O(size of the program).
CheckedTypes CheckTypes(const Program& program, const UnionTable& unions,
                        const SourceMap& sources, const Vocabulary& vocabulary,
                        Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_CHECKER_H_
