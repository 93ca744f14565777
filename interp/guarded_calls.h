// Guarded calls: a call that looks for itself whether the callee would return
// at once.
//
// Recursive words mostly begin with a guard: `dup 2 i.< if` with nothing behind
// it in one branch. Half of the calls of fib, and all but one of a loop's, end
// there. Where the argument on top is computed by the node that calls, it tests
// the guard with the result in a register: no call if the guard holds, and
// otherwise one that enters behind the guard. Lowering links calls when all
// words have their nodes.

#ifndef SEQ_INTERP_GUARDED_CALLS_H_
#define SEQ_INTERP_GUARDED_CALLS_H_

#include <vector>

#include "interp/executable.h"
#include "interp/planned_node.h"
#include "runtime/slot_node.h"

namespace seq {

// A call that a slot node of the executable makes and comes back from.
struct SlotCall {
  PlannedNode planned;
  SlotNode* node;
};

// Gives those of `calls` that can test the guard of their callee the function
// for it. To be called when all words have their nodes.
void LinkGuardedCalls(const std::vector<SlotCall>& calls,
                      Executable* executable);

}  // namespace seq

#endif  // SEQ_INTERP_GUARDED_CALLS_H_
