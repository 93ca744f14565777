#include "stdlib/map_words.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/call.h"
#include "runtime/map.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/map_slot_words.h"
#include "stdlib/private_calls.h"

namespace seq {
namespace {

// --- Operands ----------------------------------------------------------------

// Fails unless the deepest of the word's `count` operands is a map.
void RequireMap(const Node* node, Value* sp, Strand* strand, size_t count,
                absl::string_view expected) {
  if (sp[-static_cast<ptrdiff_t>(count)].kind != ValueKind::kMap) {
    FailOperands(node, sp, strand, count, expected);
  }
}

// Out of line: building the message takes room on the native stack that words
// should not set aside each time.
[[noreturn, gnu::noinline, gnu::cold]] void FailMapAndKey(
    const Node* node, Value* sp, Strand* strand, size_t count,
    absl::string_view expected) {
  RequireMap(node, sp, strand, count, expected);
  const Value& key = sp[1 - static_cast<ptrdiff_t>(count)];
  FailWord(node, sp, strand,
           absl::StrCat("key must be Int, String, or Bool, got ",
                        DescribeValue(key)));
}

// Fails unless the deepest operands are a map and a key.
inline void RequireMapAndKey(const Node* node, Value* sp, Strand* strand,
                             size_t count, absl::string_view expected) {
  const Value* const operands = sp - count;
  if (operands[0].kind != ValueKind::kMap || !Map::IsKey(operands[1])) {
    FailMapAndKey(node, sp, strand, count, expected);
  }
}

void RequireMapAndQuotation(const Node* node, Value* sp, Strand* strand,
                            size_t count) {
  constexpr absl::string_view kExpected = "a map below a Quotation or Closure";
  RequireMap(node, sp, strand, count, kExpected);
  if (!IsCallable(sp[-1])) FailOperands(node, sp, strand, count, kExpected);
}

// Replaces the map on top by `result`.
Value* ReplaceMap(Value* sp, const Value& result) {
  const Value map = sp[-1];
  sp[-1] = result;
  Release(map);
  return sp;
}

// --- Words without a quotation -----------------------------------------------

Value* MapMake(const Node*, Value* sp, Strand*) {
  *sp++ = MapValue(Map::New());
  return sp;
}

Value* MapGetNode(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndKey(node, sp, strand, 2, "a map below a key");
  Map* const map = AsMap(sp[-2]);
  const Value* const found = map->Find(sp[-1]);
  Release(sp[-1]);
  if (found != nullptr) {
    Retain(*found);
    CopySlot(sp[-2], *found);
  } else {
    CopySlot(sp[-2], Value::Int(0));
  }
  CopySlot(sp[-1], Value::Bool(found != nullptr));
  map->DropReference();
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* MapHasNode(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndKey(node, sp, strand, 2, "a map below a key");
  Map* const map = AsMap(sp[-2]);
  const bool found = map->Find(sp[-1]) != nullptr;
  Release(sp[-1]);
  CopySlot(sp[-2], Value::Bool(found));
  map->DropReference();
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

Value* MapSetNode(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndKey(node, sp, strand, 3, "a map below a key and a value");
  Map* const map = AsMap(sp[-3]);
  if (map->size() == Map::kMaxSize) {
    FailWord(node, sp, strand, "the map is full");
  }
  sp[-3].object = Map::Set(map, sp[-2], sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp - 2, strand);
}

Value* MapRemove(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndKey(node, sp, strand, 2, "a map below a key");
  sp[-2] = MapValue(Map::Remove(AsMap(sp[-2]), sp[-1]));
  Release(*--sp);
  return sp;
}

// Replaces the map on top by a list of what `part` finds at its positions.
template <typename Part>
Value* ReplaceByList(Value* sp, Part part) {
  const Map& map = *AsMap(sp[-1]);
  Variant* const list = Variant::NewList(map.size());
  for (size_t at = map.NextEntry(0); at < map.positions();
       at = map.NextEntry(at + 1)) {
    const Value& item = part(map, at);
    Retain(item);
    Variant::AppendAtOnce(list, item);  // there is room
  }
  return ReplaceMap(sp, VariantValue(list));
}

Value* MapKeys(const Node* node, Value* sp, Strand* strand) {
  RequireMap(node, sp, strand, 1, "a map");
  return ReplaceByList(sp,
                       [](const Map& map, size_t at) { return map.KeyAt(at); });
}

Value* MapValues(const Node* node, Value* sp, Strand* strand) {
  RequireMap(node, sp, strand, 1, "a map");
  return ReplaceByList(sp, [](const Map& map, size_t at) -> const Value& {
    return map.ValueAt(at);
  });
}

Value* MapSize(const Node* node, Value* sp, Strand* strand) {
  RequireMap(node, sp, strand, 1, "a map");
  const size_t size = AsMap(sp[-1])->size();
  return ReplaceMap(sp, Value::Int(static_cast<int64_t>(size)));
}

Value* MapEmpty(const Node* node, Value* sp, Strand* strand) {
  RequireMap(node, sp, strand, 1, "a map");
  return ReplaceMap(sp, Value::Bool(AsMap(sp[-1])->size() == 0));
}

// --- Words with a quotation --------------------------------------------------

// A walk over the entries of a map that a word holds while it runs a quotation.
class EntryWalk {
 public:
  // Takes over the reference to `map`.
  EntryWalk(Strand* strand, const Value& map)
      : map_(strand, map), sole_(map.object->IsSoleReference()) {}

  // Pushes key and value of the next entry; returns false after the last one.
  // If nobody else holds the map, values are moved out of it, so that the
  // quotation can change them in place.
  bool PushNext(Value*& top) {
    Map& map = *AsMap(*map_);
    next_ = map.NextEntry(next_);
    if (next_ == map.positions()) return false;
    const Value key = map.KeyAt(next_);
    Retain(key);
    CopySlot(*top++, key);
    Value& value = map.MutableValueAt(next_++);
    CopySlot(*top++, value);
    if (sole_) {
      CopySlot(value, Value::Int(0));
    } else {
      Retain(value);
    }
    return true;
  }

 private:
  const HeldValue map_;
  const bool sole_;
  size_t next_ = 0;
};

Value* MapEach(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndQuotation(node, sp, strand, 2);
  sp -= 2;
  EntryWalk entries(strand, sp[0]);
  const PrivateCalls calls(sp[1], node, sp, strand);
  for (;;) {
    Value* top = calls.base();
    if (!entries.PushNext(top)) return sp;
    calls.Discard(calls.Run(top));
  }
}

// The accumulator is moved into each call, so that the quotation can change it
// in place.
Value Fold(const Value* operands, const Node* node, Value* sp, Strand* strand) {
  EntryWalk entries(strand, operands[0]);
  Value accumulator = operands[1];
  const PrivateCalls calls(operands[2], node, sp, strand);
  for (;;) {
    Value* top = calls.base();
    *top++ = accumulator;
    if (!entries.PushNext(top)) return accumulator;
    accumulator = calls.TakeResult(calls.Run(top));
  }
}

Value* MapFold(const Node* node, Value* sp, Strand* strand) {
  RequireMapAndQuotation(node, sp, strand, 3);
  sp -= 3;
  *sp = Fold(sp, node, sp, strand);
  return sp + 1;
}

constexpr WordRow kRows[] = {
    {.name = "map.make",
     .effect = "( ..a -- ..a M )",
     .doc = "Pushes an empty map.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapMake>},
    {.name = "map.get",
     .effect = "( ..a M K -- ..a V Bool )",
     .doc = "Replaces a map and a key by the key's value and true, or by 0 and "
            "false if the map does not have it.",
     .failure = "Fails if the key is not an Int, a String or a Bool.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = MapGetNode,
     .on_slots = {.run = MapGetBorrowing,
                  .run_without_bool = MapGetBorrowingWithoutTrue}},
    {.name = "map.set",
     .effect = "( ..a M K V -- ..a N )",
     .doc =
         "Binds the key below the top to the value on top, replacing what it "
         "was bound to.",
     .failure = "Fails if the key is not an Int, a String or a Bool.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = MapSetNode,
     .on_slots = {.run = MapSetOnSlots, .changes = true}},
    {.name = "map.has?",
     .effect = "( ..a M K -- ..a Bool )",
     .doc = "Tells whether a map has a key.",
     .failure = "Fails if the key is not an Int, a String or a Bool.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = MapHasNode},
    {.name = "map.remove",
     .effect = "( ..a M K -- ..a N )",
     .doc = "Removes a key, if it is there, from a map.",
     .failure = "Fails if the key is not an Int, a String or a Bool.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapRemove>},
    {.name = "map.keys",
     .effect = "( ..a M -- ..a V )",
     .doc = "Replaces a map by a list of its keys, in the order in which they "
            "were first set.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapKeys>},
    {.name = "map.values",
     .effect = "( ..a M -- ..a V )",
     .doc = "Replaces a map by a list of its values, in the order of the keys.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapValues>},
    {.name = "map.size",
     .effect = "( ..a M -- ..a Int )",
     .doc = "Replaces a map by the number of its entries.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapSize>},
    {.name = "map.empty?",
     .effect = "( ..a M -- ..a Bool )",
     .doc = "Tells whether a map has no entries.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapEmpty>},
    {.name = "map.each",
     .effect = "( ..a M [ ..b K V -- ..b ] -- ..a )",
     .doc = "Runs the quotation with key and value of each entry on a stack of "
            "its own and forgets what it leaves.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapEach>},
    {.name = "map.fold",
     .effect = "( ..a M A [ ..b A K V -- ..b A ] -- ..a A )",
     .doc = "Runs the quotation with the accumulator and key and value of each "
            "entry on a stack of its own, the result being the next "
            "accumulator, and pushes the last one.",
     .failure = "Fails if the quotation leaves nothing.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MapFold>},
};

}  // namespace

absl::Span<const WordRow> MapWords() { return kRows; }

}  // namespace seq
