// The words on lists that can look at a list where it lies
// (WordRow::borrowing): the functions of their slot nodes.

#ifndef SEQ_STDLIB_LIST_BORROWING_H_
#define SEQ_STDLIB_LIST_BORROWING_H_

#include "runtime/node.h"

namespace seq {

// `list.get` and `list.length`. Whatever is unusual is left to the words' own
// nodes, with copies of the operands.
Value* ListGetBorrowing(const Node* node, Value* sp, Strand* strand);
Value* ListGetBorrowingWithoutTrue(const Node* node, Value* sp, Strand* strand);
Value* ListLengthBorrowing(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_STDLIB_LIST_BORROWING_H_
