// What the nodes of words that work on slots share (WordRow::on_slots): finding
// operands, and leaving what is unusual to the words' own nodes.

#ifndef SEQ_STDLIB_SLOT_WORDS_H_
#define SEQ_STDLIB_SLOT_WORDS_H_

#include <cstddef>

#include "runtime/node.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"

namespace seq {

inline bool HasForm(const SlotNode& node, SlotWordForm form) {
  return (node.first_constant & form) != 0;
}

// Puts the last operand of a word that changes `a` into `to`, which takes it
// over.
inline void TakeLast(const SlotNode& node, Value* sp, Value& to) {
  if (HasForm(node, kWithConstant)) {
    to.kind = static_cast<ValueKind>(node.move_to);
    to.integer = node.integer;
    return;
  }
  const Value& last = At(sp, node.move_from);
  if (HasForm(node, kKeepsC)) Retain(last);
  CopySlot(to, last);
}

// The same for its second operand of three.
inline void TakeSecond(const SlotNode& node, Value* sp, Value& to) {
  const Value& second = At(sp, node.b);
  if (HasForm(node, kKeepsB)) Retain(second);
  CopySlot(to, second);
}

// Where the nodes of the words themselves find the stack: as it was before the
// run, or with copies of the operands on top for the word's own node.
// `operands` counts those that the word takes. What a changing word had taken
// over belongs to the copies, so that word has to fail.
Value* StackForBorrowing(const SlotNode& node, Value* sp, size_t operands);
Value* StackForChanging(const SlotNode& node, Value* sp, size_t operands);

// Node functions that go on with the nodes of the words.
template <size_t kOperands>
[[gnu::noinline]] Value* LeaveBorrowing(const Node* node, Value* sp,
                                        Strand* strand) {
  sp = StackForBorrowing(AsSlotNode(node), sp, kOperands);
  SEQ_CONTINUE(AsSlotNode(node).plain, sp, strand);
}
template <size_t kOperands>
[[gnu::noinline]] Value* LeaveChanging(const Node* node, Value* sp,
                                       Strand* strand) {
  sp = StackForChanging(AsSlotNode(node), sp, kOperands);
  SEQ_CONTINUE(AsSlotNode(node).plain, sp, strand);
}

}  // namespace seq

#endif  // SEQ_STDLIB_SLOT_WORDS_H_
