// Operands: how a word looks at what it was given.
//
// A word checks all its operands before it pops any, so that on failure the
// stack still owns every value. The checks also catch a stack that is too
// shallow, because the slots below its bottom hold ValueKind::kHole.

#ifndef SEQ_RUNTIME_OPERANDS_H_
#define SEQ_RUNTIME_OPERANDS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/word.h"

namespace seq {

// The row of the word `node` executes. REQUIRES: node is a WordNode.
inline const WordRow& RowOf(const Node* node) {
  return *static_cast<const WordNode*>(node)->row;
}

// How many values are on the strand's stack below `sp`.
inline size_t Depth(const Value* sp, const Strand* strand) {
  return static_cast<size_t>(sp - strand->stack_base);
}

// Fails with "WORD: MESSAGE".
[[noreturn]] void FailWord(const Node* node, Value* sp, Strand* strand,
                           absl::string_view message);

// Fails because an operand is missing or has the wrong kind: "WORD: stack is
// empty" if fewer than `count` values are there, otherwise "WORD: expected
// EXPECTED on stack, got ...", listing the top `count` operands.
[[noreturn]] void FailOperands(const Node* node, Value* sp, Strand* strand,
                               size_t count, absl::string_view expected);

// Fails unless at least `count` values are on the stack.
inline void RequireDepth(const Node* node, Value* sp, Strand* strand,
                         size_t count) {
  if (Depth(sp, strand) < count) FailOperands(node, sp, strand, count, "");
}

// Fails if the deepest of a word's `count` operands is missing. Looks at one
// kind only: holes lie below the bottom of the stack and nowhere else.
// REQUIRES: count <= StackRegion::kGuardSlots.
inline void RequirePresent(const Node* node, Value* sp, Strand* strand,
                           size_t count) {
  if (sp[-static_cast<ptrdiff_t>(count)].kind == ValueKind::kHole) {
    FailOperands(node, sp, strand, count, "");
  }
}

// Fails unless the operand `depth` below the top (0 is the top) is a String.
// `count` is the number of operands of the word, for the message.
inline void RequireString(const Node* node, Value* sp, Strand* strand,
                          size_t depth, size_t count) {
  if (sp[-1 - static_cast<ptrdiff_t>(depth)].kind != ValueKind::kString) {
    FailOperands(node, sp, strand, count,
                 count == 1 ? "String" : "String operands");
  }
}

}  // namespace seq

#endif  // SEQ_RUNTIME_OPERANDS_H_
