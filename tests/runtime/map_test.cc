#include "runtime/map.h"

#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

// Words on a temporary key.
const Value* Find(const Map& map, Value key) {
  const Value* const found = map.Find(key);
  Release(key);
  return found;
}
int64_t IntAt(const Map& map, Value key) {
  const Value* const found = Find(map, key);
  return found == nullptr ? -1 : found->integer;
}
Map* Remove(Map* map, Value key) {
  map = Map::Remove(map, key);
  Release(key);
  return map;
}

// The entries whose keys and values are Ints, in order.
std::vector<std::pair<int64_t, int64_t>> Entries(const Map& map) {
  std::vector<std::pair<int64_t, int64_t>> entries;
  for (size_t at = map.NextEntry(0); at < map.positions();
       at = map.NextEntry(at + 1)) {
    entries.emplace_back(map.KeyAt(at).integer, map.ValueAt(at).integer);
  }
  return entries;
}

Map* MapOf(const std::vector<std::pair<int64_t, int64_t>>& entries) {
  Map* map = Map::New();
  for (const auto& [key, value] : entries) {
    map = Map::Set(map, Value::Int(key), Value::Int(value));
  }
  return map;
}

TEST(MapTest, KeysOfDifferentKindsAreDifferent) {
  Map* map = Map::New();
  EXPECT_EQ(Find(*map, Value::Int(1)), nullptr);
  map = Map::Set(map, Value::Int(1), Value::Int(10));
  map = Map::Set(map, Value::Bool(true), Value::Int(20));
  map = Map::Set(map, MakeString("1"), Value::Int(30));
  map = Map::Set(map, MakeString(""), Value::Int(40));
  map = Map::Set(map, MakeString(std::string("1\0", 2)), Value::Int(50));
  EXPECT_EQ(map->size(), 5);
  EXPECT_EQ(IntAt(*map, Value::Int(1)), 10);
  EXPECT_EQ(IntAt(*map, Value::Bool(true)), 20);
  EXPECT_EQ(IntAt(*map, MakeString("1")), 30);
  EXPECT_EQ(IntAt(*map, MakeString("")), 40);
  EXPECT_EQ(IntAt(*map, MakeString(std::string("1\0", 2))), 50);
  EXPECT_EQ(Find(*map, Value::Bool(false)), nullptr);
  EXPECT_EQ(Find(*map, MakeString("2")), nullptr);
  map->DropReference();
}

TEST(MapTest, OnlyIntsStringsAndBoolsAreKeys) {
  const Value text = MakeString("a");
  EXPECT_TRUE(Map::IsKey(Value::Int(0)));
  EXPECT_TRUE(Map::IsKey(Value::Bool(false)));
  EXPECT_TRUE(Map::IsKey(text));
  EXPECT_FALSE(Map::IsKey(Value::Float(1)));
  EXPECT_FALSE(Map::IsKey(Value::Hole()));
  const Value map = MapValue(Map::New());
  EXPECT_FALSE(Map::IsKey(map));
  Release(map);
  Release(text);
}

TEST(MapTest, OrderIsThatOfTheFirstSetting) {
  Map* map = MapOf({{5, 1}, {-3, 2}, {9, 3}, {5, 4}});
  EXPECT_EQ(Entries(*map), (std::vector<std::pair<int64_t, int64_t>>{
                               {5, 4}, {-3, 2}, {9, 3}}));
  map = Remove(map, Value::Int(5));
  map = Map::Set(map, Value::Int(5), Value::Int(6));
  EXPECT_EQ(Entries(*map), (std::vector<std::pair<int64_t, int64_t>>{
                               {-3, 2}, {9, 3}, {5, 6}}));
  map->DropReference();
}

TEST(MapTest, ChangesLeaveOtherReferencesAlone) {
  Map* const map = MapOf({{1, 10}, {2, 20}});
  map->AddReference();
  Map* const more = Map::Set(map, Value::Int(3), Value::Int(30));
  map->AddReference();
  Map* const other = Map::Set(map, Value::Int(1), Value::Int(11));
  map->AddReference();
  Map* const fewer = Remove(map, Value::Int(1));
  map->AddReference();
  Map* const same = Remove(map, Value::Int(9));
  EXPECT_EQ(same, map);
  map->DropReference();
  using Pairs = std::vector<std::pair<int64_t, int64_t>>;
  EXPECT_EQ(Entries(*map), (Pairs{{1, 10}, {2, 20}}));
  EXPECT_EQ(Entries(*more), (Pairs{{1, 10}, {2, 20}, {3, 30}}));
  EXPECT_EQ(Entries(*other), (Pairs{{1, 11}, {2, 20}}));
  EXPECT_EQ(Entries(*fewer), (Pairs{{2, 20}}));
  for (Map* made : {map, more, other, fewer}) {
    EXPECT_TRUE(made->IsSoleReference());
    made->DropReference();
  }
}

