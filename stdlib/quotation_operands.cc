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

[[noreturn]] [[gnu::noinline]] void FailNotCallable(const Node* node, Value* sp,
                                                    Strand* strand) {
  FailOperands(node, sp, strand, 1, "Quotation or Closure");
}

// Puts what the closure captured in its place.
Entered EnterClosure(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kClosure) FailNotCallable(node, sp, strand);
  auto* closure = static_cast<Closure*>((--sp)->object);
  const Code* code = closure->code();
  for (size_t i = 0; i < closure->size(); ++i, ++sp) {
    Retain(closure->captured()[i]);
    CopySlot(*sp, closure->captured()[i]);
  }
  closure->DropReference();
  return {code, sp};
}

}  // namespace internal

[[gnu::noinline]] TailCall PrepareTailCall(const Node* node, Value* sp,
                                           Strand* strand) {
  const Entered entered = EnterCallable(node, sp, strand);
  CheckCall(node, entered.sp, strand);
  return {entered.code->entry, entered.sp};
}

Value* TailCallTop(const Node* node, Value* sp, Strand* strand) {
  const TailCall target = PrepareTailCall(node, sp, strand);
  SEQ_CONTINUE(target.entry, target.sp, strand);
}

}  // namespace seq
