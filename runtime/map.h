// Map: keys to values, in the order the keys were first set.
//
// Keys are Ints, Bools and Strings (compared by bytes); keys of different kinds
// are different. An array of entries in insertion order, and beside it an open
// addressing table of positions (as in CPython's dict, R. Hettinger,
// "More compact dictionaries with faster iteration", 2012). A removed entry
// leaves a gap that a rebuild closes before gaps outnumber entries.
//
// Values are immutable to programs. Functions that make a changed map *consume*
// the reference they are given: the sole reference is changed in place, a
// shared map is copied first (O(entries)). The caller owns the result.
//
// Complexity: Find O(1) expected, Set and Remove O(1) expected and amortised,
// a walk over all entries O(size). Memory: 32 bytes an entry and 5 to 11 for
// its place in the table, with room for growth by half.
//
// Thread-safety: as for every Object; in-place changes happen only while the
// caller holds the sole reference. What is put into a map that was marked
// shared is marked too: the mark of a container speaks for its contents.

#ifndef SEQ_RUNTIME_MAP_H_
#define SEQ_RUNTIME_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>

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
  static bool IsKey(const Value& value);

  size_t size() const { return size_; }
  // The value of `key`, or null; owned by the map. REQUIRES: IsKey(key).
  const Value* Find(const Value& key) const;

  // Binds `key` to `value`; takes over both references. A key that is bound
  // already keeps its place. Consumes `map`.
  // REQUIRES: IsKey(key), map->size() < kMaxSize.
  static Map* Set(Map* map, const Value& key, const Value& value);
  // Without `key`, which stays the caller's. Consumes `map`.
  // REQUIRES: IsKey(key).
  static Map* Remove(Map* map, const Value& key);

  // All entries in order, gaps included: skip those whose key is a hole.
  absl::Span<const Entry> entries() const { return {entries_.get(), used_}; }

  // The entries of a map that is about to be forgotten, so that their values
  // can be moved out (and replaced by a plain value). Keys may not be changed.
  // REQUIRES: the caller holds the sole reference.
  absl::Span<Entry> mutable_entries() { return {entries_.get(), used_}; }

  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  struct FreeMemory {
    void operator()(void* memory) const;
  };
  template <typename T>
  using Array = std::unique_ptr<T[], FreeMemory>;

  Map() = default;

  static Map* Copy(Map* map);
  size_t mask() const { return slots_ - 1; }
  size_t Probe(const Value& key, size_t hash) const;
  void Append(const Value& key, const Value& value, size_t hash);
  void Reserve(size_t capacity);
  void NewTable(size_t slots);
  void CloseGaps();
  void Rebuild();

  // Entries up to used_, of which size_ are no gaps.
  Array<Entry> entries_;
  uint32_t capacity_ = 0;
  uint32_t used_ = 0;
  uint32_t size_ = 0;
  // A power of two of slots (or none), at most three quarters of them in use. A
  // slot is 0 if free. Otherwise its low bits, as many as a table of this size
  // needs, are a position in entries_ plus one, and the others are bits of the
  // key's hash, so that different keys are seldom compared.
  uint32_t slots_ = 0;
  Array<uint32_t> table_;
};

// The map of a value. REQUIRES: value.kind == kMap.
inline Map* AsMap(const Value& value) {
  return static_cast<Map*>(value.object);
}

// Takes over the caller's reference.
inline Value MapValue(Map* map) { return Value::Counted(ValueKind::kMap, map); }

}  // namespace seq

#endif  // SEQ_RUNTIME_MAP_H_
