#include "runtime/string_object.h"

#include <cstddef>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// One reference to a string, dropped at the end of the scope.
class Held {
 public:
  explicit Held(StringObject* string) : string_(string) {}
  explicit Held(absl::string_view bytes) : Held(StringObject::New(bytes)) {}
  ~Held() { string_->DropReference(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  StringObject* operator->() const { return string_; }
  StringObject* get() const { return string_; }
  void Append(absl::string_view bytes) {
    string_ = StringObject::Append(string_, bytes);
  }

 private:
  StringObject* string_;
};

std::string Repeat(absl::string_view part, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) absl::StrAppend(&text, part);
  return text;
}

// What the methods on characters must say, found out the slow way.
void ExpectCharacters(const StringObject& string) {
  const absl::string_view bytes = string.bytes();
  if (FindInvalidUtf8(bytes).has_value()) {
    EXPECT_EQ(string.text(), "");
    EXPECT_EQ(string.characters(), 0u);
    EXPECT_FALSE(string.is_ascii());
    return;
  }
  std::vector<size_t> offsets;
  for (size_t at = 0; at < bytes.size();) {
    offsets.push_back(at);
    at += DecodeUtf8(bytes.substr(at)).bytes;
  }
  EXPECT_EQ(string.text(), bytes);
  ASSERT_EQ(string.characters(), offsets.size());
  EXPECT_EQ(string.is_ascii(), offsets.size() == bytes.size());
  for (size_t i = 0; i < offsets.size(); ++i) {
    ASSERT_EQ(string.OffsetOf(i), offsets[i]) << i;
  }
  EXPECT_EQ(string.OffsetOf(offsets.size()), bytes.size());
}

TEST(StringObjectTest, CharactersOfShortAndLongStrings) {
  const char* const parts[] = {"a",        "é",  "☕",     "😀",     "aé☕😀",
                               "abcdefgé", "☕x", "é\xFF", "a\xC3", "\x80"};
  for (const char* part : parts) {
    for (const size_t times : {0, 1, 5, 60, 130, 1000}) {
      SCOPED_TRACE(absl::StrCat(part, " times ", times));
      const Held string(Repeat(part, times));
      ExpectCharacters(*string.get());
      ExpectCharacters(*string.get());  // what it remembers is the same
    }
  }
}

TEST(StringObjectTest, HeaderOfSmallStringsIsSmall) {
  EXPECT_EQ(sizeof(StringObject), 16u);
}

TEST(StringObjectTest, AppendToAnotherOwnersStringCopies) {
  const Held first("abc");
  first->AddReference();
  const Held second(StringObject::Append(first.get(), "def"));
  EXPECT_EQ(first->bytes(), "abc");
  EXPECT_EQ(second->bytes(), "abcdef");
  EXPECT_TRUE(first->IsSoleReference());
}

TEST(StringObjectTest, AppendToALiteralCopies) {
  StringObject* literal = StringObject::New(Repeat("x", 1000));
  literal->set_immortal();
  {
    Held string(literal);
    string.Append("y");
    EXPECT_EQ(string->size(), 1001u);
  }
  EXPECT_EQ(literal->size(), 1000u);
  literal->DestroyImmortal();
}

TEST(StringObjectTest, AppendOfItself) {
  Held string("ab");
  for (int i = 0; i < 12; ++i) string.Append(string->bytes());
  EXPECT_EQ(string->bytes(), Repeat("ab", 4096));
  // In place, too.
  string.Append("!");
  string.Append("!");
  ASSERT_GE(string->spare_bytes(), 100u);
  const StringObject* const before = string.get();
  string.Append(string->bytes().substr(0, 100));
  EXPECT_EQ(string.get(), before);
  EXPECT_EQ(string->bytes(),
            absl::StrCat(Repeat("ab", 4096), "!!", Repeat("ab", 50)));
}

TEST(StringObjectTest, RepeatedAppendsSeldomMoveTheString) {
  Held string("");
  int moves = 0;
  for (int i = 0; i < 100'000; ++i) {
    const StringObject* const before = string.get();
    string.Append("0123456789");
    if (string->size() > 1000 && string.get() != before) ++moves;
  }
  EXPECT_EQ(string->bytes(), Repeat("0123456789", 100'000));
  EXPECT_LT(moves, 40);
  EXPECT_LE(string->spare_bytes(), string->size() / 4);
}

TEST(StringObjectTest, OneAppendWastesNothing) {
  Held string(Repeat("x", 10'000));
  string.Append("y");
  EXPECT_EQ(string->spare_bytes(), 0u);
}

TEST(StringObjectTest, KnowledgeFollowsAppends) {
  // Splits characters between appends, so the string is not well-formed now and
  // then, and asks after every append or after some.
  const std::string text = Repeat("plain é ☕ 😀 text ", 60);
  for (const size_t step : {1, 3, 7, 400}) {
    for (const size_t ask : {1, 2, 5}) {
      SCOPED_TRACE(absl::StrCat("step ", step, ", ask ", ask));
      Held string("");
      size_t appends = 0;
      for (size_t at = 0; at < text.size(); at += step) {
        string.Append(absl::string_view(text).substr(at, step));
        if (++appends % ask == 0) {
          const absl::string_view bytes = string->bytes();
          const size_t expected =
              FindInvalidUtf8(bytes).has_value() ? 0 : CountUtf8(bytes);
          ASSERT_EQ(string->characters(), expected);
          if (expected > 0) string->OffsetOf(expected / 2);
        }
      }
      ExpectCharacters(*string.get());
    }
  }
}

TEST(StringObjectTest, InvalidStaysInvalid) {
  Held string(Repeat("é", 300) + "\xFF");
  EXPECT_EQ(string->characters(), 0u);
  string.Append(Repeat("é", 300));
  string.Append(Repeat("a", 300));
  ExpectCharacters(*string.get());
  EXPECT_EQ(string->text(), "");
}

TEST(StringObjectTest, AsciiStopsBeingAscii) {
  Held string(Repeat("a", 300));
  EXPECT_TRUE(string->is_ascii());
  string.Append("b");
  EXPECT_TRUE(string->is_ascii());
  string.Append("é");
  EXPECT_FALSE(string->is_ascii());
  ExpectCharacters(*string.get());
}

TEST(StringObjectTest, ReservedStringIsFilledInPlace) {
  Held string(StringObject::TryReserve(100'000));
  const StringObject* const before = string.get();
  for (int i = 0; i < 10; ++i) string.Append(Repeat("z", 10'000));
  EXPECT_EQ(string.get(), before);
  EXPECT_EQ(string->size(), 100'000u);
  EXPECT_EQ(string->spare_bytes(), 0u);
}

TEST(StringObjectTest, ThreadsFindOutTheSame) {
  const std::string text = Repeat("x☕é", 5000);
  for (int round = 0; round < 20; ++round) {
    const Held string(text);
    string->set_shared();
    std::vector<std::thread> threads;
    for (size_t i = 0; i < 4; ++i) {
      threads.emplace_back([&string, i] {
        EXPECT_EQ(string->characters(), 15'000u);
        EXPECT_EQ(string->OffsetOf(3000 * i + 1), 6000 * i + 1);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
}

// The character looked for last is remembered, whichever comes next.
TEST(StringObjectTest, CharactersAreFoundInAnyOrder) {
  constexpr size_t kTimes = 200;
  for (const bool shared : {false, true}) {
    Held string(Repeat("aé☕", kTimes));
    if (shared) string->set_shared();
    size_t index = 1;
    for (size_t i = 0; i < 10 * kTimes; ++i) {
      constexpr size_t kSteps[] = {0, 1, 3 * kTimes - 1, 2, 127, 128, 129, 301};
      index = (index + kSteps[i % std::size(kSteps)] + i / 40) % (3 * kTimes);
      constexpr size_t kBefore[] = {0, 1, 3};
      ASSERT_EQ(string->OffsetOf(index), index / 3 * 6 + kBefore[index % 3])
          << index;
    }
  }
}

// A walk through a long string costs the same for every character. Were it a
// walk from the beginning, this would take hours.
TEST(StringObjectTest, WalkThroughALongString) {
  const size_t kTimes = 1'000'000;
  const Held string(Repeat("aé☕", kTimes));
  size_t at = 0;
  for (size_t i = 0; i < 3 * kTimes; ++i) {
    ASSERT_EQ(string->OffsetOf(i), at);
    at += i % 3 + 1;
  }
}

}  // namespace
}  // namespace seq
