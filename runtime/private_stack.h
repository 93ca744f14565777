// PrivateStack: an empty data stack for the quotation a word runs.
//
// `list.map` and its relatives run their quotation on a stack that holds only
// the quotation's inputs: it can neither see nor change the caller's. The
// private stack lies on top of the caller's, with guard slots between, so that
// a quotation that takes too much meets a hole as it would at the bottom of any
// stack.
//
//     PrivateStack stack(strand, sp);
//     for (...) {
//       Value* top = stack.base();
//       ... push the inputs ...
//       top = CallValue(*body, node, top, strand);
//       ... take the result ...
//       stack.Clear(top);
//     }
//
// While it lives, strand->stack_base is its bottom. It must end before the
// caller's stack is used again; unwinding ends it too. Of the strand's own
// thread.

#ifndef SEQ_RUNTIME_PRIVATE_STACK_H_
#define SEQ_RUNTIME_PRIVATE_STACK_H_

#include "runtime/stack_region.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

class PrivateStack {
 public:
  // `sp` is the caller's stack pointer: nothing above it is in use.
  PrivateStack(Strand* strand, Value* sp)
      : strand_(strand), outer_base_(strand->stack_base) {
    for (size_t i = 0; i < StackRegion::kGuardSlots; ++i) *sp++ = Value::Hole();
    strand->stack_base = sp;
  }
  ~PrivateStack() { strand_->stack_base = outer_base_; }
  PrivateStack(const PrivateStack&) = delete;
  PrivateStack& operator=(const PrivateStack&) = delete;

  Value* base() const { return strand_->stack_base; }

  // Releases everything from the bottom up to `sp`.
  void Clear(Value* sp) const {
    while (sp > base()) Release(*--sp);
  }

 private:
  Strand* const strand_;
  Value* const outer_base_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_PRIVATE_STACK_H_
