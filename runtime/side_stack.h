// The side stack of a strand, Strand::aux: where `>aux` and words that set a
// value aside put it. Called by node functions on the strand's own thread.

#ifndef SEQ_RUNTIME_SIDE_STACK_H_
#define SEQ_RUNTIME_SIDE_STACK_H_

#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

namespace internal {
ABSL_ATTRIBUTE_NOINLINE inline void GrowSideStack(std::vector<Value>& aux) {
  aux.reserve(2 * aux.size() + 8);
}
}  // namespace internal

// Moves `value` there. Amortised O(1).
inline void PushAside(Strand* strand, const Value& value) {
  std::vector<Value>& aux = strand->aux;
  if (ABSL_PREDICT_FALSE(aux.size() == aux.capacity())) {
    internal::GrowSideStack(aux);
  }
  // Keeps a second copy of the code that grows a vector out of the caller,
  // which would have to save registers for it.
  ABSL_ASSUME(aux.data() + aux.size() != aux.data() + aux.capacity());
  Value copy;
  CopySlot(copy, value);
  aux.push_back(copy);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SIDE_STACK_H_
