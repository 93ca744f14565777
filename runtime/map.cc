#include "runtime/map.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "runtime/string_object.h"

namespace seq {
namespace {

constexpr size_t kFewestSlots = 8;

// How many slots of a table may be in use.
size_t LoadLimit(size_t slots) { return slots / 4 * 3; }

size_t HashOf(const Value& key) {
  if (key.kind == ValueKind::kString) return absl::HashOf(StringBytes(key));
  return absl::HashOf(key.integer);
}

bool SameKey(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == ValueKind::kString) return StringBytes(a) == StringBytes(b);
  return a.integer == b.integer;
}

// The bits of a hash that a slot stores, above the bits of `mask`.
uint32_t Tag(size_t hash, size_t mask) {
  return static_cast<uint32_t>(hash >> 32) & ~static_cast<uint32_t>(mask);
}

}  // namespace

void Map::FreeMemory::operator()(void* memory) const { std::free(memory); }

Map* Map::New() { return new Map(); }

bool Map::IsKey(const Value& value) {
  return value.kind == ValueKind::kInt || value.kind == ValueKind::kString ||
         value.kind == ValueKind::kBool;
}

// The slot of `key`, or the free slot where the search for it ends. REQUIRES:
// there is a table.
size_t Map::Probe(const Value& key, size_t hash) const {
  const uint32_t tag = Tag(hash, mask());
  for (size_t slot = hash & mask();; slot = (slot + 1) & mask()) {
    const uint32_t found = table_[slot];
    if (found == 0) return slot;
    if ((found & ~mask()) != tag) continue;
    // The key of a gap is a hole, which equals no key.
    if (SameKey(entries_[(found & mask()) - 1].key, key)) return slot;
  }
}

const Value* Map::Find(const Value& key) const {
  if (size_ == 0) return nullptr;
  const uint32_t found = table_[Probe(key, HashOf(key))];
  return found == 0 ? nullptr : &entries_[(found & mask()) - 1].value;
}

Map* Map::Set(Map* map, const Value& key, const Value& value) {
  if (!map->IsSoleReference()) map = Copy(map);
  if (map->shared()) {
    MarkShared(key);
    MarkShared(value);
  }
  const size_t hash = HashOf(key);
  if (map->slots_ != 0) {
    const uint32_t found = map->table_[map->Probe(key, hash)];
    if (found != 0) {
      Value& bound = map->entries_[(found & map->mask()) - 1].value;
      const Value old = bound;
      bound = value;
      Release(old);
      Release(key);
      return map;
    }
  }
  map->Append(key, value, hash);
  return map;
}

// Adds an entry. REQUIRES: the key is not bound.
void Map::Append(const Value& key, const Value& value, size_t hash) {
  if (used_ == LoadLimit(slots_)) Rebuild();
  if (used_ == capacity_) {
    const size_t grown = size_t{capacity_} + capacity_ / 2 + 2;
    Reserve(std::min(LoadLimit(slots_), grown));
  }
  entries_[used_] = {key, value};
  ++used_;
  ++size_;
  table_[Probe(key, hash)] = Tag(hash, mask()) | used_;
}

Map* Map::Remove(Map* map, const Value& key) {
  constexpr uint32_t kFewGaps = 8;
  if (map->Find(key) == nullptr) return map;
  if (!map->IsSoleReference()) map = Copy(map);
  const uint32_t found = map->table_[map->Probe(key, HashOf(key))];
  Entry& entry = map->entries_[(found & map->mask()) - 1];
  const Entry old = entry;
  entry = {Value::Hole(), Value::Hole()};
  --map->size_;
  // A walk over the map must not take longer than its size deserves.
  if (map->used_ - map->size_ > map->size_ + kFewGaps) map->Rebuild();
  Release(old.key);
  Release(old.value);
  return map;
}

// A copy without gaps. Consumes `map`.
Map* Map::Copy(Map* map) {
  Map* copy = New();
  if (map->size_ > 0) {
    copy->Reserve(map->size_);
    for (const Entry& entry : map->entries()) {
      if (entry.key.kind == ValueKind::kHole) continue;
      Retain(entry.key);
      Retain(entry.value);
      copy->entries_[copy->used_++] = entry;
    }
    copy->size_ = copy->used_;
    if (copy->used_ == map->used_) {
      copy->NewTable(map->slots_);
      std::copy_n(map->table_.get(), map->slots_, copy->table_.get());
    } else {
      copy->Rebuild();
    }
  }
  map->DropReference();
  return copy;
}

void Map::Reserve(size_t capacity) {
  void* memory = std::realloc(static_cast<void*>(entries_.get()),
                              capacity * sizeof(Entry));
  if (memory == nullptr) throw std::bad_alloc();
  (void)entries_.release();
  entries_.reset(static_cast<Entry*>(memory));
  capacity_ = static_cast<uint32_t>(capacity);
}

void Map::NewTable(size_t slots) {
  // Large blocks of calloc are zero without being touched.
  void* memory = std::calloc(slots, sizeof(uint32_t));
  if (memory == nullptr) throw std::bad_alloc();
  table_.reset(static_cast<uint32_t*>(memory));
  slots_ = static_cast<uint32_t>(slots);
}

void Map::CloseGaps() {
  if (used_ == size_) return;
  Entry* const begin = entries_.get();
  Entry* const end = std::remove_if(
      begin, begin + used_,
      [](const Entry& entry) { return entry.key.kind == ValueKind::kHole; });
  used_ = static_cast<uint32_t>(end - begin);
}

// Closes the gaps and makes a table that leaves room for growth by half.
void Map::Rebuild() {
  CloseGaps();
  size_t slots = kFewestSlots;
  while (slots < 2 * size_t{size_}) slots *= 2;
  if (capacity_ / 4 > LoadLimit(slots)) Reserve(LoadLimit(slots));
  NewTable(slots);
  for (uint32_t i = 0; i < used_; ++i) {
    const size_t hash = HashOf(entries_[i].key);
    size_t slot = hash & mask();
    while (table_[slot] != 0) slot = (slot + 1) & mask();
    table_[slot] = Tag(hash, mask()) | (i + 1);
  }
}

void Map::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  for (Entry& entry : mutable_entries()) {
    visit(entry.key);
    visit(entry.value);
  }
}

}  // namespace seq
