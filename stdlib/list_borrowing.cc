#include "stdlib/list_borrowing.h"

#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"
#include "runtime/variant.h"

namespace seq {
namespace {

// Pushes copies of the operands that a borrowing node names, for the word's own
// node.
[[gnu::noinline]] Value* PushBorrowed(const SlotNode& node, Value* sp,
                                      size_t operands) {
  Value* end = &At(sp, node.delta);
  const Value first = At(sp, node.a);
  const Value second =
      node.kind == ValueKind::kInt ? Value::Int(node.integer) : At(sp, node.b);
  Retain(first);
  CopySlot(*end++, first);
  if (operands == 2) CopySlot(*end++, second);
  return end;
}

}  // namespace

Value* ListGetBorrowing(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value& list = At(sp, node.a);
  const int64_t index =
      node.kind == ValueKind::kInt ? node.integer : At(sp, node.b).integer;
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant || index < 0 ||
                         static_cast<uint64_t>(index) >=
                             AsVariant(list)->size())) {
    sp = PushBorrowed(node, sp, 2);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  const Value& element = AsVariant(list)->field(static_cast<size_t>(index));
  Value* end = &At(sp, node.delta);
  Retain(element);
  CopySlot(end[0], element);
  end[1].kind = ValueKind::kBool;
  end[1].integer = 1;
  SEQ_CONTINUE(node.next, end + 2, strand);
}

Value* ListLengthBorrowing(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value& list = At(sp, node.a);
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant)) {
    sp = PushBorrowed(node, sp, 1);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  end->kind = ValueKind::kInt;
  end->integer = static_cast<int64_t>(AsVariant(list)->size());
  SEQ_CONTINUE(node.next, end + 1, strand);
}

}  // namespace seq
