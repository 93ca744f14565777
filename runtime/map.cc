#include "runtime/map.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "runtime/big_blocks.h"
#include "runtime/string_object.h"

namespace seq {
namespace {

constexpr size_t kFewestSlots = 8;

// How many slots of a table may be in use.
size_t LoadLimit(size_t slots) { return slots / 4 * 3; }

// Every bit of the result depends on every bit of `bits`. (Both halves
// of a long product, as in wyhash; the factor is that of Fibonacci hashing.)
inline uint64_t Mix(uint64_t bits) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{bits} * 0x9e3779b97f4a7c15;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// The capacity of an array that is full with so many entries.
size_t GrownCapacity(size_t entries) { return entries + entries / 2 + 2; }

}  // namespace

// --- Keys --------------------------------------------------------------------

// Keys that differ only in the lower bits, as many as tell slots apart, are a
// block. Hash and step are the block's, so keys of one block are never in each
// other's way, and neighbours have neighbouring slots wherever the block goes.
struct Map::PlainKeys {
  static Route RouteOf(const Value& key, const Map& map) {
    const auto bits = static_cast<uint64_t>(key.integer);
    // 1 added so that the first block has a step like the others.
    const uint64_t hash = Mix((bits >> map.table_bits_) + 1);
    return {.slot = (bits ^ hash) & map.mask_,
            .step = ((hash >> 32) | 1) & map.mask_,
            .tag = static_cast<uint32_t>(hash >> 32) & ~map.mask_};
  }
  static bool Same(const Value& a, const Value& b) {
    return a.integer == b.integer && a.kind == b.kind;
  }
};

struct Map::TextKeys {
  static Route RouteOf(const Value& key, const Map& map) {
    const size_t hash = absl::HashOf(StringBytes(key));
    return {.slot = hash & map.mask_,
            .step = 1,
            .tag = static_cast<uint32_t>(hash >> 32) & ~map.mask_};
  }
  static bool Same(const Value& a, const Value& b) {
    if (a.kind != ValueKind::kString) return false;
    return a.object == b.object || StringBytes(a) == StringBytes(b);
  }
};

template <typename Keys>
inline Map::Place Map::Search(const Value& key, const Route& route) const {
  for (size_t slot = route.slot;; slot = (slot + route.step) & mask_) {
    const uint32_t found = table_[slot];
    if (found == 0) return {nullptr, &table_[slot]};
    if ((found & ~mask_) != route.tag) continue;
    // The key of a gap is a hole, which equals no key.
    Entry& entry = EntryAt(found);
    if (Keys::Same(entry.key, key)) return {&entry, &table_[slot]};
  }
}

// Out of line, so that other keys do not pay for what strings need.
[[gnu::noinline]] Map::Entry* Map::FindText(const Value& key) const {
  return Search<TextKeys>(key, TextKeys::RouteOf(key, *this)).entry;
}

Map::Entry* Map::FindInTable(const Value& key) const {
  if (key.kind == ValueKind::kString) return FindText(key);
  return Search<PlainKeys>(key, PlainKeys::RouteOf(key, *this)).entry;
}

// --- Operations --------------------------------------------------------------

Map* Map::New() { return new Map(); }

Map::~Map() {
  BigBlocks::Give(array_, ArrayBytes(capacity_));
  BigBlocks::Give(table_, slots() * sizeof(uint32_t));
}

Map* Map::SetAnywhere(Map* map, const Value& key, const Value& value) {
  if (!map->IsSoleReference()) map = Copy(map);
  if (map->shared()) {
    MarkShared(key);
    MarkShared(value);
  }
  map->has_objects_ |= IsCounted(key) || IsCounted(value);
  if (map->table_ == nullptr) {
    if (map->SetInRun(key, value)) return map;
    map->MakeTable();
  }
  if (key.kind == ValueKind::kString) {
    map->SetInTable<TextKeys>(key, value);
  } else {
    map->SetInTable<PlainKeys>(key, value);
  }
  return map;
}

// Binds `key`, which was bound to `old`, to `value`.
void Map::Replace(Value& old, const Value& key, const Value& value) {
  const Value released = old;
  CopySlot(old, value);
  Release(released);
  Release(key);
}

// Returns false if the keys could not stay a run.
inline bool Map::SetInRun(const Value& key, const Value& value) {
  if (key.kind != ValueKind::kInt) return false;
  if (used_ == 0) run_start_ = static_cast<uint64_t>(key.integer);
  if (PositionInRun(key) == used_) {
    if (used_ == room_) Grow();
    AppendValue(value);
    return true;
  }
  Value* const old = FindInRun(key);
  if (old != nullptr) Replace(*old, key, value);
  return old != nullptr;
}

template <typename Keys>
inline void Map::SetInTable(const Value& key, const Value& value) {
  Route route = Keys::RouteOf(key, *this);
  Place place = Search<Keys>(key, route);
  if (place.entry != nullptr) return Replace(place.entry->value, key, value);
  if (used_ == room_) {
    Grow();
    route = Keys::RouteOf(key, *this);
    place = Search<Keys>(key, route);
  }
  Entry& entry = entries()[used_];
  CopySlot(entry.key, key);
  CopySlot(entry.value, value);
  ++used_;
  ++size_;
  *place.slot = route.tag | used_;
}

Map* Map::Remove(Map* map, const Value& key) {
  constexpr uint32_t kFewGaps = 8;
  if (map->Find(key) == nullptr) return map;
  if (!map->IsSoleReference()) map = Copy(map);
  Entry removed{.key = Value::Hole(), .value = Value::Hole()};
  if (map->table_ == nullptr) {
    std::swap(*map->FindInRun(key), removed.value);
  } else {
    std::swap(*map->FindInTable(key), removed);
  }
  --map->size_;
  // A walk over the map must not take longer than its size deserves.
  if (map->used_ - map->size_ > map->size_ + kFewGaps) map->CloseGaps();
  Release(removed.key);
  Release(removed.value);
  return map;
}

// With its gaps, and room for one more entry. Consumes `map`.
Map* Map::Copy(Map* map) {
  Map* const copy = New();
  if (map->table_ != nullptr) {
    copy->NewTable(map->slots());
    std::copy_n(map->table_, map->slots(), copy->table_);
  }
  if (map->used_ > 0) {
    copy->Reserve(map->used_ + 1);
    std::memcpy(copy->array_, map->array_, map->ArrayBytes(map->used_));
  }
  copy->used_ = map->used_;
  copy->size_ = map->size_;
  copy->run_start_ = map->run_start_;
  copy->has_objects_ = map->has_objects_;
  copy->VisitValues([](Value& value) { Retain(value); });
  map->DropReference();
  return copy;
}

// --- Growth ------------------------------------------------------------------

// Makes room for another entry.
[[gnu::noinline]] void Map::Grow() {
  if (used_ == MostEntries()) MakeTable();
  if (used_ == capacity_) {
    Reserve(std::min(MostEntries(), GrownCapacity(capacity_)));
  }
}

// How many entries there can be until a larger table is needed.
size_t Map::MostEntries() const {
  return table_ == nullptr ? UINT32_MAX : LoadLimit(slots());
}

void Map::SetRoom() {
  room_ = static_cast<uint32_t>(std::min<size_t>(capacity_, MostEntries()));
}

void Map::Reserve(size_t capacity) {
  array_ =
      BigBlocks::Resize(array_, ArrayBytes(capacity_), ArrayBytes(capacity));
  capacity_ = static_cast<uint32_t>(capacity);
  SetRoom();
}

void Map::GiveBackRoom() {
  if (capacity_ / 4 > used_ + kFewestSlots) Reserve(capacity_ / 2);
}

void Map::NewTable(size_t slots) {
  void* const memory = BigBlocks::Take(slots * sizeof(uint32_t));
  BigBlocks::Give(table_, this->slots() * sizeof(uint32_t));
  table_ = static_cast<uint32_t*>(memory);
  mask_ = static_cast<uint32_t>(slots - 1);
  table_bits_ = static_cast<uint8_t>(std::countr_zero(slots));
  SetRoom();
}

// --- Gaps: closing them changes positions ------------------------------------

void Map::CloseGaps() {
  if (table_ != nullptr || !ShortenRun()) MakeTable();
}

// Closes the gaps of a run if they are at its ends: the rest is a run as well.
bool Map::ShortenRun() {
  const size_t first = NextEntry(0);
  size_t end = used_;
  while (end > first && values()[end - 1].kind == ValueKind::kHole) --end;
  if (end - first != size_) return false;
  std::copy(values() + first, values() + end, values());
  run_start_ += first;
  used_ = size_;
  GiveBackRoom();
  return true;
}

void Map::CloseGapsOfEntries() {
  if (used_ == size_) return;
  const Entry* const end = std::remove_if(
      entries(), entries() + used_,
      [](const Entry& entry) { return entry.key.kind == ValueKind::kHole; });
  used_ = static_cast<uint32_t>(end - entries());
  GiveBackRoom();
}

// Turns a run into entries without gaps and an empty table.
void Map::StoreKeys(size_t slots) {
  const size_t capacity = GrownCapacity(size_);
  // Given back if there is no memory for the table.
  const auto give = [bytes = capacity * sizeof(Entry)](void* array) {
    BigBlocks::Give(array, bytes);
  };
  std::unique_ptr<void, decltype(give)> array(
      BigBlocks::Resize(nullptr, 0, capacity * sizeof(Entry)), give);
  auto* to = static_cast<Entry*>(array.get());
  for (size_t i = NextEntry(0); i < used_; i = NextEntry(i + 1)) {
    *to++ = {.key = KeyInRun(i), .value = values()[i]};
  }
  const size_t bytes = ArrayBytes(capacity_);
  NewTable(slots);
  BigBlocks::Give(array_, bytes);
  array_ = array.release();
  capacity_ = static_cast<uint32_t>(capacity);
  used_ = size_;
  SetRoom();
}

// Closes the gaps and makes a table that leaves room for growth by half.
void Map::MakeTable() {
  size_t slots = kFewestSlots;
  while (slots < 2 * size_t{size_}) slots *= 2;
  if (table_ == nullptr) {
    StoreKeys(slots);
  } else {
    NewTable(slots);
    CloseGapsOfEntries();
  }
  for (uint32_t i = 0; i < used_; ++i) {
    const Value& key = entries()[i].key;
    const Route route = key.kind == ValueKind::kString
                            ? TextKeys::RouteOf(key, *this)
                            : PlainKeys::RouteOf(key, *this);
    size_t slot = route.slot;
    while (table_[slot] != 0) slot = (slot + route.step) & mask_;
    table_[slot] = route.tag | (i + 1);
  }
}

void Map::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  if (!has_objects_) return;
  if (table_ == nullptr) {
    std::for_each_n(values(), used_, visit);
    return;
  }
  std::for_each_n(entries(), used_, [visit](Entry& entry) {
    visit(entry.key);
    visit(entry.value);
  });
}

}  // namespace seq
