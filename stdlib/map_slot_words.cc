#include "stdlib/map_slot_words.h"

#include "absl/base/optimization.h"
#include "runtime/map.h"
#include "runtime/slot_node.h"
#include "runtime/value.h"
#include "stdlib/slot_words.h"

namespace seq {
namespace {

// Out of line, since it needs the address of a local object.
[[gnu::noinline]] const Value* FindConstant(const Map& map,
                                            const SlotNode& node) {
  return map.Find(Value::Int(node.integer));
}

// The value that a node asks for, or null if that is not just a matter of
// taking it.
[[gnu::always_inline]] inline const Value* FindValue(const SlotNode& node,
                                                     Value* sp) {
  const Value& map = At(sp, node.a);
  if (ABSL_PREDICT_FALSE(map.kind != ValueKind::kMap)) return nullptr;
  if (HasForm(node, kWithConstant)) return FindConstant(*AsMap(map), node);
  const Value& key = At(sp, node.b);
  if (ABSL_PREDICT_FALSE(!Map::IsKey(key))) return nullptr;
  return AsMap(map)->Find(key);
}

template <bool kPushesTrue>
Value* RunMapGet(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const Value* const value = FindValue(node, sp);
  if (value == nullptr) {
    sp = StackForBorrowing(node, sp, 2);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  Value* end = &At(sp, node.delta);
  Retain(*value);
  CopySlot(*end++, *value);
  if constexpr (kPushesTrue) {
    end->kind = ValueKind::kBool;
    end->integer = 1;
    ++end;
  }
  SEQ_NEXT(node, end, strand);
}

[[gnu::noinline]] void SetToConstant(const SlotNode& node, Value* sp) {
  Value key;
  TakeSecond(node, sp, key);
  Value value;
  TakeLast(node, sp, value);
  Value& map = At(sp, node.a);
  map.object = Map::Set(AsMap(map), key, value);
}

}  // namespace

Value* MapGetBorrowing(const Node* node, Value* sp, Strand* strand) {
  return RunMapGet<true>(node, sp, strand);
}

Value* MapGetBorrowingWithoutTrue(const Node* node, Value* sp, Strand* strand) {
  return RunMapGet<false>(node, sp, strand);
}

Value* MapSetOnSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Value& map = At(sp, node.a);
  const Value& key = At(sp, node.b);
  if (ABSL_PREDICT_FALSE(map.kind != ValueKind::kMap || !Map::IsKey(key) ||
                         AsMap(map)->size() == Map::kMaxSize)) {
    sp = StackForChanging(node, sp, 3);
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  if (HasForm(node, kWithConstant)) {
    SetToConstant(node, sp);
  } else {
    const Value& value = At(sp, node.move_from);
    if (HasForm(node, kKeepsB)) Retain(key);
    if (HasForm(node, kKeepsC)) Retain(value);
    map.object = Map::Set(AsMap(map), key, value);
  }
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

}  // namespace seq
