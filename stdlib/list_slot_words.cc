#include "stdlib/list_slot_words.h"

#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/slot_words.h"

namespace seq {
namespace {

// The element that a node asks for, or null if that is not just a matter of
// taking it.
[[gnu::always_inline]] inline const Value* FindElement(const SlotNode& node,
                                                       Value* sp) {
  const Value& list = At(sp, node.a);
  int64_t index = node.integer;
  if (!HasForm(node, kWithConstant)) {
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
    sp = StackForBorrowing(node, sp, 2);
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

// --- Changing ----------------------------------------------------------------

// Replaces an element in the usual case, in which nothing else is to be done.
inline bool SetAtOnce(const SlotNode& node, Value* sp) {
  const Value& list = At(sp, node.a);
  const auto index = static_cast<uint64_t>(At(sp, node.b).integer);
  if (list.kind != ValueKind::kVariant || index >= AsVariant(list)->size()) {
    return false;
  }
  Value* const field = AsVariant(list)->PlainFieldToChange(index);
  if (field == nullptr) return false;
  TakeLast(node, sp, *field);
  return true;
}

// Replaces an element, if there is such a one.
[[gnu::noinline]] bool SetUnusually(const SlotNode& node, Value* sp) {
  Value& list = At(sp, node.a);
  const auto index = static_cast<uint64_t>(At(sp, node.b).integer);
  Value value;
  TakeLast(node, sp, value);
  if (list.kind != ValueKind::kVariant || index >= AsVariant(list)->size()) {
    Release(value);
    return false;
  }
  list.object = Variant::Set(AsVariant(list), index, value);
  return true;
}

inline bool CanSet(const SlotNode& node, Value* sp) {
  return At(sp, node.b).kind == ValueKind::kInt &&
         At(sp, node.a).kind != ValueKind::kHole;
}

[[gnu::noinline]] void PushUnusually(const SlotNode& node, Value* sp) {
  Value& list = At(sp, node.a);
  Value value;
  TakeLast(node, sp, value);
  list.object = Variant::Append(AsVariant(list), value);
}

}  // namespace

Value* ListSetOnSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(!CanSet(node, sp))) {
    sp = StackForChanging(node, sp, 3);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  const bool found = SetAtOnce(node, sp) || SetUnusually(node, sp);
  Value* const end = &At(sp, node.delta);
  end->kind = ValueKind::kBool;
  end->integer = found ? 1 : 0;
  SEQ_CONTINUE(node.next, end + 1, strand);
}

Value* ListSetAndBranch(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(!CanSet(node, sp))) {
    sp = StackForChanging(node, sp, 3);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  if (ABSL_PREDICT_TRUE(SetAtOnce(node, sp)) || SetUnusually(node, sp)) {
    SEQ_CONTINUE(node.next, &At(sp, node.delta), strand);
  }
  SEQ_CONTINUE(node.otherwise, &At(sp, node.delta), strand);
}

Value* ListPushOnSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value& list = At(sp, node.a);
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant ||
                         AsVariant(list)->size() == Variant::kMaxFields)) {
    sp = StackForChanging(node, sp, 2);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* const place = AsVariant(list)->PlaceToAppend();
  if (ABSL_PREDICT_TRUE(place != nullptr)) {
    TakeLast(node, sp, *place);
  } else {
    PushUnusually(node, sp);
  }
  SEQ_CONTINUE(node.next, &At(sp, node.delta), strand);
}

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
    sp = StackForBorrowing(node, sp, 1);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  end->kind = ValueKind::kInt;
  end->integer = static_cast<int64_t>(AsVariant(list)->size());
  SEQ_CONTINUE(node.next, end + 1, strand);
}

}  // namespace seq
