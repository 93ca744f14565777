// The words on lists that can work on a list where it lies (WordRow::on_slots):
// the functions of their slot nodes.

#ifndef SEQ_STDLIB_LIST_SLOT_WORDS_H_
#define SEQ_STDLIB_LIST_SLOT_WORDS_H_

#include "runtime/node.h"

namespace seq {

// `list.get` and `list.length` borrow the list. Whatever is unusual is left to
// the words' own nodes, with copies of the operands.
Value* ListGetBorrowing(const Node* node, Value* sp, Strand* strand);
Value* ListGetBorrowingWithoutTrue(const Node* node, Value* sp, Strand* strand);
Value* ListLengthBorrowing(const Node* node, Value* sp, Strand* strand);

// `list.set` and `list.push` change it.
Value* ListSetOnSlots(const Node* node, Value* sp, Strand* strand);
Value* ListSetAndBranch(const Node* node, Value* sp, Strand* strand);
Value* ListPushOnSlots(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_STDLIB_LIST_SLOT_WORDS_H_
