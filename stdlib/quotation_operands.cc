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

void FailNotCallable(const Node* node, Value* sp, Strand* strand) {
  FailOperands(node, sp, strand, 1, "Quotation or Closure");
}

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
