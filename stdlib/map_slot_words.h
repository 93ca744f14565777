// The words on maps that can work on a map where it lies (WordRow::on_slots):
// the functions of their slot nodes.

#ifndef SEQ_STDLIB_MAP_SLOT_WORDS_H_
#define SEQ_STDLIB_MAP_SLOT_WORDS_H_

#include "runtime/node.h"

namespace seq {

// `map.get` borrows the map and the key. Whatever is unusual is left to the
// word's own node, with copies of the operands.
Value* MapGetBorrowing(const Node* node, Value* sp, Strand* strand);
Value* MapGetBorrowingWithoutTrue(const Node* node, Value* sp, Strand* strand);

// `map.set` changes it.
Value* MapSetOnSlots(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_STDLIB_MAP_SLOT_WORDS_H_
