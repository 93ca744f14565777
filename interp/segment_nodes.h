// From a segment to slot nodes: which result lives in which slot, in what order
// things happen so that nothing is overwritten that is still needed, and which
// checks come first.

#ifndef SEQ_INTERP_SEGMENT_NODES_H_
#define SEQ_INTERP_SEGMENT_NODES_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "interp/segment.h"
#include "interp/slot_nodes.h"
#include "interp/slot_pairs.h"

namespace seq {

// The code of a quotation literal.
using CodeOf = absl::FunctionRef<const Code*(const QuotationLiteral&)>;

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

// The nodes of `segment`, in order; the last one does the segment's last step
// if it has one. What leads to other nodes, and the site, is for the caller to
// fill in. Empty if the segment does nothing. O(size of the segment squared).
std::vector<PlannedNode> PlanSlotNodes(const Segment& segment, CodeOf code_of);

}  // namespace seq

#endif  // SEQ_INTERP_SEGMENT_NODES_H_