TEST(MapTest, TheSoleReferenceIsChangedInPlace) {
  Map* const map = MapOf({{1, 10}});
  EXPECT_EQ(Map::Set(map, Value::Int(2), Value::Int(20)), map);
  EXPECT_EQ(Map::Set(map, Value::Int(1), Value::Int(30)), map);
  EXPECT_EQ(Remove(map, Value::Int(2)), map);
  EXPECT_EQ(map->size(), 1);
  map->DropReference();
}

TEST(MapTest, WhatIsReplacedOrRemovedIsReleased) {
  std::atomic<int> destroyed{0};
  Map* map = Map::New();
  const Value key = MakeString("key");
  Retain(key);
  map = Map::Set(map, key, MakeProbe(&destroyed));
  Retain(key);
  map = Map::Set(map, key, MakeProbe(&destroyed));
  EXPECT_EQ(destroyed, 1);
  map = Map::Remove(map, key);
  EXPECT_EQ(destroyed, 2);
  EXPECT_TRUE(key.object->IsSoleReference());
  map = Map::Set(map, key, MakeProbe(&destroyed));
  map->DropReference();
  EXPECT_EQ(destroyed, 3);
}

// Against a plain vector of pairs.
TEST(MapTest, BehavesLikeAListOfPairs) {
  std::mt19937 random(3);
  std::vector<std::pair<int64_t, int64_t>> expected;
  Map* map = Map::New();
  const auto place = [&expected](int64_t key) {
    auto at = expected.begin();
    while (at != expected.end() && at->first != key) ++at;
    return at;
  };
  for (int64_t step = 0; step < 30'000; ++step) {
    // Phases that mostly add and phases that mostly remove.
    const int64_t key = static_cast<int64_t>(random() % 300);
    const bool add = random() % 10 < (step / 3000 % 2 == 0 ? 8u : 2u);
    if (random() % 64 == 0) {
      map->AddReference();
      Map* const old = map;
      map = Map::Set(map, Value::Int(-1), Value::Int(0));
      map = Remove(map, Value::Int(-1));
      old->DropReference();
    }
    const auto at = place(key);
    if (add) {
      map = Map::Set(map, Value::Int(key), Value::Int(step));
      if (at != expected.end()) {
        at->second = step;
      } else {
        expected.emplace_back(key, step);
      }
    } else {
      map = Remove(map, Value::Int(key));
      if (at != expected.end()) expected.erase(at);
    }
    ASSERT_EQ(map->size(), expected.size());
    if (step % 100 == 0) {
      ASSERT_EQ(Entries(*map), expected);
    }
    // A walk takes time in proportion to the size.
    ASSERT_LE(map->positions(), 2 * map->size() + 8);
  }
  map->DropReference();
}

// --- Runs: keys that need no table -------------------------------------------

using Pairs = std::vector<std::pair<int64_t, int64_t>>;

TEST(MapTest, ARunThatBreaksKeepsItsOrder) {
  Map* map = MapOf({{7, 70}, {8, 80}, {9, 90}});
  EXPECT_EQ(Find(*map, Value::Int(6)), nullptr);
  EXPECT_EQ(Find(*map, Value::Int(10)), nullptr);
  EXPECT_EQ(Find(*map, MakeString("7")), nullptr);
  EXPECT_EQ(IntAt(*map, Value::Int(9)), 90);
  map = Map::Set(map, Value::Int(8), Value::Int(81));
  map = Map::Set(map, Value::Int(6), Value::Int(60));
  map = Map::Set(map, Value::Int(10), Value::Int(100));
  EXPECT_EQ(Entries(*map),
            (Pairs{{7, 70}, {8, 81}, {9, 90}, {6, 60}, {10, 100}}));
  EXPECT_EQ(IntAt(*map, Value::Int(6)), 60);
  map->DropReference();
}

