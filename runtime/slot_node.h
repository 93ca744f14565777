// SlotNode: a node that names its operands by the slots they lie in.
//
// Used by the nodes that lowering makes of straight runs of words
// (interp/slot_nodes.h), and by words that can work on their operands where
// these lie (WordRow::on_slots).

#ifndef SEQ_RUNTIME_SLOT_NODE_H_
#define SEQ_RUNTIME_SLOT_NODE_H_

#include <cstdint>

#include "runtime/node.h"
#include "runtime/value.h"

namespace seq {

// Distance of a slot from the stack pointer, in bytes: the top is -16.
using SlotOffset = int16_t;

// That of the slot `count` slots above where the stack pointer points.
constexpr SlotOffset Slots(int count) {
  return static_cast<SlotOffset>(count * static_cast<int>(sizeof(Value)));
}

// How a word that works on slots finds its operands, and what it falls back on;
// bits of SlotNode::first_constant.
enum SlotWordForm : int32_t {
  // Of a word that borrows: the second operand is the constant, not what lies
  // in
  // `b`. Of a word that changes `a`: the last operand is the constant, of the
  // kind in `move_to`, not what lies in `move_from`.
  kWithConstant = 1,
  // The run does nothing before: `plain` is all of it, and nothing was checked.
  kComesFirst = 2,
  // The operand in `b`, or in `move_from`, is also needed elsewhere.
  kKeepsB = 4,
  kKeepsC = 8,
};

struct SlotNode : Node {
  SlotOffset to = 0;  // of the result
  SlotOffset a = 0;   // of the operands
  SlotOffset b = 0;
  SlotOffset delta = 0;
  // A move that is made after the operands are read and before the result is
  // written.
  SlotOffset move_to = 0;
  // In a pair: the other operand of the second step. Of a word that changes
  // `a`: its last operand.
  SlotOffset move_from = 0;
  // In a pair of operations on Ints: the constant operand of the first. Of a
  // word that works on slots: SlotWordForm.
  int32_t first_constant = 0;
  // Where to go on if a check finds another kind. Of a word that works on
  // slots: its own node, which takes copies of the operands, or all nodes of
  // the run.
  const Node* plain = nullptr;
  union {
    int64_t integer = 0;  // the constant operand, or what to store
    double real;
  };
  union {
    const Node* otherwise = nullptr;  // of a branch; `next` if it holds
    const Node* entry;                // SlotExit::kCall, kTailCall: what runs
    ValueKind kind;                   // what to check for, or to store
  };
};

inline const SlotNode& AsSlotNode(const Node* node) {
  return *static_cast<const SlotNode*>(node);
}

inline Value& At(Value* sp, SlotOffset offset) {
  return *reinterpret_cast<Value*>(reinterpret_cast<char*>(sp) + offset);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SLOT_NODE_H_
