// The evaluator's own nodes: everything in a body that is not a built-in word.
//
// See runtime/node.h for what a node is and the rules node functions obey.
// Built-in words bring their own functions in their rows.

#ifndef SEQ_INTERP_NODES_H_
#define SEQ_INTERP_NODES_H_

#include <cstdint>

#include "runtime/node.h"
#include "runtime/value.h"

namespace seq {

// Pushes a plain or immortal value.
struct PushNode : Node {
  Value value;
};
Value* RunPush(const Node* node, Value* sp, Strand* strand);

// Takes `count` values off the stack and pushes a closure that holds them.
struct ClosureNode : Node {
  const Code* code;
  uint32_t count;
};
Value* RunMakeClosure(const Node* node, Value* sp, Strand* strand);

// Pops an Int (classic) or a Bool (current) and goes on with one of two chains,
// which both lead to `next`.
struct BranchNode : Node {
  const Node* then_entry;
  const Node* else_entry;
};
Value* RunClassicBranch(const Node* node, Value* sp, Strand* strand);
Value* RunBranch(const Node* node, Value* sp, Strand* strand);

// Calls a word of the program. The first node of its code stands here too,
// once the word has been lowered: one load less on the way to it.
struct CallNode : Node {
  const Code* callee;
  const Node* entry = nullptr;
};
Value* RunCall(const Node* node, Value* sp, Strand* strand);
// The same where nothing follows: a jump, no frame, no native stack.
Value* RunTailCall(const Node* node, Value* sp, Strand* strand);

// Before a call that ends a branch which need not agree with the other one
// about the side stack (CheckedTypes::aux_excess): takes `excess` values off
// it, or puts holes there if it is negative.
struct AuxAdjustNode : Node {
  int32_t excess;
};
Value* RunAuxAdjust(const Node* node, Value* sp, Strand* strand);

// `dip` and `keep` of a quotation whose body stands in place (WordNode): moves
// the top value, or a copy of it, to the side stack, and takes it back.
Value* RunSetAside(const Node* node, Value* sp, Strand* strand);
Value* RunKeepAside(const Node* node, Value* sp, Strand* strand);
Value* RunTakeBack(const Node* node, Value* sp, Strand* strand);

// Checks that the data stack has room; lowering puts one into long bodies.
Value* RunCheckRoom(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_INTERP_NODES_H_
