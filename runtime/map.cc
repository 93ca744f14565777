#include "runtime/map.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
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

// Every bit of the result depends on every bit of `bits`. (Both halves
// of a long product, as in wyhash; the factor is that of Fibonacci hashing.)
inline uint64_t Mix(uint64_t bits) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{bits} * 0x9e3779b97f4a7c15;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// --- Memory: from malloc or, if there is much of it, from the system ---------

constexpr size_t kBigBlock = size_t{4} << 20;

bool IsBig(size_t bytes) { return bytes >= kBigBlock; }

// Big blocks are a whole number of huge pages: the kernel aligns such mappings
// and can move them without splitting a page.
size_t MappingSize(size_t bytes) {
  constexpr size_t kHugePage = size_t{2} << 20;
  return (bytes + kHugePage - 1) & ~(kHugePage - 1);
}

void* CheckMemory(void* memory) {
  if (memory == nullptr || memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

// Zeros.
void* AllocateBlock(size_t bytes) {
  if (!IsBig(bytes)) return CheckMemory(std::calloc(bytes, 1));
  const size_t size = MappingSize(bytes);
  void* const memory = CheckMemory(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  // A hint; it saves thousands of page faults.
  (void)madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

void FreeBlock(void* memory, size_t bytes) {
  if (IsBig(bytes)) {
    munmap(memory, MappingSize(bytes));
  } else {
    std::free(memory);
  }
}

// Takes over `memory`, which may be null, and keeps its contents.
void* ResizeBlock(void* memory, size_t old_bytes, size_t bytes) {
  if (!IsBig(old_bytes) && !IsBig(bytes)) {
    return CheckMemory(std::realloc(memory, bytes));
  }
  if (IsBig(old_bytes) && IsBig(bytes)) {
    return CheckMemory(mremap(memory, MappingSize(old_bytes),
                              MappingSize(bytes), MREMAP_MAYMOVE));
  }
  void* const resized = AllocateBlock(bytes);
  if (old_bytes > 0) {
    std::memcpy(resized, memory, std::min(old_bytes, bytes));
  }
  FreeBlock(memory, old_bytes);
  return resized;
}

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
  FreeBlock(entries_, capacity_ * sizeof(Entry));
  FreeBlock(table_, slots() * sizeof(uint32_t));
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

// Binds `key` to another value.
void Map::Replace(Entry& entry, const Value& key, const Value& value) {
  const Value old = entry.value;
  CopySlot(entry.value, value);
  Release(old);
  Release(key);
}

// Returns false if the keys could not stay a run.
inline bool Map::SetInRun(const Value& key, const Value& value) {
  if (key.kind != ValueKind::kInt) return false;
  if (used_ == 0) run_start_ = static_cast<uint64_t>(key.integer);
  if (PositionInRun(key) == used_) {
    if (used_ == room_) Grow();
    Append(key, value);
    return true;
  }
  Entry* const entry = FindInRun(key);
  if (entry != nullptr) Replace(*entry, key, value);
  return entry != nullptr;
}

template <typename Keys>
inline void Map::SetInTable(const Value& key, const Value& value) {
  Route route = Keys::RouteOf(key, *this);
  Place place = Search<Keys>(key, route);
  if (place.entry != nullptr) return Replace(*place.entry, key, value);
  if (used_ == room_) {
    Grow();
    route = Keys::RouteOf(key, *this);
    place = Search<Keys>(key, route);
  }
  Append(key, value);
  *place.slot = route.tag | used_;
}

Map* Map::Remove(Map* map, const Value& key) {
  constexpr uint32_t kFewGaps = 8;
  if (map->Find(key) == nullptr) return map;
  if (!map->IsSoleReference()) map = Copy(map);
  Entry& entry = *map->FindEntry(key);
  const Entry old = entry;
  entry = {Value::Hole(), Value::Hole()};
  --map->size_;
  // A walk over the map must not take longer than its size deserves.
  if (map->used_ - map->size_ > map->size_ + kFewGaps) map->CloseGaps();
  Release(old.key);
  Release(old.value);
  return map;
}

// With its gaps, and room for one more entry. Consumes `map`.
Map* Map::Copy(Map* map) {
  Map* const copy = New();
  if (map->used_ > 0) {
    copy->Reserve(map->used_ + 1);
    std::copy_n(map->entries_, map->used_, copy->entries_);
  }
  if (map->table_ != nullptr) {
    copy->NewTable(map->slots());
    std::copy_n(map->table_, map->slots(), copy->table_);
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
    const size_t grown = size_t{capacity_} + capacity_ / 2 + 2;
    Reserve(std::min(MostEntries(), grown));
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
  entries_ = static_cast<Entry*>(ResizeBlock(
      entries_, capacity_ * sizeof(Entry), capacity * sizeof(Entry)));
  capacity_ = static_cast<uint32_t>(capacity);
  SetRoom();
}

void Map::NewTable(size_t slots) {
  void* const memory = AllocateBlock(slots * sizeof(uint32_t));
  FreeBlock(table_, this->slots() * sizeof(uint32_t));
  table_ = static_cast<uint32_t*>(memory);
  mask_ = static_cast<uint32_t>(slots - 1);
  table_bits_ = static_cast<uint8_t>(std::countr_zero(slots));
  SetRoom();
}

// Moves the entries to the beginning of the array; positions change.
void Map::MoveTogether() {
  if (used_ == size_) return;
  Entry* const end = std::remove_if(
      entries_, entries_ + used_,
      [](const Entry& entry) { return entry.key.kind == ValueKind::kHole; });
  used_ = static_cast<uint32_t>(end - entries_);
  if (capacity_ / 4 > used_ + kFewestSlots) Reserve(capacity_ / 2);
}

void Map::CloseGaps() {
  if (table_ == nullptr) {
    MoveTogether();
    if (used_ == 0) return;
    // A run that gaps at its ends made shorter is still one.
    const Value& first = entries_[0].key;
    if (PositionInRun(entries_[used_ - 1].key) - PositionInRun(first) ==
        used_ - 1) {
      run_start_ = static_cast<uint64_t>(first.integer);
      return;
    }
  }
  MakeTable();
}

// Closes the gaps and makes a table that leaves room for growth by half.
void Map::MakeTable() {
  size_t slots = kFewestSlots;
  while (slots < 2 * size_t{size_}) slots *= 2;
  NewTable(slots);
  MoveTogether();
  for (uint32_t i = 0; i < used_; ++i) {
    const Value& key = entries_[i].key;
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
  for (Entry& entry : mutable_entries()) {
    visit(entry.key);
    visit(entry.value);
  }
}

}  // namespace seq
