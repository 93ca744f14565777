// PrivateCalls: a word that runs its quotation on a stack of its own, again and
// again.
//
//     PrivateCalls calls(sp[1], node, sp, strand);
//     for (...) {
//       Value* top = calls.base();
//       *top++ = input;                         // given to the quotation
//       result = calls.TakeResult(calls.Run(top));
//     }
//
// Nothing is allocated or set up for a call. Whatever the word itself holds
// meanwhile must belong to objects with destructors, since the quotation may
// fail and the strand may be cancelled. Of the strand's own thread.

#ifndef SEQ_STDLIB_PRIVATE_CALLS_H_
#define SEQ_STDLIB_PRIVATE_CALLS_H_

#include "absl/base/optimization.h"
#include "runtime/call.h"
#include "runtime/operands.h"
#include "runtime/private_stack.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

class PrivateCalls {
 public:
  // For the word `node`, whose operands have been popped: nothing from `sp` on
  // is in use. Takes over the reference to `body`, which may be a slot there.
  // REQUIRES: IsCallable(body).
  PrivateCalls(const Value& body, const Node* node, Value* sp, Strand* strand)
      : body_(strand, body), node_(node), strand_(strand), stack_(strand, sp) {}

  Strand* strand() const { return strand_; }
  // The bottom of the private stack, where the inputs of a call go.
  Value* base() const { return stack_.base(); }

  // Runs the quotation on the inputs up to `top`, which it takes over, and
  // returns the end of what it leaves.
  Value* Run(Value* top) const {
    return CallValue(*body_, node_, top, strand_);
  }

  // The value on top, which the caller then owns; forgets the others. Fails if
  // there is none.
  Value TakeResult(Value* top) const {
    if (ABSL_PREDICT_FALSE(top == base())) {
      FailWord(node_, top, strand_, "quotation must leave a value");
    }
    Value result;
    CopySlot(result, *--top);
    stack_.Clear(top);
    return result;
  }

  // Forgets everything the quotation left.
  void Discard(Value* top) const { stack_.Clear(top); }

  [[noreturn]] void Fail(absl::string_view message) const {
    FailWord(node_, base(), strand_, message);
  }

 private:
  const HeldValue body_;
  const Node* const node_;
  Strand* const strand_;
  const PrivateStack stack_;
};

}  // namespace seq

#endif  // SEQ_STDLIB_PRIVATE_CALLS_H_
