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
  bool is_branch = false;
  // The result is read by one later step and by nothing else.
  bool temporary = false;

  // The function for this exit, or null if there is none.
  NodeFunction Function(SlotExit exit) const;
};

// Joins steps with the next one where that is the only one that needs their
// result (interp/slot_pairs.h).
void JoinPairs(std::vector<PlannedNode>& nodes);

}  // namespace seq

#endif  // SEQ_INTERP_PLANNED_NODE_H_