TEST(MapTest, AKeyRemovedFromARunIsSetAtTheEnd) {
  Map* map = MapOf({{1, 10}, {2, 20}, {3, 30}});
  map = Remove(map, Value::Int(2));
  EXPECT_EQ(Find(*map, Value::Int(2)), nullptr);
  map = Map::Set(map, Value::Int(2), Value::Int(21));
  map = Map::Set(map, Value::Int(4), Value::Int(40));
  EXPECT_EQ(Entries(*map), (Pairs{{1, 10}, {3, 30}, {2, 21}, {4, 40}}));
  map->DropReference();
}

TEST(MapTest, ARunGoesOnWhereTheLargestIntEnds) {
  Map* map = MapOf({{INT64_MAX, 1}, {INT64_MIN, 2}, {INT64_MIN + 1, 3}});
  EXPECT_EQ(IntAt(*map, Value::Int(INT64_MAX)), 1);
  EXPECT_EQ(IntAt(*map, Value::Int(INT64_MIN)), 2);
  EXPECT_EQ(IntAt(*map, Value::Int(INT64_MIN + 1)), 3);
  EXPECT_EQ(Find(*map, Value::Int(0)), nullptr);
  map->DropReference();
}

TEST(MapTest, ARunGoesOnThroughZero) {
  Map* map = MapOf({{-2, 1}, {-1, 2}, {0, 3}, {1, 4}});
  EXPECT_EQ(Entries(*map), (Pairs{{-2, 1}, {-1, 2}, {0, 3}, {1, 4}}));
  EXPECT_EQ(IntAt(*map, Value::Int(-2)), 1);
  EXPECT_EQ(IntAt(*map, Value::Int(1)), 4);
  EXPECT_EQ(Find(*map, Value::Int(-3)), nullptr);
  EXPECT_EQ(Find(*map, Value::Int(2)), nullptr);
  EXPECT_EQ(Find(*map, Value::Bool(true)), nullptr);
  map->DropReference();
}

// Where the Ints of the current edition, of 63 bits, wrap to the smallest.
TEST(MapTest, ARunBreaksWhereIntsOfTheCurrentEditionWrap) {
  constexpr int64_t kLargest = INT64_MAX / 2;
  const int64_t next = WrapInt(static_cast<uint64_t>(kLargest) + 1);
  Map* map = MapOf({{kLargest - 1, 1}, {kLargest, 2}, {next, 3}});
  EXPECT_EQ(Entries(*map),
            (Pairs{{kLargest - 1, 1}, {kLargest, 2}, {INT64_MIN / 2, 3}}));
  EXPECT_EQ(IntAt(*map, Value::Int(kLargest)), 2);
  EXPECT_EQ(IntAt(*map, Value::Int(next)), 3);
  map->DropReference();
}

// The run goes on behind the gap, and then breaks.
TEST(MapTest, ARunWithGapsBecomesATable) {
  Map* map = MapOf({{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}});
  for (const int64_t key : {1, 3, 5}) map = Remove(map, Value::Int(key));
  map = Map::Set(map, Value::Int(6), Value::Int(60));
  EXPECT_EQ(Entries(*map), (Pairs{{2, 20}, {4, 40}, {6, 60}}));
  map = Map::Set(map, MakeString("1"), Value::Int(7));
  map = Remove(map, MakeString("1"));
  map = Map::Set(map, Value::Int(3), Value::Int(31));
  EXPECT_EQ(Entries(*map), (Pairs{{2, 20}, {4, 40}, {6, 60}, {3, 31}}));
  EXPECT_EQ(map->size(), 4);
  EXPECT_EQ(Find(*map, Value::Int(1)), nullptr);
  EXPECT_EQ(Find(*map, Value::Int(5)), nullptr);
  EXPECT_EQ(IntAt(*map, Value::Int(6)), 60);
  map->DropReference();
}

TEST(MapTest, AnEmptiedRunBeginsAnywhere) {
  for (const Value& next : {Value::Int(1), Value::Int(3), Value::Int(-7),
                            Value::Bool(true), MakeString("next")}) {
    Map* map = MapOf({{1, 10}, {2, 20}});
    map = Remove(map, Value::Int(2));
    map = Remove(map, Value::Int(1));
    EXPECT_EQ(map->size(), 0);
    EXPECT_EQ(map->NextEntry(0), map->positions());
    map = Map::Set(map, next, Value::Int(5));
    const Value* const found = map->Find(next);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->integer, 5);
    EXPECT_EQ(map->size(), 1);
    map->DropReference();
  }
}

