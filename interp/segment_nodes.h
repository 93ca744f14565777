// From a segment to slot nodes: which result lives in which slot, in what order
// things happen so that nothing is overwritten that is still needed, and which
// checks come first.

#ifndef SEQ_INTERP_SEGMENT_NODES_H_
#define SEQ_INTERP_SEGMENT_NODES_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "interp/planned_node.h"
#include "interp/segment.h"

namespace seq {

// The code of a quotation literal.
using CodeOf = absl::FunctionRef<const Code*(const QuotationLiteral&)>;

// The nodes of `segment`, in order; the last one does the segment's last step
// if it has one. What leads to other nodes, and the site, is for the caller to
// fill in. Empty if the segment does nothing. O(size of the segment squared).
std::vector<PlannedNode> PlanSlotNodes(const Segment& segment, CodeOf code_of);

}  // namespace seq

#endif  // SEQ_INTERP_SEGMENT_NODES_H_
