// Nodes that bring values to where they belong, or the other way round, where a
// part leaves them in place (Entry::order) and the nodes of the words do not.

#ifndef SEQ_INTERP_ARRANGE_NODES_H_
#define SEQ_INTERP_ARRANGE_NODES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interp/executable.h"
#include "runtime/node.h"

namespace seq {

// Values lie as `order` says, below `above` others; these nodes, followed by
// `next`, bring them to where they belong. All values are there.
const Node* ArrangeNodes(std::vector<uint8_t> order, size_t above,
                         const Node* next, Executable* executable);

// Values lie where they belong; these nodes bring them to where `order` says.
const Node* DisplaceNodes(const std::vector<uint8_t>& order, size_t above,
                          const Node* next, Executable* executable);

}  // namespace seq

#endif  // SEQ_INTERP_ARRANGE_NODES_H_
