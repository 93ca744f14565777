// Guarded calls: a call that makes the first test of the callee itself.
//
// Recursive words mostly begin with a guard, such as `dup 2 i.< if`, often with
// nothing behind it in one branch. Half of the calls of fib, and all but one of
// a loop's, end there. Where the node that calls has computed the argument on
// top, it tests the guard with the result in a register. A call that comes back
// is not made if the callee would return at once, and otherwise enters behind
// the guard; a tail call, a round of a loop, leaves for one of the guard's two
// branches.

#ifndef SEQ_INTERP_GUARDED_CALLS_H_
#define SEQ_INTERP_GUARDED_CALLS_H_

#include <vector>

#include "interp/planned_node.h"
#include "runtime/slot_node.h"

namespace seq {

// A call that a slot node of the executable makes.
struct SlotCall {
  PlannedNode planned;
  SlotNode* node;
};

// Leads `calls` to their callees, which have their nodes by now, and gives
// those that can test the guard of their callee the function for it.
void LinkSlotCalls(const std::vector<SlotCall>& calls);

}  // namespace seq

#endif  // SEQ_INTERP_GUARDED_CALLS_H_
