// Unification: makes two types or stack types equal, or says why it cannot.

#ifndef SEQ_INTERP_UNIFY_H_
#define SEQ_INTERP_UNIFY_H_

#include "interp/source.h"
#include "interp/types.h"

namespace seq {

// Why two stacks could not be unified.
struct UnifyFailure {
  enum class Reason { kNone, kTypes, kShape, kInfinite };
  Reason reason = Reason::kNone;
  Type* expected = nullptr;  // kTypes
  Type* found = nullptr;     // kTypes
  // kTypes: where the two values were pushed.
  Span expected_origin;
  Span origin;
  // Of quotation types being compared; for Unify itself.
  int nesting = 0;
};

// Make both sides equal by binding variables. On failure some variables may
// have been bound. O(size of both) in the number of items looked at. What nests
// deeper than kMaxInferredNesting counts as equal.
bool Unify(Type* expected, Type* found, UnifyFailure& failure);
bool Unify(Stack* expected, Stack* found, UnifyFailure& failure);

}  // namespace seq

#endif  // SEQ_INTERP_UNIFY_H_