// What is removed at the ends does not end the run, whatever the order.
TEST(MapTest, ARunShrinksFromBothEnds) {
  constexpr int64_t kEntries = 1000;
  for (const int64_t left : {0, 1, 2, 100}) {
    Pairs expected;
    for (int64_t i = 0; i < kEntries; ++i) expected.emplace_back(i, i);
    Map* map = MapOf(expected);
    while (map->size() > static_cast<size_t>(left)) {
      const bool front = map->size() % 2 == 0;
      const Value key =
          Value::Int(front ? expected.front().first : expected.back().first);
      expected.erase(front ? expected.begin() : expected.end() - 1);
      map = Map::Remove(map, key);
      ASSERT_EQ(map->Find(key), nullptr);
      ASSERT_LE(map->positions(), 2 * map->size() + 8);
    }
    EXPECT_EQ(Entries(*map), expected);
    for (const int64_t key : {kEntries, int64_t{-5}}) {
      map = Map::Set(map, Value::Int(key), Value::Int(7));
      expected.emplace_back(key, 7);
      EXPECT_EQ(Entries(*map), expected);
      EXPECT_EQ(IntAt(*map, Value::Int(key)), 7);
    }
    map->DropReference();
  }
}

// Values that are counted, from the run to the table.
TEST(MapTest, ARunHoldsItsValuesAndLetsThemGo) {
  constexpr int kEntries = 100;
  std::atomic<int> destroyed{0};
  for (const bool breaks : {false, true}) {
    destroyed = 0;
    Map* map = Map::New();
    for (int i = 0; i < kEntries; ++i) {
      map = Map::Set(map, Value::Int(i), MakeProbe(&destroyed));
    }
    map = Map::Set(map, Value::Int(50), MakeProbe(&destroyed));
    EXPECT_EQ(destroyed, 1);
    map->AddReference();
    Map* const copy = Remove(map, Value::Int(20));
    EXPECT_EQ(destroyed, 1);
    map = Remove(map, Value::Int(10));
    EXPECT_EQ(destroyed, 1);  // the copy has it
    if (breaks) {
      map = Map::Set(map, MakeString("key"), MakeProbe(&destroyed));
    }
    copy->DropReference();
    EXPECT_EQ(destroyed, 2);
    map = Remove(map, Value::Int(11));
    EXPECT_EQ(destroyed, 3);
    map->DropReference();
    EXPECT_EQ(destroyed, kEntries + (breaks ? 2 : 1));
  }
}

TEST(MapTest, ACopyOfARunGoesOnByItself) {
  Map* const map = Remove(MapOf({{5, 1}, {6, 2}, {7, 3}}), Value::Int(6));
  map->AddReference();
  Map* longer = Map::Set(map, Value::Int(8), Value::Int(4));
  longer = Map::Set(longer, Value::Int(9), Value::Int(5));
  map->AddReference();
  Map* broken = Map::Set(map, Value::Int(6), Value::Int(6));
  EXPECT_EQ(Entries(*map), (Pairs{{5, 1}, {7, 3}}));
  EXPECT_EQ(Entries(*longer), (Pairs{{5, 1}, {7, 3}, {8, 4}, {9, 5}}));
  EXPECT_EQ(Entries(*broken), (Pairs{{5, 1}, {7, 3}, {6, 6}}));
  for (Map* made : {map, longer, broken}) {
    EXPECT_TRUE(made->IsSoleReference());
    made->DropReference();
  }
}

TEST(MapTest, ValuesAreMovedOutOfBothForms) {
  for (const bool breaks : {false, true}) {
    std::atomic<int> destroyed{0};
    Map* map = Map::New();
    for (const int64_t key : {3, 4, 5}) {
      map = Map::Set(map, Value::Int(key), MakeProbe(&destroyed));
    }
    map = Remove(map, Value::Int(4));
    if (breaks) map = Map::Set(map, Value::Int(9), Value::Int(0));
    EXPECT_EQ(destroyed, 1);
    const Value moved = map->ValueAt(map->NextEntry(0));
    map->MutableValueAt(map->NextEntry(0)) = Value::Int(0);
    map->DropReference();
    EXPECT_EQ(destroyed, 2);
    Release(moved);
    EXPECT_EQ(destroyed, 3);
  }
}

