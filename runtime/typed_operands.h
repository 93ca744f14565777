// What words with operands of fixed kinds and results of one shape share.
//
//     Value* StringCharAt(const Node* node, Value* sp, Strand* strand) {
//       RequireKinds<ValueKind::kString, ValueKind::kInt>(
//           node, sp, strand, "String and Int");
//       ...
//       return Replace<2>(sp, Value::Int(result));
//     }

#ifndef SEQ_RUNTIME_TYPED_OPERANDS_H_
#define SEQ_RUNTIME_TYPED_OPERANDS_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "runtime/operands.h"
#include "runtime/value.h"

namespace seq {

// Fails unless the operands have these kinds, the last one being on top.
// `expected` is what the message says they should be.
template <ValueKind... kKinds>
void RequireKinds(const Node* node, Value* sp, Strand* strand,
                  absl::string_view expected) {
  constexpr size_t kCount = sizeof...(kKinds);
  const Value* operand = sp - kCount;
  const bool fit = (... && (operand++->kind == kKinds));
  if (!fit) FailOperands(node, sp, strand, kCount, expected);
}

// Pops and forgets `kCount` operands.
template <size_t kCount>
Value* Pop(Value* sp) {
  for (size_t i = 0; i < kCount; ++i) Release(*--sp);
  return sp;
}

// Pops `kCount` operands and pushes `result`, which the stack takes over.
template <size_t kCount>
Value* Replace(Value* sp, const Value& result) {
  sp = Pop<kCount>(sp);
  *sp++ = result;
  return sp;
}

// The same, with a Bool on top that tells whether the word succeeded.
template <size_t kCount>
Value* ReplaceWithSuccess(Value* sp, const Value& result, bool success) {
  sp = Replace<kCount>(sp, result);
  *sp++ = Value::Bool(success);
  return sp;
}

}  // namespace seq

#endif  // SEQ_RUNTIME_TYPED_OPERANDS_H_
