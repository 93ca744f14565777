// Switch points: the words at which a run from a seed may go on with another
// strand, before and after what the word does.
//
//     .run = ThenNext<AtSwitchPoint<Send>>
//
// Before and after: what a strand does between two of these words (write, use a
// file) can then come before or behind what others do between two of theirs.
// Without a seed this is one predictable branch each time; not for words that
// take less than a lock.

#ifndef SEQ_RUNTIME_SWITCH_POINT_H_
#define SEQ_RUNTIME_SWITCH_POINT_H_

#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"

namespace seq {

template <NodeFunction kWord>
Value* AtSwitchPoint(const Node* node, Value* sp, Strand* strand) {
  StrandPool* const pool = strand->pool();
  pool->PassSwitchPoint(strand);
  sp = kWord(node, sp, strand);
  pool->PassSwitchPoint(strand);
  return sp;
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SWITCH_POINT_H_
