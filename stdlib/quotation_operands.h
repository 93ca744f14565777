// What words that run quotations share: how they take the quotation or closure
// on top of the stack, and how they call it or leave for it.
//
// A word that runs a quotation last has two node functions: the ordinary one
// (ThenNext<CallTop>, or CallTop at the end of a longer function), which comes
// back, and one for tail position (TailCallTop, or PrepareTailCall and
// SEQ_CONTINUE), which jumps, so that the native stack does not grow.
//
// All functions must run on the strand's thread. Those that fail raise a
// run-time error and leave the operands on the stack.

#ifndef SEQ_STDLIB_QUOTATION_OPERANDS_H_
#define SEQ_STDLIB_QUOTATION_OPERANDS_H_

#include <cstddef>

#include "runtime/call.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

// Fails unless the top `operands` values are quotations or closures.
void RequireCallables(const Node* node, Value* sp, Strand* strand,
                      size_t operands);

namespace internal {
// TakeCallable for everything but a plain quotation.
const Code* TakeClosure(const Node* node, Value*& sp, Strand* strand);
}  // namespace internal

// Takes the quotation or closure off the top, pushes what it captured, returns
// its code. Fails if the top value is neither.
inline const Code* TakeCallable(const Node* node, Value*& sp, Strand* strand) {
  if (sp[-1].kind == ValueKind::kQuotation) return (--sp)->code;
  return internal::TakeClosure(node, sp, strand);
}

// Runs the quotation or closure on top. Does not continue.
inline Value* CallTop(const Node* node, Value* sp, Strand* strand) {
  const Code* code = TakeCallable(node, sp, strand);
  return CallCode(code, node, sp, strand);
}

// What a tail call needs to continue: a function that continues may not take
// the address of a local variable, so both results travel in one struct.
struct TailCall {
  const Node* entry;
  Value* sp;
};

// Takes the quotation or closure on top and checks that the strand may go on.
TailCall PrepareTailCall(const Node* node, Value* sp, Strand* strand);

// The node function that leaves for the quotation or closure on top.
Value* TailCallTop(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_STDLIB_QUOTATION_OPERANDS_H_
