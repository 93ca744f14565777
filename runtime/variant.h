// Variant: a tag and fields. What unions, `variant.make-N` and lists make.
//
// A list is a variant with the tag `List`; there is no other list type. The
// fields are stored behind the header with room to grow, so one allocation
// holds a union value, and appending to a list is amortised O(1).
//
// Values are immutable to programs. The functions that make a changed variant
// *consume* the reference they are given: if it is the only one they change the
// object in place, otherwise they copy it (O(fields)). Either way the caller
// owns the result.
//
// Thread-safety: as for every Object; in-place changes happen only while the
// caller holds the sole reference. What is put into a variant that was marked
// shared is marked too: the mark of a container speaks for its contents.

#ifndef SEQ_RUNTIME_VARIANT_H_
#define SEQ_RUNTIME_VARIANT_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "runtime/object.h"
#include "runtime/symbol.h"
#include "runtime/value.h"

namespace seq {

class Variant final : public Object {
 public:
  // How many fields a variant can have.
  static constexpr size_t kMaxFields = UINT32_MAX;

  // A variant with these fields. Takes over the reference to `tag` and those of
  // the fields. `capacity` (at least fields.size()) reserves room for more.
  static Variant* New(Symbol* tag, absl::Span<const Value> fields,
                      size_t capacity = 0);
  // An empty list.
  static Variant* NewList(size_t capacity = 0);

  // `variant` itself if the caller holds the sole reference, else a copy: a
  // variant that can be changed in place. Consumes `variant`.
  static Variant* Unshare(Variant* variant) {
    return variant->IsSoleReference() ? variant : CopyAll(variant);
  }
  // Appends `value`, whose reference is taken over. Consumes `variant`.
  // REQUIRES: variant->size() < kMaxFields.
  static Variant* Append(Variant* variant, const Value& value);
  // The same if it takes no more than storing `value`; else changes nothing and
  // returns false. For nodes that want to make no call in that case.
  static bool AppendAtOnce(Variant* variant, const Value& value) {
    Value* const place = variant->PlaceToAppend();
    if (place == nullptr) return false;
    CopySlot(*place, value);
    return true;
  }
  // Replaces a field; takes over `value`. Consumes `variant`.
  static Variant* Set(Variant* variant, size_t index, const Value& value);
  // Without the last field. Consumes `variant`. REQUIRES: it has fields.
  static Variant* DropLast(Variant* variant);
  // With the first `size` fields only; gives memory back if that leaves most of
  // it unused. Consumes `variant`. REQUIRES: size <= variant->size().
  static Variant* Truncate(Variant* variant, size_t size);

  // --- Taking apart. If the variant dies, fields are moved out of it, which
  // costs no counting, and the rest is released without a visit. --------------

  // Copies a field to `to` and consumes `variant`. `to` may be the slot that
  // held the variant. REQUIRES: index < variant->size().
  static void TakeField(Variant* variant, size_t index, Value& to) {
    CopySlot(to, variant->field(index));
    if (variant->IsSoleReference()) {
      DiscardAllBut(variant, index);
    } else {
      Retain(to);
      variant->DropReference();
    }
  }
  // Copies the fields with these indices, which may repeat, to the slots from
  // `to` on, consumes `variant`, and returns the slot behind the last one.
  static Value* TakeFields(Variant* variant, absl::Span<const uint32_t> indices,
                           Value* to);

  Symbol* tag() const { return tag_; }
  size_t size() const { return size_; }
  bool is_list() const { return tag_ == Symbol::List(); }
  const Value* fields() const {
    return reinterpret_cast<const Value*>(this + 1);
  }
  const Value& field(size_t index) const { return fields()[index]; }

  // The fields, to be changed in place. REQUIRES: the caller holds the sole
  // reference, and passes what it puts in to MarkShared if the variant is
  // shared().
  Value* mutable_fields() { return reinterpret_cast<Value*>(this + 1); }

  // For nodes that want to make no call in the usual case: the place of one
  // more field, which the caller fills at once, or of a field that holds a
  // plain value, if nothing else is to be done to put a value there; else null.
  Value* PlaceToAppend() {
    if (size_ == capacity_ || shared() || !IsSoleReference()) return nullptr;
    return &mutable_fields()[size_++];
  }
  Value* PlainFieldToChange(size_t index) {
    Value* const field = &mutable_fields()[index];
    return IsPlain(*field) && !shared() && IsSoleReference() ? field : nullptr;
  }

  // Leaves out plain values: no visitor has anything to do with them.
  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  Variant(Symbol* tag, size_t capacity)
      : tag_(tag), capacity_(static_cast<uint32_t>(capacity)) {}
  static Variant* Allocate(Symbol* tag, size_t capacity);
  static Variant* Reallocate(Variant* variant, size_t capacity);
  static Variant* Copy(Variant* variant, size_t size, size_t capacity);
  static Variant* CopyAll(Variant* variant);
  static void DiscardAllBut(Variant* variant, size_t taken);
  static Value* MoveFieldsOut(Variant* variant,
                              absl::Span<const uint32_t> indices, Value* to);
  void Free() override;
  bool FreeAlone() override;

  Symbol* tag_;  // counted
  uint32_t size_ = 0;
  uint32_t capacity_;
};
static_assert(sizeof(Variant) % alignof(Value) == 0);

// The variant of a value. REQUIRES: value.kind == kVariant.
inline Variant* AsVariant(const Value& value) {
  return static_cast<Variant*>(value.object);
}

inline Value VariantValue(Variant* variant) {
  return Value::Counted(ValueKind::kVariant, variant);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_VARIANT_H_
