#include "runtime/variant.h"

#include <algorithm>
#include <cstdlib>
#include <new>

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

// malloc and its relatives, since a variant that grows is moved by realloc: for
// a large one that only changes page tables.
Variant* Variant::Allocate(Symbol* tag, size_t capacity) {
  void* memory = std::malloc(BytesFor(capacity));
  if (memory == nullptr) throw std::bad_alloc();
  return new (memory) Variant(tag, capacity);
}

// Moves `variant` into a block with room for `capacity` fields. REQUIRES: the
// caller holds the sole reference, so nobody else knows the old address; no
// part of a variant knows it either.
Variant* Variant::Reallocate(Variant* variant, size_t capacity) {
  void* memory = std::realloc(static_cast<void*>(variant), BytesFor(capacity));
  if (memory == nullptr) throw std::bad_alloc();
  auto* moved = static_cast<Variant*>(memory);
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
  std::copy(fields.begin(), fields.end(), variant->mutable_fields());
  variant->size_ = static_cast<uint32_t>(fields.size());
  return variant;
}

Variant* Variant::NewList(size_t capacity) {
  return New(Symbol::List(), {}, capacity);
}

Variant* Variant::Unshare(Variant* variant) {
  if (variant->IsSoleReference()) return variant;
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
  const Value old = variant->field(index);
  CopySlot(variant->mutable_fields()[index], value);
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

void Variant::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  for (size_t i = 0; i < size_; ++i) visit(mutable_fields()[i]);
}

void Variant::Free() {
  Symbol* const tag = tag_;
  this->~Variant();
  std::free(static_cast<void*>(this));
  tag->DropReference();
}

}  // namespace seq
