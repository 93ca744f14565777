// Map: keys to values, in the order the keys were first set.
//
// Keys are Ints, Bools and Strings (compared by bytes); keys of different kinds
// are different. An array of entries in insertion order, and beside it an open
// addressing table of positions (as in CPython's dict, R. Hettinger,
// "More compact dictionaries with faster iteration", 2012). A removed entry
// leaves a gap that a rebuild closes before gaps outnumber entries. Decision
// 014 has the figures.
//
// A map whose keys are a *run*, Ints set in ascending order without a break,
// has no table: the key says where the entry is (as in PHP's packed arrays).
// The first key that does not continue the run makes a table, for good.
//
// Strings are hashed with absl::Hash, differently in each process. Nothing
// protects Ints from somebody who chooses them to collide.
//
// Values are immutable to programs. Functions that make a changed map *consume*
// the reference they are given: the sole reference is changed in place, a
// shared map is copied first (O(entries)). The caller owns the result.
//
// Complexity: Find O(1) expected, Set and Remove O(1) expected and amortised,
// a walk over all entries O(size). The end of a map is O(entries) if it ever
// held a counted object, else O(1). Memory: 32 bytes an entry and, unless the
// keys are a run, 5 to 11 for its place in the table, with room for growth by
// half. Arrays of 4 MiB and more are mappings of their own, in huge pages if
// the system has them: they grow without being copied.
//
// Thread-safety: as for every Object; in-place changes happen only while the
// caller holds the sole reference. What is put into a map that was marked
// shared is marked too: the mark of a container speaks for its contents.

#ifndef SEQ_RUNTIME_MAP_H_
#define SEQ_RUNTIME_MAP_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class Map final : public Object {
 public:
  struct Entry {
    Value key;  // a hole where an entry was removed
    Value value;
  };

  // How many entries a map can have.
  static constexpr size_t kMaxSize = size_t{1} << 30;

  // An empty map; the caller owns it.
  static Map* New();

  // Whether `value` can be a key: an Int, a Bool or a String.
  static bool IsKey(const Value& value) {
    return value.kind == ValueKind::kInt || value.kind == ValueKind::kString ||
           value.kind == ValueKind::kBool;
  }

  size_t size() const { return size_; }
  // The value of `key`, or null; owned by the map. REQUIRES: IsKey(key).
  const Value* Find(const Value& key) const {
    const Entry* const entry = FindEntry(key);
    return entry == nullptr ? nullptr : &entry->value;
  }

  // Binds `key` to `value`; takes over both references. A key that is bound
  // already keeps its place. Consumes `map`.
  // REQUIRES: IsKey(key), map->size() < kMaxSize.
  static Map* Set(Map* map, const Value& key, const Value& value) {
    return map->AppendToRun(key, value) ? map : SetAnywhere(map, key, value);
  }
  // Without `key`, which stays the caller's. Consumes `map`.
  // REQUIRES: IsKey(key).
  static Map* Remove(Map* map, const Value& key);

  // All entries in order, gaps included: skip those whose key is a hole.
  absl::Span<const Entry> entries() const { return {entries_, used_}; }

  // The entries of a map that is about to be forgotten, so that their values
  // can be moved out (and replaced by a plain value). Keys may not be changed.
  // REQUIRES: the caller holds the sole reference.
  absl::Span<Entry> mutable_entries() { return {entries_, used_}; }

  // Visits nothing if the map never held a counted object.
  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  // The slots where a key can be: `slot` and every `step`-th from there.
  struct Route {
    size_t slot;
    size_t step;
    uint32_t tag;  // the bits of the hash
  };
  // Where a search ends: at an entry, or at a free slot.
  struct Place {
    Entry* entry;
    uint32_t* slot;
  };
  // How keys of one sort are hashed and compared: Ints and Bools, and Strings.
  struct PlainKeys;
  struct TextKeys;

  Map() = default;
  ~Map() override;

  // The distance of a key from the first one; wraps below it.
  uint64_t PositionInRun(const Value& key) const {
    return static_cast<uint64_t>(key.integer) - run_start_;
  }
  // The entry of a key, or null.
  Entry* FindInRun(const Value& key) const {
    const uint64_t position = PositionInRun(key);
    if (key.kind != ValueKind::kInt || position >= used_) return nullptr;
    Entry& entry = entries_[position];
    return entry.key.kind == ValueKind::kInt ? &entry : nullptr;
  }
  Entry* FindInTable(const Value& key) const;
  Entry* FindEntry(const Value& key) const {
    return table_ == nullptr ? FindInRun(key) : FindInTable(key);
  }
  Entry* FindText(const Value& key) const;
  Entry& EntryAt(uint32_t slot) const { return entries_[(slot & mask_) - 1]; }
  template <typename Keys>
  Place Search(const Value& key, const Route& route) const;
  static Map* SetAnywhere(Map* map, const Value& key, const Value& value);
  bool SetInRun(const Value& key, const Value& value);
  template <typename Keys>
  void SetInTable(const Value& key, const Value& value);
  // REQUIRES: there is room.
  void Append(const Value& key, const Value& value) {
    Entry& entry = entries_[used_];
    CopySlot(entry.key, key);
    CopySlot(entry.value, value);
    ++used_;
    ++size_;
  }
  // The usual case of Set in a loop; returns false if it is not that simple.
  bool AppendToRun(const Value& key, const Value& value) {
    if (table_ != nullptr || PositionInRun(key) != used_ || used_ == room_ ||
        key.kind != ValueKind::kInt || IsCounted(value) || shared() ||
        !IsSoleReference()) {
      return false;
    }
    Append(key, value);
    return true;
  }
  static void Replace(Entry& entry, const Value& key, const Value& value);

  static Map* Copy(Map* map);
  size_t slots() const { return table_ == nullptr ? 0 : size_t{mask_} + 1; }
  size_t MostEntries() const;
  void SetRoom();
  void Grow();
  void Reserve(size_t capacity);
  void NewTable(size_t slots);
  void MoveTogether();
  void CloseGaps();
  void MakeTable();

  // In the padding of the base.
  bool has_objects_ = false;  // whether a key or value was ever counted
  uint8_t table_bits_ = 0;    // the logarithm of the number of slots
  // Entries up to used_, of which size_ are no gaps. There is room for room_.
  uint32_t used_ = 0;
  uint32_t size_ = 0;
  uint32_t room_ = 0;  // the lesser of capacity_ and what the table allows
  uint32_t capacity_ = 0;
  // There is no table while the keys are a run: Ints, each by one greater than
  // the one before (removed ones included), from run_start_ on. The table has a
  // power of two of slots, at most three quarters of them in use. A slot is 0
  // if free. Otherwise the bits of mask_ are a position in entries_ plus one,
  // and the others are bits of the key's hash, so that different keys are
  // seldom compared.
  uint32_t mask_ = 0;
  Entry* entries_ = nullptr;
  uint32_t* table_ = nullptr;
  uint64_t run_start_ = 0;
};

// The map of a value. REQUIRES: value.kind == kMap.
inline Map* AsMap(const Value& value) {
  return static_cast<Map*>(value.object);
}

// Takes over the caller's reference.
inline Value MapValue(Map* map) { return Value::Counted(ValueKind::kMap, map); }

}  // namespace seq

#endif  // SEQ_RUNTIME_MAP_H_
