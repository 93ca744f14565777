#include "runtime/variant.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <new>

#include "absl/base/optimization.h"

namespace seq {
namespace {

size_t BytesFor(size_t capacity) {
  return sizeof(Variant) + capacity * sizeof(Value);
}

// Whether a tool looks for memory used after it was freed. Blocks that are used
// again would keep it from finding anything.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCheckedMemory = true;
#elif defined(__has_feature)
constexpr bool kCheckedMemory = __has_feature(address_sanitizer) ||
                                __has_feature(thread_sanitizer) ||
                                __has_feature(memory_sanitizer);
#else
constexpr bool kCheckedMemory = false;
#endif

// The memory of small variants that died on this thread, for the next ones it
// makes: union values die as fast as they are made, and malloc with free takes
// several times as long. Blocks come from malloc and may go on to any thread.
// Trivial to construct, so that using it is a plain access to a thread-local.
class BlockCache {
 public:
  static constexpr size_t kCapacities = 5;  // 0 to 4 fields

  // A block for a variant of that capacity, or null if there is none.
  void* Take(size_t capacity) {
    if (capacity >= kCapacities || blocks_[capacity] == nullptr) return nullptr;
    Block* const block = blocks_[capacity];
    blocks_[capacity] = block->next;
    ++room_[capacity];
    return block;
  }

  // Keeps or frees the block of a variant of that capacity.
  void Put(void* memory, size_t capacity) {
    if (capacity >= kCapacities) {
      std::free(memory);
    } else if (ABSL_PREDICT_FALSE(room_[capacity] == 0)) {
      PutWithoutRoom(memory, capacity);
    } else {
      Keep(memory, capacity);
    }
  }

 private:
  struct Block {
    Block* next;
  };
  enum class State : uint8_t { kUnused, kUsed, kClosed };
  // Frees the blocks when the thread ends.
  struct Closer {
    explicit Closer(BlockCache* the_cache) : cache(the_cache) {}
    ~Closer() { cache->Close(); }
    BlockCache* const cache;
  };
  // How many of each capacity: together at most 400 KB a thread.
  static constexpr uint32_t kMostBlocks = kCheckedMemory ? 0 : 1024;

  void Keep(void* memory, size_t capacity) {
    blocks_[capacity] = new (memory) Block{blocks_[capacity]};
    --room_[capacity];
  }
  void PutWithoutRoom(void* memory, size_t capacity);
  void Close();

  Block* blocks_[kCapacities] = {};
  uint32_t room_[kCapacities] = {};
  State state_ = State::kUnused;
};

constinit thread_local BlockCache block_cache;

[[gnu::noinline]] void BlockCache::PutWithoutRoom(void* memory,
                                                  size_t capacity) {
  if (kMostBlocks == 0 || state_ != State::kUnused) {
    std::free(memory);
    return;
  }
  static thread_local const Closer closer(this);
  state_ = State::kUsed;
  std::fill(std::begin(room_), std::end(room_), kMostBlocks);
  Keep(memory, capacity);
}

// Objects may still die on this thread afterwards.
void BlockCache::Close() {
  state_ = State::kClosed;
  for (size_t capacity = 0; capacity < kCapacities; ++capacity) {
    while (void* const block = Take(capacity)) std::free(block);
    room_[capacity] = 0;
  }
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
  void* memory = block_cache.Take(capacity);
  if (memory == nullptr) memory = std::malloc(BytesFor(capacity));
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

void Variant::Free() {
  Symbol* const tag = tag_;
  const size_t capacity = capacity_;
  this->~Variant();
  block_cache.Put(this, capacity);
  tag->DropReference();
}

}  // namespace seq
