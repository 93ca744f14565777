// Map: keys to values, in the order the keys were first set.
//
// Keys are Ints, Bools and Strings (compared by bytes); keys of different kinds
// are different. A vector of entries in insertion order, and beside it an open
// addressing table of positions (as in CPython's dict, R. Hettinger,
// "More compact dictionaries with faster iteration", 2012). A removed entry
// leaves a gap that the next rebuild closes.
//
// Values are immutable to programs. Functions that make a changed map *consume*
// the reference they are given: the sole reference is changed in place, a shared
// map is copied first (O(entries)). The caller owns the result.
//
// Complexity: Find, Set and Remove O(1) expected. Memory: 32 bytes an entry and
// 4 to 8 for its place in the table, with room for growth by half.
//
// Thread-safety: as for every Object; in-place changes happen only while the
// caller holds the sole reference.

#ifndef SEQ_RUNTIME_MAP_H_
#define SEQ_RUNTIME_MAP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class Map final : public Object {
 public:
  struct Entry {
    Value key;  // a hole where an entry was removed
    Value value;
  };

  // An empty map; the caller owns it.
  static Map* New();

  // Whether `value` can be a key: an Int, a Bool or a String.
  static bool IsKey(const Value& value);

  size_t size() const { return size_; }
  // The value of `key`, or null; owned by the map. REQUIRES: IsKey(key).
  const Value* Find(const Value& key) const;

  // Binds `key` to `value`; takes over both references. Consumes `map`.
  // REQUIRES: IsKey(key).
  static Map* Set(Map* map, const Value& key, const Value& value);
  // Without `key`, which stays the caller's. Consumes `map`.
  static Map* Remove(Map* map, const Value& key);

  // All entries in order, gaps included: skip those whose key is a hole.
  const std::vector<Entry>& entries() const { return entries_; }

  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  Map() = default;

  static Map* Unshare(Map* map);
  size_t Slot(const Value& key) const;
  void Rebuild();

  std::vector<Entry> entries_;
  // Positions in entries_ plus one; 0 is free. A power of two of them.
  std::vector<uint32_t> table_;
  size_t size_ = 0;
};

// The map of a value. REQUIRES: value.kind == kMap.
inline Map* AsMap(const Value& value) {
  return static_cast<Map*>(value.object);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_MAP_H_
