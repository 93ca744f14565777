// What words that run quotations share: how they take the quotation or closure
// on top of the stack, and how they call it or leave for it.
//
// A word that runs a quotation last has two node functions: the ordinary one
// (ThenNext<CallTop>), which comes back, and one for tail position
// (TailCallTop), which jumps, so that the native stack does not grow. Where the
// word has work to do before, a function for that leaves the quotation on top,
// and PrepareThenCall and PrepareThenLeave make the two of it.
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
#include "runtime/word.h"

namespace seq {

// Fails unless the top `operands` values are quotations or closures.
void RequireCallables(const Node* node, Value* sp, Strand* strand,
                      size_t operands);

// The code of a quotation or closure, and the stack below it with what it
// captured. In one struct, since a function that continues may not take the
// address of a local variable.
struct Entered {
  const Code* code;
  Value* sp;
};

namespace internal {
// EnterCallable for everything but a plain quotation.
Entered EnterClosure(const Node* node, Value* sp, Strand* strand);
}  // namespace internal

// Takes the quotation or closure off the top and pushes what it captured. Fails
// if the top value is neither.
inline Entered EnterCallable(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind == ValueKind::kQuotation) return {sp[-1].code, sp - 1};
  return internal::EnterClosure(node, sp, strand);
}

// Runs the quotation or closure on top. Does not continue.
inline Value* CallTop(const Node* node, Value* sp, Strand* strand) {
  const Entered entered = EnterCallable(node, sp, strand);
  return CallCode(entered.code, node, entered.sp, strand);
}

// The node function that runs the quotation or closure on top.
inline Value* CallTopNode(const Node* node, Value* sp, Strand* strand) {
  sp = CallTop(node, sp, strand);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

// What a tail call needs to continue.
struct TailCall {
  const Node* entry;
  Value* sp;
};

// Takes the quotation or closure on top and checks that the strand may go on.
TailCall PrepareTailCall(const Node* node, Value* sp, Strand* strand);

// The node function that leaves for the quotation or closure on top.
Value* TailCallTop(const Node* node, Value* sp, Strand* strand);

// Both for a word whose work, up to the quotation it runs last, is `kPrepare`.
// The first one does not continue.
template <NodeFunction kPrepare>
Value* PrepareThenCall(const Node* node, Value* sp, Strand* strand) {
  sp = kPrepare(node, sp, strand);
  return CallTop(node, sp, strand);
}

template <NodeFunction kPrepare>
Value* PrepareThenLeave(const Node* node, Value* sp, Strand* strand) {
  sp = internal::Work<kPrepare>(node, sp, strand);
  const TailCall target = PrepareTailCall(node, sp, strand);
  SEQ_CONTINUE(target.entry, target.sp, strand);
}

// The word that does nothing else; both editions have it.
inline constexpr WordRow kCallRow = {
    .name = "call",
    .effect = "( ..a Q -- ..b )",
    .doc = "Runs the quotation or closure on top.",
    .failure = "Fails if the top value is neither.",
    .editions = Editions::kBoth,
    .message_name = "",
    .run = CallTopNode,
    .run_as_tail = TailCallTop,
    .typing = WordTyping::kCall};

}  // namespace seq

#endif  // SEQ_STDLIB_QUOTATION_OPERANDS_H_
