// Slot nodes: nodes that work on slots of the data stack wherever they lie.
//
// A word's own node takes its operands from the top of the stack. A slot node
// names its operands and the place of its result, as distances from the stack
// pointer, so that what several words of a straight run do (interp/segment.h)
// needs a node for each computation and none for shuffling.
//
// Checks. A run starts with the nodes that check: each looks at the kinds of
// slots before any node of the run has changed one, and if it does not find
// what it expects, continues with `plain`, the nodes of the words themselves,
// which sort out what is wrong, or do what is right for unusual operands. So
// errors, back-traces and rarely taken ways have one implementation, and the
// nodes after the checks cannot fail.
//
// The stack pointer stays where the run found it; its last node moves it by
// `delta`.

#ifndef SEQ_INTERP_SLOT_NODES_H_
#define SEQ_INTERP_SLOT_NODES_H_

#include <cstdint>

#include "runtime/node.h"
#include "runtime/operation.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"

namespace seq {

// What a node does when its own work is done.
enum class SlotExit : uint8_t {
  kNext,
  kReturn,         // the chain ends here
  kCall,           // calls what begins with `entry`, then goes on with `next`
  kTailCall,       // goes on with `entry`
  kReturnIfHolds,  // a branch: the chain ends here if the comparison holds
  kReturnIfNot,    // ... or if it does not
};

// What the node of an operation looks like.
struct SlotForm {
  bool constant = false;  // the second operand is the node's constant
  bool checked = false;   // looks at the kinds of its operands first
  bool moves = false;     // makes the move
  SlotExit exit = SlotExit::kNext;
};

// The function for a node that computes `operation` into `to`, or null if there
// is none of that form. There is one for every operation with exit kNext,
// except that unary ones have neither constant nor move. The offsets in `node`
// must be final: frequent ones have their own functions.
NodeFunction SlotFunction(Operation operation, SlotForm form,
                          const SlotNode& node);

// The same for a node that goes on with `next` if the comparison holds, else
// with `otherwise`. Null only for an exit other than kNext.
NodeFunction SlotBranchFunction(Operation comparison, SlotForm form,
                                const SlotNode& node);

// Goes on with `plain` unless the slots `a` and `b` both hold a `kind`.
Value* RunRequireKind(const Node* node, Value* sp, Strand* strand);
// Goes on with `plain` if the slot `a` lies below the bottom of the stack.
Value* RunRequirePresent(const Node* node, Value* sp, Strand* strand);

// Moves `a` to `to`.
Value* RunMoveSlot(const Node* node, Value* sp, Strand* strand);
// Makes `to` a second copy of `a`.
Value* RunCopySlot(const Node* node, Value* sp, Strand* strand);
// Exchanges `to` and `a`.
Value* RunSwapSlots(const Node* node, Value* sp, Strand* strand);
// Forgets `a`.
Value* RunReleaseSlot(const Node* node, Value* sp, Strand* strand);
// Stores the constant of kind `kind` in `to`.
Value* RunStoreConstant(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_INTERP_SLOT_NODES_H_
