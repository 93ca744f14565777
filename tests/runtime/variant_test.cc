#include "runtime/variant.h"

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/value.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

std::vector<int64_t> Ints(const Variant& variant) {
  std::vector<int64_t> ints;
  for (size_t i = 0; i < variant.size(); ++i) {
    EXPECT_EQ(variant.field(i).kind, ValueKind::kInt);
    ints.push_back(variant.field(i).integer);
  }
  return ints;
}

Variant* ListOf(const std::vector<int64_t>& ints) {
  Variant* list = Variant::NewList();
  for (const int64_t number : ints) {
    list = Variant::Append(list, Value::Int(number));
  }
  return list;
}

TEST(VariantTest, HoldsTagAndFields) {
  Symbol* const tag = Symbol::Intern("VariantTest");
  std::atomic<int> destroyed{0};
  tag->AddReference();
  Variant* const variant =
      Variant::New(tag, {Value::Int(7), MakeProbe(&destroyed)});
  EXPECT_EQ(variant->tag(), tag);
  EXPECT_FALSE(variant->is_list());
  EXPECT_EQ(variant->size(), 2);
  EXPECT_EQ(variant->field(0).integer, 7);
  EXPECT_FALSE(tag->IsSoleReference());
  variant->DropReference();
  EXPECT_EQ(destroyed, 1);
  EXPECT_TRUE(tag->IsSoleReference());
  tag->DropReference();
}

TEST(VariantTest, AppendKeepsEveryElementWhileItGrows) {
  constexpr int64_t kElements = 10'000;
  Variant* list = Variant::NewList();
  EXPECT_TRUE(list->is_list());
  for (int64_t i = 0; i < kElements; ++i) {
    list = Variant::Append(list, Value::Int(i));
  }
  ASSERT_EQ(list->size(), kElements);
  for (int64_t i = 0; i < kElements; ++i) {
    ASSERT_EQ(list->field(static_cast<size_t>(i)).integer, i);
  }
  list->DropReference();
}

// Growing moves the object a few dozen times at most, and never when there was
// room from the beginning.
TEST(VariantTest, AppendIsAmortised) {
  constexpr int kElements = 1'000'000;
  Variant* list = Variant::NewList();
  int moves = 0;
  for (int i = 0; i < kElements; ++i) {
    Variant* const before = list;
    list = Variant::Append(list, Value::Int(i));
    if (list != before) ++moves;
  }
  EXPECT_LT(moves, 50);
  list->DropReference();

  list = Variant::NewList(100);
  Variant* const roomy = list;
  for (int i = 0; i < 100; ++i) list = Variant::Append(list, Value::Int(i));
  EXPECT_EQ(list, roomy);
  list->DropReference();
}

