// Lowering: from the checked syntax tree to the executable tree.
//
// Bodies become chains of nodes, built from their end so that every node knows
// what comes next. The branches of a conditional lead to the node after it, so
// a branch in tail position is in tail position itself. A call with nothing
// behind it becomes a jump.
//
// Straight runs of simple words are fused: slot nodes (interp/slot_nodes.h) do
// what several words say, and the nodes of the words stay as what they fall
// back on. Results, errors and back-traces are the same without fusion.

#ifndef SEQ_INTERP_LOWERING_H_
#define SEQ_INTERP_LOWERING_H_

#include <memory>

#include "interp/ast.h"
#include "interp/checker.h"
#include "interp/executable.h"
#include "interp/source.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

enum class Fusion { kOn, kOff };

// REQUIRES: `program` passed CheckNames and CheckTypes without a diagnostic.
// O(size of the program).
std::unique_ptr<Executable> Lower(const Program& program,
                                  const UnionTable& unions,
                                  const CheckedTypes& types,
                                  const Vocabulary& vocabulary,
                                  const SourceMap& sources, Fusion fusion);

}  // namespace seq

#endif  // SEQ_INTERP_LOWERING_H_
