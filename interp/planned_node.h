// Planned nodes: slot nodes on their way from a segment to the executable tree.

#ifndef SEQ_INTERP_PLANNED_NODE_H_
#define SEQ_INTERP_PLANNED_NODE_H_

#include <vector>

#include "interp/slot_nodes.h"
#include "interp/slot_pairs.h"
#include "runtime/node.h"
#include "runtime/operation.h"

namespace seq {

// A node whose function waits for what follows it to be known.
struct PlannedNode {
  SlotNode node;  // has its function if it has no operation
  Operation operation = Operation::kNone;
  SlotForm form = {};
  // Of a pair: `operation` is its second one.
  Operation first_operation = Operation::kNone;
  PairForm pair_form = {};
  // It computes two products, with `first_operation`, and then `operation`.
  bool has_products = false;
  bool is_branch = false;
  // The result is read by one later step and by nothing else.
  bool temporary = false;
  // The word that the node calls or, with SlotExit::kTailCall, leaves for.
  const Code* callee = nullptr;
  bool is_tail_call = false;

  // The function for this exit, or null if there is none.
  NodeFunction Function(SlotExit exit) const;
};

// Joins steps with the next one, or two with the one behind, where that is the
// only one that needs their results (interp/slot_pairs.h).
void JoinSteps(std::vector<PlannedNode>& nodes);

}  // namespace seq

#endif  // SEQ_INTERP_PLANNED_NODE_H_
