#include "stdlib/list_borrowing.h"

#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"
#include "runtime/variant.h"

namespace seq {
namespace {

// Where the nodes of the words themselves find the stack: as it was before the
// run, or with copies of the operands on top for the word's own node.
[[gnu::noinline]] Value* StackForWords(const SlotNode& node, Value* sp,
                                       size_t operands) {
  if ((node.first_constant & kBorrowsFirst) != 0) return sp;
  Value* end = &At(sp, node.delta);
  const Value first = At(sp, node.a);
  const Value second = (node.first_constant & kBorrowsConstant) != 0
                           ? Value::Int(node.integer)
                           : At(sp, node.b);
  Retain(first);
  CopySlot(*end++, first);
  if (operands == 2) CopySlot(*end++, second);
  return end;
}

// The element that a node asks for, or null if that is not just a matter of
// taking it.
const Value* FindElement(const SlotNode& node, Value* sp) {
  const Value& list = At(sp, node.a);
  int64_t index = node.integer;
  if ((node.first_constant & kBorrowsConstant) == 0) {
    const Value& second = At(sp, node.b);
    if (ABSL_PREDICT_FALSE(second.kind != ValueKind::kInt)) return nullptr;
    index = second.integer;
  }
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant || index < 0 ||
                         static_cast<uint64_t>(index) >=
                             AsVariant(list)->size())) {
    return nullptr;
  }
  return &AsVariant(list)->field(static_cast<size_t>(index));
}

template <bool kPushesTrue>
Value* RunListGet(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value* const element = FindElement(node, sp);
  if (ABSL_PREDICT_FALSE(element == nullptr)) {
    sp = StackForWords(node, sp, 2);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  Retain(*element);
  CopySlot(*end++, *element);
  if constexpr (kPushesTrue) {
    end->kind = ValueKind::kBool;
    end->integer = 1;
    ++end;
  }
  SEQ_CONTINUE(node.next, end, strand);
}

}  // namespace

Value* ListGetBorrowing(const Node* node, Value* sp, Strand* strand) {
  return RunListGet<true>(node, sp, strand);
}

Value* ListGetBorrowingWithoutTrue(const Node* node, Value* sp,
                                   Strand* strand) {
  return RunListGet<false>(node, sp, strand);
}

Value* ListLengthBorrowing(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value& list = At(sp, node.a);
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant)) {
    sp = StackForWords(node, sp, 1);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  end->kind = ValueKind::kInt;
  end->integer = static_cast<int64_t>(AsVariant(list)->size());
  SEQ_CONTINUE(node.next, end + 1, strand);
}

}  // namespace seq
