// Pairs: two steps of a run in one node, where the result of the first is only
// an operand of the second and so never leaves the processor: `2 i.% 0 i.=`
// before a branch, `3 i.* 1 i.+`, `f.* f.+`. And two products with their sum or
// difference, three steps in one node: `x*x + y*y`, `a*d - b*c`.

#ifndef SEQ_INTERP_SLOT_PAIRS_H_
#define SEQ_INTERP_SLOT_PAIRS_H_

#include "interp/slot_nodes.h"
#include "runtime/node.h"
#include "runtime/operation.h"

namespace seq {

struct PairForm {
  bool first_constant = false;   // of the first step: `b` is a constant
  bool second_constant = false;  // of the second step: the other operand is
  bool reversed = false;  // the first result is the right operand of the second
  bool checked = false;   // looks at the kinds of all operands
};

// The function of a node that computes `first` of `a` and `b`, then `second` of
// that and `move_from`, into `to`. The constant of the first step is
// `first_constant` for Ints, else the node's constant; that of the second step
// is the node's constant. Null if there is none.
NodeFunction PairFunction(Operation first, Operation second, PairForm form);

// The same where `second` is a comparison and decides between `next` and
// `otherwise`. There is none for reversed steps.
NodeFunction PairBranchFunction(Operation first, Operation second,
                                PairForm form);

// The function of a node that computes `second`, a sum or a difference, of two
// products, that of `a` and `b` and that of `move_to` and `move_from`, into
// `to`. Null if there is none.
NodeFunction ProductsFunction(Operation product, Operation second,
                              bool checked);

}  // namespace seq

#endif  // SEQ_INTERP_SLOT_PAIRS_H_
