// The side stack of a strand, Strand::aux: where `>aux` and words that set a
// value aside put it. Called by node functions on the strand's own thread.

#ifndef SEQ_RUNTIME_SIDE_STACK_H_
#define SEQ_RUNTIME_SIDE_STACK_H_

#include <cstddef>
#include <vector>

#include "absl/base/optimization.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

// Whether there is room for `count` more values. A node that puts some there
// asks first, and if there is not goes on in MakeRoomAside, with SEQ_GO_ON_IN.
inline bool HasRoomAside(const Strand* strand, size_t count = 1) {
  return strand->aux.capacity() - strand->aux.size() >= count;
}

// Makes more room, perhaps not enough yet, and starts `node` again.
inline Value* MakeRoomAside(const Node* node, Value* sp, Strand* strand) {
  strand->aux.reserve(2 * strand->aux.capacity() + 8);
  SEQ_CONTINUE(node, sp, strand);
}

// Moves `value` there. REQUIRES: HasRoomAside(strand).
inline void PushAside(Strand* strand, const Value& value) {
  std::vector<Value>& aux = strand->aux;
  // Keeps the code that grows a vector out of the caller, which would have to
  // save registers for it.
  const Value* const end = aux.data() + aux.size();
  const Value* const limit = aux.data() + aux.capacity();
  ABSL_ASSUME(end != limit);
  Value copy;
  CopySlot(copy, value);
  aux.push_back(copy);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SIDE_STACK_H_
