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
// has neither keys nor a table, just an array of values: position and key tell
// each other (as in PHP's packed arrays). The first key that does not continue
// the run makes entries and a table, for good.
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
// held a counted object, else O(1). Memory: 16 bytes an entry while the keys
// are a run, afterwards 32 and 5 to 11 for its place in the table, with room
// for growth by half, in blocks of runtime/big_blocks.h.
//
// Thread-safety: as for every Object; in-place changes happen only while the
// caller holds the sole reference. What is put into a map that was marked
// shared is marked too: the mark of a container speaks for its contents.

#ifndef SEQ_RUNTIME_MAP_H_
#define SEQ_RUNTIME_MAP_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class Map final : public Object {
 public:
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
    if (table_ == nullptr) return FindInRun(key);
    const Entry* const entry = FindInTable(key);
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

  // --- Walks over the entries in order, which have ascending positions:
  //   for (size_t at = map.NextEntry(0); at < map.positions();
  //        at = map.NextEntry(at + 1)) ...
  // A position is valid until the map is changed. ----------------------------

  // One more than the last position.
  size_t positions() const { return used_; }
  // The first position from `position` on that has an entry, or positions().
  size_t NextEntry(size_t position) const {
    while (position < used_ && ValueAt(position).kind == ValueKind::kHole) {
      ++position;
    }
    return position;
  }
  // What is there; the key and the value belong to the map.
  Value KeyAt(size_t position) const {
    if (table_ == nullptr) return KeyInRun(position);
    Value key;
    CopySlot(key, entries()[position].key);
    return key;
  }
  const Value& ValueAt(size_t position) const {
    return table_ == nullptr ? values()[position] : entries()[position].value;
  }
  // The same, so that it can be moved out (and replaced by a plain value) of a
  // map that is about to be forgotten. REQUIRES: who changes it holds the sole
  // reference.
  Value& MutableValueAt(size_t position) {
    return const_cast<Value&>(ValueAt(position));
  }

  // Visits nothing if the map never held a counted object.
  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  // Where a key was removed, both are holes.
  struct Entry {
    Value key;
    Value value;
  };
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

  Value* values() const { return static_cast<Value*>(array_); }
  Entry* entries() const { return static_cast<Entry*>(array_); }

  // The distance of a key from the first one; wraps below it.
  uint64_t PositionInRun(const Value& key) const {
    return static_cast<uint64_t>(key.integer) - run_start_;
  }
  Value KeyInRun(size_t position) const {
    return Value::Int(static_cast<int64_t>(run_start_ + position));
  }
  Value* FindInRun(const Value& key) const {
    const uint64_t position = PositionInRun(key);
    if (key.kind != ValueKind::kInt || position >= used_) return nullptr;
    Value& value = values()[position];
    return value.kind != ValueKind::kHole ? &value : nullptr;
  }
  Entry* FindInTable(const Value& key) const;
  Entry* FindText(const Value& key) const;
  Entry& EntryAt(uint32_t slot) const { return entries()[(slot & mask_) - 1]; }
  template <typename Keys>
  Place Search(const Value& key, const Route& route) const;
  static Map* SetAnywhere(Map* map, const Value& key, const Value& value);
  bool SetInRun(const Value& key, const Value& value);
  template <typename Keys>
  void SetInTable(const Value& key, const Value& value);
  // REQUIRES: there is room.
  void AppendValue(const Value& value) {
    CopySlot(values()[used_], value);
    ++used_;
    ++size_;
  }
  // The usual case of Set in a loop; returns false if it is not that simple.
  bool AppendToRun(const Value& key, const Value& value) {
    if (table_ != nullptr || PositionInRun(key) != used_ || used_ == room_ ||
        key.kind != ValueKind::kInt || !IsPlain(value) || shared() ||
        !IsSoleReference()) {
      return false;
    }
    AppendValue(value);
    return true;
  }
  static void Replace(Value& old, const Value& key, const Value& value);

  static Map* Copy(Map* map);
  size_t slots() const { return table_ == nullptr ? 0 : size_t{mask_} + 1; }
  size_t ArrayBytes(size_t capacity) const {
    return capacity * (table_ == nullptr ? sizeof(Value) : sizeof(Entry));
  }
  size_t MostEntries() const;
  void SetRoom();
  void Grow();
  void Reserve(size_t capacity);
  void GiveBackRoom();
  void NewTable(size_t slots);
  bool ShortenRun();
  void CloseGaps();
  void StoreKeys(size_t slots);
  void CloseGapsOfEntries();
  void MakeTable();

  // In the padding of the base.
  bool has_objects_ = false;  // whether a key or value was ever counted
  uint8_t table_bits_ = 0;    // the logarithm of the number of slots
  // Positions below used_, of which size_ are no gaps. There is room for room_.
  uint32_t used_ = 0;
  uint32_t size_ = 0;
  uint32_t room_ = 0;  // the lesser of capacity_ and what the table allows
  uint32_t capacity_ = 0;
  // There is no table while the keys are a run: Ints, each by one greater than
  // the one before (removed ones included), from run_start_ on. The array has
  // values then, else entries. The table has a power of two of slots, at most
  // three quarters of them in use. A slot is 0 if free. Otherwise the bits of
  // mask_ are a position in the array plus one, and the others are bits of the
  // key's hash, so that different keys are seldom compared.
  uint32_t mask_ = 0;
  void* array_ = nullptr;
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
