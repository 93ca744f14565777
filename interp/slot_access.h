// What the functions of slot nodes are made of: payloads by kind, and the
// operations as types. Private to slot_nodes.cc and slot_pairs.cc.

#ifndef SEQ_INTERP_SLOT_ACCESS_H_
#define SEQ_INTERP_SLOT_ACCESS_H_

#include <cstdint>

#include "interp/slot_nodes.h"
#include "runtime/operation.h"
#include "runtime/value.h"

namespace seq::internal {

template <ValueKind kKind>
auto Payload(const Value& value) {
  if constexpr (kKind == ValueKind::kFloat) {
    return value.real;
  } else {
    return value.integer;
  }
}

// The constant of a node.
template <ValueKind kKind>
auto ConstantOf(const SlotNode& node) {
  if constexpr (kKind == ValueKind::kFloat) {
    return node.real;
  } else {
    return node.integer;
  }
}

template <ValueKind kKind, typename Result>
void Store(Value& to, Result result) {
  to.kind = kKind;
  if constexpr (kKind == ValueKind::kFloat) {
    to.real = result;
  } else {
    to.integer = result;
  }
}

// An operation of runtime/operation.def, as a type.
template <Operation kOperation>
struct Op;

#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  template <>                                                                \
  struct Op<Operation::k##function> {                                        \
    static constexpr auto kApply = function;                                 \
    static constexpr ValueKind kOperand = ValueKind::k##operand;             \
    static constexpr ValueKind kResult = ValueKind::k##result;               \
  };
#define SEQ_UNARY_OPERATION(function, operand, result)           \
  template <>                                                    \
  struct Op<Operation::k##function> {                            \
    static constexpr auto kApply = function;                     \
    static constexpr ValueKind kOperand = ValueKind::k##operand; \
    static constexpr ValueKind kResult = ValueKind::k##result;   \
  };
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  template <>                                                      \
  struct Op<Operation::k##name> {                                  \
    static constexpr auto kApply = function;                       \
    static constexpr ValueKind kOperand = ValueKind::k##operand;   \
    static constexpr ValueKind kResult = ValueKind::k##result;     \
  };
#include "runtime/operation.def"

}  // namespace seq::internal

#endif  // SEQ_INTERP_SLOT_ACCESS_H_
