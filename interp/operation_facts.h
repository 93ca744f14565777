// What the table of operations says about one of them.

#ifndef SEQ_INTERP_OPERATION_FACTS_H_
#define SEQ_INTERP_OPERATION_FACTS_H_

#include "runtime/operation.h"
#include "runtime/value.h"

namespace seq {

// What gives the same for exchanged operands, or kNone.
inline Operation Exchanged(Operation operation) {
  switch (operation) {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  case Operation::k##function:                                               \
    return Operation::k##exchanged;
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  case Operation::k##name:                                         \
    return Operation::k##exchanged;
#include "runtime/operation.def"
    default:
      return Operation::kNone;
  }
}

// The kind of both operands of a binary operation that is no comparison; kHole
// for others.
inline ValueKind OperandKind(Operation operation) {
  switch (operation) {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  case Operation::k##function:                                               \
    return ValueKind::k##operand;
#include "runtime/operation.def"
    default:
      return ValueKind::kHole;
  }
}

}  // namespace seq

#endif  // SEQ_INTERP_OPERATION_FACTS_H_
