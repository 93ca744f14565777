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
  // Loops look at slots.
  if (ABSL_PREDICT_TRUE(!HasForm(node, kWithConstant))) {
    const Value& second = At(sp, node.b);
    if (ABSL_PREDICT_FALSE(second.kind != ValueKind::kInt)) return nullptr;
    index = second.integer;
  }
  // A negative index is a large one, too.
  if (ABSL_PREDICT_FALSE(list.kind != ValueKind::kVariant ||
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
    SEQ_GO_ON_IN(LeaveBorrowing<2>, base, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  Retain(*element);
  CopySlot(*end++, *element);
  if constexpr (kPushesTrue) {
    end->kind = ValueKind::kBool;
    end->integer = 1;
    ++end;
  }
  SEQ_NEXT(node, end, strand);
}

// --- Changing ----------------------------------------------------------------

// Replaces an element in the usual case, in which nothing else is to be done.
inline bool SetAtOnce(const SlotNode& node, Value* sp) {
  const Value& list = At(sp, node.a);
  const auto index = static_cast<uint64_t>(At(sp, node.b).integer);
  if (At(sp, node.b).kind != ValueKind::kInt ||
      list.kind != ValueKind::kVariant || index >= AsVariant(list)->size()) {
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

Value* PushFound(const SlotNode& node, Value* sp, bool found) {
  Value* const end = &At(sp, node.delta);
  end->kind = ValueKind::kBool;
  end->integer = found ? 1 : 0;
  return end + 1;
}

Variant* AppendLast(const SlotNode& node, Value* sp) {
  Value value;
  TakeLast(node, sp, value);
  return Variant::Append(AsVariant(At(sp, node.a)), value);
}

// Both list.set if it is not just a matter of storing the value.
[[gnu::noinline]] Value* SetAndPush(const Node* base, Value* sp,
                                    Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (!CanSet(node, sp)) SEQ_GO_ON_IN(LeaveChanging<3>, base, sp, strand);
  const bool found = SetUnusually(node, sp);
  SEQ_NEXT(node, PushFound(node, sp, found), strand);
}
[[gnu::noinline]] Value* SetAndBranch(const Node* base, Value* sp,
                                      Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (!CanSet(node, sp)) SEQ_GO_ON_IN(LeaveChanging<3>, base, sp, strand);
  const bool found = SetUnusually(node, sp);
  SEQ_CONTINUE(found ? node.next : node.otherwise, &At(sp, node.delta), strand);
}

// list.push likewise.
[[gnu::noinline]] Value* PushUnusually(const Node* base, Value* sp,
                                       Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Value& list = At(sp, node.a);
  if (list.kind != ValueKind::kVariant ||
      AsVariant(list)->size() == Variant::kMaxFields) {
    SEQ_GO_ON_IN(LeaveChanging<2>, base, sp, strand);
  }
  list.object = AppendLast(node, sp);
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

}  // namespace

Value* ListSetOnSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(!SetAtOnce(node, sp))) {
    SEQ_GO_ON_IN(SetAndPush, base, sp, strand);
  }
  SEQ_NEXT(node, PushFound(node, sp, true), strand);
}

Value* ListSetAndBranch(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(!SetAtOnce(node, sp))) {
    SEQ_GO_ON_IN(SetAndBranch, base, sp, strand);
  }
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* ListPushOnSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value& list = At(sp, node.a);
  Value* const place = list.kind == ValueKind::kVariant
                           ? AsVariant(list)->PlaceToAppend()
                           : nullptr;
  if (ABSL_PREDICT_FALSE(place == nullptr)) {
    SEQ_GO_ON_IN(PushUnusually, base, sp, strand);
  }
  TakeLast(node, sp, *place);
  SEQ_NEXT(node, &At(sp, node.delta), strand);
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
    SEQ_GO_ON_IN(LeaveBorrowing<1>, base, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  end->kind = ValueKind::kInt;
  end->integer = static_cast<int64_t>(AsVariant(list)->size());
  SEQ_NEXT(node, end + 1, strand);
}

}  // namespace seq
