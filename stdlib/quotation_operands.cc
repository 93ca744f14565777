#include "stdlib/quotation_operands.h"

#include "runtime/operands.h"

namespace seq {
void RequireCallables(const Node* node, Value* sp, Strand* strand,
                      size_t operands) {
  for (size_t i = 1; i <= operands; ++i) {
    if (!IsCallable(sp[-static_cast<ptrdiff_t>(i)])) {
      FailOperands(node, sp, strand, operands, "Quotation or Closure");
    }
  }
}

namespace internal {

// Pushes what the closure captured in its place.
const Code* TakeClosure(const Node* node, Value*& sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kClosure) {
    FailOperands(node, sp, strand, 1, "Quotation or Closure");
  }
  const Value closure = *--sp;
  const Code* code = PushCaptured(closure, sp);
  Release(closure);
  return code;
}

}  // namespace internal

[[gnu::noinline]] TailCall PrepareTailCall(const Node* node, Value* sp,
                                           Strand* strand) {
  const Code* code = TakeCallable(node, sp, strand);
  CheckCall(node, sp, strand);
  return {code->entry, sp};
}

Value* TailCallTop(const Node* node, Value* sp, Strand* strand) {
  const TailCall target = PrepareTailCall(node, sp, strand);
  SEQ_CONTINUE(target.entry, target.sp, strand);
}

}  // namespace seq