TEST(VariantTest, ChangesLeaveOtherReferencesAlone) {
  Variant* const list = ListOf({1, 2, 3});
  list->AddReference();
  Variant* const longer = Variant::Append(list, Value::Int(4));
  list->AddReference();
  Variant* const other = Variant::Set(list, 1, Value::Int(20));
  list->AddReference();
  Variant* const shorter = Variant::DropLast(list);
  list->AddReference();
  Variant* const copy = Variant::Unshare(list);
  EXPECT_EQ(Ints(*list), (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(Ints(*longer), (std::vector<int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(Ints(*other), (std::vector<int64_t>{1, 20, 3}));
  EXPECT_EQ(Ints(*shorter), (std::vector<int64_t>{1, 2}));
  EXPECT_NE(copy, list);
  EXPECT_EQ(Ints(*copy), Ints(*list));
  for (Variant* variant : {list, longer, other, shorter, copy}) {
    EXPECT_TRUE(variant->IsSoleReference());
    variant->DropReference();
  }
}

TEST(VariantTest, TheSoleReferenceIsChangedInPlace) {
  Variant* const list = ListOf({1, 2, 3});
  EXPECT_EQ(Variant::Unshare(list), list);
  EXPECT_EQ(Variant::Set(list, 0, Value::Int(10)), list);
  EXPECT_EQ(Variant::DropLast(list), list);
  EXPECT_EQ(Variant::Truncate(list, 2), list);
  EXPECT_EQ(Ints(*list), (std::vector<int64_t>{10, 2}));
  list->DropReference();
}

TEST(VariantTest, WhatIsReplacedOrCutOffIsReleased) {
  std::atomic<int> destroyed{0};
  Variant* list = Variant::NewList();
  for (int i = 0; i < 100; ++i) {
    list = Variant::Append(list, MakeProbe(&destroyed));
  }
  list = Variant::Set(list, 50, Value::Int(1));
  EXPECT_EQ(destroyed, 1);
  list = Variant::DropLast(list);
  EXPECT_EQ(destroyed, 2);
  list = Variant::Truncate(list, 3);
  EXPECT_EQ(destroyed, 97);
  EXPECT_EQ(list->size(), 3);
  list = Variant::Append(list, Value::Int(5));
  EXPECT_EQ(list->field(3).integer, 5);
  list->DropReference();
  EXPECT_EQ(destroyed, 100);
}

TEST(VariantTest, MarkSharedReachesTheFields) {
  const Value text = MakeString("text");
  const Value list = VariantValue(Variant::Append(Variant::NewList(), text));
  MarkShared(list);
  EXPECT_TRUE(text.object->shared());
  Release(list);
}

// The mark of a container speaks for its contents, so what is put into a marked
// one must be marked too, or two strands would count it as if it were private.
TEST(VariantTest, WhatIsPutIntoAMarkedVariantIsMarked) {
  Variant* list = Variant::NewList(4);
  MarkShared(VariantValue(list));
  const Value appended = MakeString("appended");
  list = Variant::Append(list, appended);
  EXPECT_TRUE(appended.object->shared());
  const Value set = VariantValue(ListOf({1}));
  list = Variant::Set(list, 0, set);
  EXPECT_TRUE(set.object->shared());
  list->AddReference();
  Variant* const copy = Variant::Append(list, Value::Int(1));
  EXPECT_FALSE(copy->shared());
  copy->DropReference();
  list->DropReference();
}

TEST(VariantTest, TakeFieldMovesTheFieldOutOfADyingVariant) {
  std::atomic<int> destroyed{0};
  Symbol* const tag = Symbol::InternLiteral("VariantTest");
  Value slot = VariantValue(
      Variant::New(tag, {MakeProbe(&destroyed), MakeProbe(&destroyed)}));
  Retain(slot);
  Value copy;
  Variant::TakeField(AsVariant(slot), 1, copy);
  EXPECT_EQ(destroyed, 0);
  Release(copy);
  EXPECT_EQ(destroyed, 0);
  Variant::TakeField(AsVariant(slot), 1, slot);
  EXPECT_EQ(destroyed, 1);
  Release(slot);
  EXPECT_EQ(destroyed, 2);
}

// Fields may be left out and may repeat, whether the variant dies or not.
TEST(VariantTest, TakeFieldsOwnsWhatItCopies) {
  Symbol* const tag = Symbol::InternLiteral("VariantTest");
  for (const bool dies : {true, false}) {
    std::atomic<int> destroyed{0};
    Variant* const variant = Variant::New(
        tag, {MakeProbe(&destroyed), MakeProbe(&destroyed), Value::Int(7)});
    if (!dies) variant->AddReference();
    Value slots[3];
    EXPECT_EQ(Variant::TakeFields(variant, {1, 2, 1}, slots), slots + 3);
    EXPECT_EQ(destroyed, dies ? 1 : 0);
    EXPECT_EQ(slots[0].object, slots[2].object);
    EXPECT_EQ(slots[1].integer, 7);
    Release(slots[0]);
    EXPECT_EQ(destroyed, dies ? 1 : 0);
    Release(slots[2]);
    EXPECT_EQ(destroyed, dies ? 2 : 0);
    if (!dies) variant->DropReference();
    EXPECT_EQ(destroyed, 2);
  }
}

TEST(VariantTest, AppendAtOnceNeedsRoomAndTheSoleReference) {
  Variant* const list = Variant::NewList(2);
  EXPECT_TRUE(Variant::AppendAtOnce(list, Value::Int(1)));
  list->AddReference();
  EXPECT_FALSE(Variant::AppendAtOnce(list, Value::Int(2)));
  list->DropReference();
  EXPECT_TRUE(Variant::AppendAtOnce(list, Value::Int(2)));
  EXPECT_FALSE(Variant::AppendAtOnce(list, Value::Int(3)));
  EXPECT_EQ(Ints(*list), (std::vector<int64_t>{1, 2}));
  list->DropReference();
}

// The memory of small variants is used again by the thread they die on, which
// need not be the one they were made on, and which may end.
TEST(VariantTest, SmallVariantsDieOnAnyThread) {
  constexpr int kVariants = 5'000;
  Symbol* const tag = Symbol::InternLiteral("VariantTest");
  std::vector<Variant*> variants;
  for (int i = 0; i < kVariants; ++i) {
    variants.push_back(Variant::New(tag, {Value::Int(i)}));
  }
  std::thread([&variants, tag] {
    for (Variant*& variant : variants) {
      const Value field = variant->field(0);
      variant->DropReference();
      variant = Variant::New(tag, {field});
    }
  }).join();
  for (int i = 0; i < kVariants; ++i) {
    EXPECT_EQ(variants[static_cast<size_t>(i)]->field(0).integer, i);
    variants[static_cast<size_t>(i)]->DropReference();
  }
}

TEST(VariantTest, AMillionNestedListsDieWithoutRecursion) {
  std::atomic<int> destroyed{0};
  Value value = MakeProbe(&destroyed);
  for (int i = 0; i < 1'000'000; ++i) {
    value = VariantValue(Variant::Append(Variant::NewList(1), value));
  }
  MarkShared(value);
  Release(value);
  EXPECT_EQ(destroyed, 1);
}

}  // namespace
}  // namespace seq
