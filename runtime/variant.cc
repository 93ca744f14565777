#include "runtime/variant.h"

#include <algorithm>
#include <iterator>
#include <new>

#include "absl/base/optimization.h"
#include "runtime/small_blocks.h"

namespace seq {
namespace {

size_t BytesFor(size_t capacity) {
  return sizeof(Variant) + capacity * sizeof(Value);
}

// Room for a variant that has just become full, or is copied to grow.
size_t GrownCapacity(size_t size) {
  constexpr size_t kSmallest = 4;
  return std::clamp(size + size / 2, kSmallest, Variant::kMaxFields);
}

}  // namespace

Variant* Variant::Allocate(Symbol* tag, size_t capacity) {
  return new (SmallBlocks::Take(BytesFor(capacity))) Variant(tag, capacity);
}

// Moves `variant` into a block with room for `capacity` fields. REQUIRES: the
// caller holds the sole reference, so nobody else knows the old address; no
// part of a variant knows it either.
Variant* Variant::Reallocate(Variant* variant, size_t capacity) {
  auto* moved = static_cast<Variant*>(SmallBlocks::Resize(
      variant, BytesFor(variant->capacity_), BytesFor(capacity)));
  moved->capacity_ = static_cast<uint32_t>(capacity);
  return moved;
}

// A new variant with the first `size` fields of `variant`, which is consumed.
Variant* Variant::Copy(Variant* variant, size_t size, size_t capacity) {
  variant->tag_->AddReference();
  Variant* copy = Allocate(variant->tag_, capacity);
  for (size_t i = 0; i < size; ++i) {
    Retain(variant->field(i));
    CopySlot(copy->mutable_fields()[i], variant->field(i));
  }
  copy->size_ = static_cast<uint32_t>(size);
  variant->DropReference();
  return copy;
}

Variant* Variant::New(Symbol* tag, absl::Span<const Value> fields,
                      size_t capacity) {
  Variant* variant = Allocate(tag, std::max(capacity, fields.size()));
  Value* to = variant->mutable_fields();
  // The fields often have just been stored; see CopySlot.
  for (const Value& field : fields) CopySlot(*to++, field);
  variant->size_ = static_cast<uint32_t>(fields.size());
  return variant;
}

Variant* Variant::NewList(size_t capacity) {
  return New(Symbol::List(), {}, capacity);
}

Variant* Variant::CopyAll(Variant* variant) {
  return Copy(variant, variant->size_, variant->size_);
}

Variant* Variant::Append(Variant* variant, const Value& value) {
  const size_t size = variant->size_;
  if (!variant->IsSoleReference()) {
    variant = Copy(variant, size, GrownCapacity(size + 1));
  } else if (size == variant->capacity_) {
    variant = Reallocate(variant, GrownCapacity(size + 1));
  }
  if (variant->shared()) MarkShared(value);
  CopySlot(variant->mutable_fields()[size], value);
  variant->size_ = static_cast<uint32_t>(size + 1);
  return variant;
}

Variant* Variant::Set(Variant* variant, size_t index, const Value& value) {
  variant = Unshare(variant);
  if (variant->shared()) MarkShared(value);
  Value& field = variant->mutable_fields()[index];
  Value old;
  CopySlot(old, field);
  CopySlot(field, value);
  Release(old);
  return variant;
}

Variant* Variant::DropLast(Variant* variant) {
  return Truncate(variant, variant->size_ - 1);
}

Variant* Variant::Truncate(Variant* variant, size_t size) {
  if (size == variant->size_) return variant;
  if (!variant->IsSoleReference()) return Copy(variant, size, size);
  while (variant->size_ > size) {
    --variant->size_;
    Release(variant->field(variant->size_));
  }
  const size_t enough = GrownCapacity(size);
  if (variant->capacity_ / 4 > enough) return Reallocate(variant, enough);
  return variant;
}

// --- Taking apart ------------------------------------------------------------

// Ends a variant that nobody else holds, and whose field `taken` has been moved
// out.
void Variant::DiscardAllBut(Variant* variant, size_t taken) {
  for (size_t i = 0; i < variant->size_; ++i) {
    if (i != taken) Release(variant->field(i));
  }
  variant->Free();
}

// Ends a variant that nobody else holds.
Value* Variant::MoveFieldsOut(Variant* variant,
                              absl::Span<const uint32_t> indices, Value* to) {
  Value* const fields = variant->mutable_fields();
  size_t moved = 0;
  for (size_t i = 0; i < indices.size(); ++i) {
    Value& field = fields[indices[i]];
    if (ABSL_PREDICT_FALSE(field.kind == ValueKind::kHole)) {
      // Moved out before, to one of the slots below.
      const auto* const earlier =
          std::find(indices.begin(), indices.end(), indices[i]);
      CopySlot(to[i], to[earlier - indices.begin()]);
      Retain(to[i]);
    } else {
      CopySlot(to[i], field);
      field.kind = ValueKind::kHole;
      ++moved;
    }
  }
  if (moved < variant->size_) {
    for (size_t i = 0; i < variant->size_; ++i) Release(fields[i]);
  }
  variant->Free();
  return to + indices.size();
}

Value* Variant::TakeFields(Variant* variant, absl::Span<const uint32_t> indices,
                           Value* to) {
  if (variant->IsSoleReference()) return MoveFieldsOut(variant, indices, to);
  for (const uint32_t index : indices) {
    Retain(variant->field(index));
    CopySlot(*to++, variant->field(index));
  }
  variant->DropReference();
  return to;
}

// --- As an object ------------------------------------------------------------

void Variant::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  for (Value *field = mutable_fields(), *end = field + size_; field < end;
       ++field) {
    if (IsCounted(*field)) visit(*field);
  }
}

bool Variant::FreeAlone() {
  for (size_t i = 0; i < size_; ++i) {
    if (IsCounted(field(i))) return false;
  }
  Free();
  return true;
}

void Variant::Free() {
  Symbol* const tag = tag_;
  const size_t capacity = capacity_;
  this->~Variant();
  SmallBlocks::Give(this, BytesFor(capacity));
  tag->DropReference();
}

}  // namespace seq
