// Nodes that move several values to the side stack, or back, at once: what the
// `>aux` at the end of a straight run and the `aux>` at its beginning do.

#ifndef SEQ_INTERP_ASIDE_NODES_H_
#define SEQ_INTERP_ASIDE_NODES_H_

#include "runtime/node.h"
#include "runtime/value.h"

namespace seq {

// `>aux`, as often as the constant of the SlotNode says. The values are there.
Value* RunPutAside(const Node* node, Value* sp, Strand* strand);

// `aux>`, as often as the constant of the SlotNode says. Goes on with `plain`
// unless there are as many values, none of them a hole.
Value* RunTakeFromAside(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_INTERP_ASIDE_NODES_H_