// Keys are added at one end and removed at the other.
TEST(MapTest, AQueueStaysSmall) {
  Map* map = Map::New();
  for (int64_t i = 0; i < 10'000; ++i) {
    map = Map::Set(map, Value::Int(i), Value::Int(i));
    if (i >= 10) map = Remove(map, Value::Int(i - 10));
    ASSERT_LE(map->positions(), 28);
    ASSERT_EQ(IntAt(*map, Value::Int(i)), i);
  }
  EXPECT_EQ(map->size(), 10);
  map->DropReference();
}

// --- Size --------------------------------------------------------------------

// A few hundred thousand keys of different patterns: arrays this large are
// mappings of their own.
TEST(MapTest, LargeMapsGrowAreCopiedAndShrink) {
  constexpr int64_t kEntries = 300'000;
  const auto key = [](int64_t i, int pattern) {
    if (pattern == 0) return i;                            // a run
    if (pattern == 1) return (i / 1000) << 32 | i % 1000;  // runs far apart
    return i * 0x10001;
  };
  for (int pattern = 0; pattern < 3; ++pattern) {
    Map* map = Map::New();
    for (int64_t i = 0; i < kEntries; ++i) {
      map = Map::Set(map, Value::Int(key(i, pattern)), Value::Int(i));
    }
    map->AddReference();
    Map* const before = map;
    for (int64_t i = 0; i < kEntries; ++i) {
      const Value removed = Value::Int(key(i, pattern));
      ASSERT_EQ(IntAt(*map, removed), i);
      map = Map::Remove(map, removed);
      ASSERT_EQ(map->Find(removed), nullptr);
      ASSERT_EQ(IntAt(*before, removed), i);
    }
    EXPECT_EQ(map->size(), 0);
    EXPECT_EQ(before->size(), kEntries);
    map->DropReference();
    before->DropReference();
  }
}

TEST(MapTest, HoldsManyStringsAndLetsThemGo) {
  constexpr int kEntries = 100'000;
  Map* map = Map::New();
  for (int i = 0; i < kEntries; ++i) {
    map = Map::Set(map, MakeString(absl::StrCat("key", i)), Value::Int(i));
  }
  for (int i = 0; i < kEntries; ++i) {
    ASSERT_EQ(IntAt(*map, MakeString(absl::StrCat("key", i))), i);
  }
  for (int i = 0; i < kEntries; ++i) {
    map = Remove(map, MakeString(absl::StrCat("key", i)));
  }
  EXPECT_EQ(map->size(), 0);
  EXPECT_LE(map->positions(), 8);
  map->DropReference();
}

TEST(MapTest, WhatIsPutIntoAMarkedMapIsMarked) {
  const Value first = MakeString("first");
  Map* map = Map::Set(Map::New(), first, Value::Int(1));
  MarkShared(MapValue(map));
  EXPECT_TRUE(first.object->shared());
  const Value key = MakeString("key");
  const Value value = MakeString("value");
  map = Map::Set(map, key, value);
  EXPECT_TRUE(key.object->shared());
  EXPECT_TRUE(value.object->shared());
  map->AddReference();
  Map* const copy = Map::Set(map, Value::Int(1), Value::Int(1));
  EXPECT_FALSE(copy->shared());
  copy->DropReference();
  map->DropReference();
}

TEST(MapTest, WhatIsPutIntoAMarkedRunIsMarked) {
  const Value first = MakeString("first");
  Map* map = Map::Set(Map::New(), Value::Int(1), first);
  MarkShared(MapValue(map));
  EXPECT_TRUE(first.object->shared());
  const Value second = MakeString("second");
  map = Map::Set(map, Value::Int(2), second);
  EXPECT_TRUE(second.object->shared());
  map = Map::Set(map, Value::Int(3), Value::Int(3));
  const Value key = MakeString("key");
  map = Map::Set(map, key, Value::Int(1));
  EXPECT_TRUE(key.object->shared());
  EXPECT_EQ(map->size(), 4);
  map->DropReference();
}

TEST(MapTest, AMillionNestedMapsDieWithoutRecursion) {
  std::atomic<int> destroyed{0};
  Value value = MakeProbe(&destroyed);
  for (int i = 0; i < 1'000'000; ++i) {
    value = MapValue(Map::Set(Map::New(), Value::Int(i), value));
  }
  Release(value);
  EXPECT_EQ(destroyed, 1);
}

}  // namespace
}  // namespace seq
