#include "runtime/son.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/closure.h"
#include "runtime/map.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/value.h"
#include "runtime/variant.h"

namespace seq {
namespace {

constexpr size_t kNoLimit = size_t{1} << 30;

// The text of `value`, which is released.
std::string Son(const Value& value, SonStyle style = SonStyle::kCompact) {
  std::string text;
  EXPECT_TRUE(AppendSon(value, style, kNoLimit, &text));
  Release(value);
  return text;
}

std::string Pretty(const Value& value) { return Son(value, SonStyle::kPretty); }

Value ListOf(const std::vector<Value>& elements) {
  return VariantValue(Variant::New(Symbol::List(), elements));
}

Value Tagged(const char* tag, const std::vector<Value>& fields) {
  return VariantValue(Variant::New(Symbol::Intern(tag), fields));
}

Value MapOf(const std::vector<std::pair<Value, Value>>& entries) {
  Map* map = Map::New();
  for (const auto& [key, value] : entries) {
    map = Map::Set(map, key, value);
  }
  return MapValue(map);
}

TEST(SonTest, ShowsNumbersAndBools) {
  EXPECT_EQ(Son(Value::Int(-42)), "-42");
  EXPECT_EQ(Son(Value::Bool(true)), "true");
  EXPECT_EQ(Son(Value::Bool(false)), "false");
  EXPECT_EQ(Son(Value::Float(3.14)), "3.14");
  EXPECT_EQ(Son(Value::Float(42)), "42.0");
  EXPECT_EQ(Son(Value::Float(-0.0)), "-0.0");
  EXPECT_EQ(Son(Value::Float(1e21)), "1000000000000000000000.0");
  EXPECT_EQ(Son(Value::Float(std::nan(""))), "NaN");
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Son(Value::Float(infinity)), "inf");
  EXPECT_EQ(Son(Value::Float(-infinity)), "-inf");
}

TEST(SonTest, EscapesStrings) {
  const struct {
    std::string bytes;
    const char* text;
  } cases[] = {
      {"", R"("")"},
      {"plain text, caffè ☕ 𝄞", R"("plain text, caffè ☕ 𝄞")"},
      {"\" \\ \n \r \t \b \f /", R"("\" \\ \n \r \t \b \f /")"},
      {std::string("\0\x01\x1F\x7F", 4), R"("\u0000\u0001\u001f\u007f")"},
      {"\u0080\u009f\u00a0", "\"\\u0080\\u009f\u00a0\""},
  };
  for (const auto& test : cases)
    EXPECT_EQ(Son(MakeString(test.bytes)), test.text);
}

TEST(SonTest, ShowsBytesThatAreNotUtf8) {
  const struct {
    std::string bytes;
    const char* text;
  } cases[] = {
      {"a\xFF", "\"a\uFFFD\""},
      {"\x80\x80", "\"\uFFFD\uFFFD\""},
      // What could have become a character is one, as Unicode recommends.
      {"\xE2\x82", "\"\uFFFD\""},
      {"\xE2\x82z", "\"\uFFFDz\""},
      {"\xF0\x9D\x84", "\"\uFFFD\""},
      {"\xF4\x8F\xBFz", "\"\uFFFDz\""},
      {"\xC3", "\"\uFFFD\""},
      // A surrogate, an overlong form, and a number beyond the last character
      // could not.
      {"\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
      {"\xE0\x80", "\"\uFFFD\uFFFD\""},
      {"\xF4\x90\x80", "\"\uFFFD\uFFFD\uFFFD\""},
      {"\xC0\xAF", "\"\uFFFD\uFFFD\""},
      {"\xE0\xA0\xE0\xA0\x80", "\"\uFFFD\xE0\xA0\x80\""},
  };
  for (const auto& test : cases)
    EXPECT_EQ(Son(MakeString(test.bytes)), test.text);
}

TEST(SonTest, ShowsSymbolsAndOpaqueValues) {
  static const Code code;
  EXPECT_EQ(Son(SymbolValue(Symbol::Intern("hello-world"))), ":hello-world");
  EXPECT_EQ(Son(Value::Quotation(&code)), "<quotation>");
  EXPECT_EQ(Son(Value::Counted(ValueKind::kClosure, Closure::New(&code, {}))),
            "<closure>");
}

TEST(SonTest, CompactFormIsOneLine) {
  EXPECT_EQ(Son(ListOf({})), "list-of");
  EXPECT_EQ(Son(ListOf({Value::Int(1), Value::Int(2), Value::Int(3)})),
            "list-of 1 lv 2 lv 3 lv");
  EXPECT_EQ(Son(MapOf({})), "map-of");
  EXPECT_EQ(Son(MapOf({{MakeString("items"),
                        ListOf({Value::Int(1), Value::Int(2)})}})),
            "map-of \"items\" list-of 1 lv 2 lv kv");
  EXPECT_EQ(Son(Tagged("Point", {Value::Int(10), Value::Int(20)})),
            ":Point 10 20 wrap-2");
  EXPECT_EQ(Son(Tagged("None", {})), ":None wrap-0");
  EXPECT_EQ(Son(Tagged(
                "A", {Tagged("B", {ListOf({ListOf({})})}), Value::Bool(true)})),
            ":A :B list-of list-of lv wrap-1 true wrap-2");
}

TEST(SonTest, MapsAreShownInTheirOrder) {
  const Value map = MapOf({{MakeString("z"), Value::Int(1)},
                           {Value::Int(5), Value::Int(2)},
                           {Value::Bool(true), Value::Int(3)},
                           {Value::Int(-1), Value::Int(4)}});
  const Value removed = Value::Int(5);
  EXPECT_EQ(Son(MapValue(Map::Remove(AsMap(map), removed))),
            "map-of \"z\" 1 kv true 3 kv -1 4 kv");
}

TEST(SonTest, MapsWhoseKeysCountUpAreShownWithoutWhatWasRemoved) {
  Map* map = AsMap(MapOf({{Value::Int(-1), Value::Int(1)},
                          {Value::Int(0), ListOf({Value::Int(2)})},
                          {Value::Int(1), MapOf({})},
                          {Value::Int(2), Value::Int(3)}}));
  map = Map::Remove(Map::Remove(map, Value::Int(-1)), Value::Int(1));
  EXPECT_EQ(Son(MapValue(map)), "map-of 0 list-of 2 lv kv 2 3 kv");
}

TEST(SonTest, PrettyFormOfTheSpecification) {
  EXPECT_EQ(Pretty(ListOf({Value::Int(1), Value::Int(2)})),
            "list-of\n"
            "  1 lv\n"
            "  2 lv");
  EXPECT_EQ(Pretty(Tagged("Point", {Value::Int(10), Value::Int(20)})),
            ":Point\n"
            "  10\n"
            "  20\n"
            " wrap-2");
  const Value user = MapOf({{MakeString("age"), Value::Int(30)},
                            {MakeString("name"), MakeString("Alice")}});
  EXPECT_EQ(Pretty(MapOf({{MakeString("users"), ListOf({user})}})),
            "map-of\n"
            "  \"users\" list-of\n"
            "    map-of\n"
            "      \"age\" 30 kv\n"
            "      \"name\" \"Alice\" kv lv kv");
}

TEST(SonTest, PrettyFormIndentsVariantsInVariants) {
  EXPECT_EQ(Pretty(ListOf({Tagged(
                "A", {Tagged("B", {Value::Int(1)}), Tagged("C", {})})})),
            "list-of\n"
            "  :A\n"
            "    :B\n"
            "      1\n"
            "     wrap-1\n"
            "    :C wrap-0\n"
            "   wrap-2 lv");
}

TEST(SonTest, WhatContainsNothingLooksTheSameInBothForms) {
  EXPECT_EQ(Pretty(Value::Int(1)), "1");
  EXPECT_EQ(Pretty(ListOf({})), "list-of");
  EXPECT_EQ(Pretty(MapOf({})), "map-of");
  EXPECT_EQ(Pretty(Tagged("None", {})), ":None wrap-0");
}

TEST(SonTest, AMillionNestedListsNeedNoRecursion) {
  constexpr size_t kDepth = 1'000'000;
  Value value = Value::Int(7);
  for (size_t i = 0; i < kDepth; ++i) value = ListOf({value});
  const std::string text = Son(value);
  EXPECT_EQ(text.size(), kDepth * std::string("list-of  lv").size() + 1);
  EXPECT_EQ(text.substr(kDepth * 8, 7), "7 lv lv");
}

// A few lists, each containing the one before twice, have more text than there
// are atoms in the world.
TEST(SonTest, StopsAtTheLimit) {
  Value value = ListOf({});
  for (int i = 0; i < 300; ++i) {
    Retain(value);
    value = ListOf({value, value});
  }
  std::string text;
  EXPECT_FALSE(AppendSon(value, SonStyle::kCompact, 10'000, &text));
  EXPECT_LT(text.size(), 20'000);
  Release(value);

  text.clear();
  EXPECT_FALSE(AppendSon(Value::Int(12345), SonStyle::kCompact, 4, &text));
  text.clear();
  EXPECT_TRUE(AppendSon(Value::Int(12345), SonStyle::kCompact, 5, &text));
}

}  // namespace
}  // namespace seq
