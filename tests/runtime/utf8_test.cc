#include "runtime/utf8.h"

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

struct ValidityCase {
  absl::string_view text;
  std::optional<size_t> invalid_at;
};

TEST(Utf8Test, FindsTheFirstBadByte) {
  const ValidityCase cases[] = {
      {"", std::nullopt},
      {"plain", std::nullopt},
      {"longer than eight bytes of ASCII", std::nullopt},
      {absl::string_view("\0\x7F", 2), std::nullopt},
      {"caffè ☕ 🎉", std::nullopt},
      {"\xC2\x80\xDF\xBF", std::nullopt},                  // two bytes
      {"\xE0\xA0\x80\xEF\xBF\xBF", std::nullopt},          // three
      {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", std::nullopt},  // four
      {"\x80", 0},                                         // no beginning
      {"abcdefgh\xBFxyz", 8},       // behind the fast path
      {"abc\xC3", 3},               // cut off
      {"ab\xE2\x98", 2},            // cut off
      {"\xF0\x9F\x8E", 0},          // cut off
      {"é\xC3(", 2},                // wrong continuation
      {"\xC0\x80", 0},              // not the shortest form
      {"\xC1\xBF", 0},              // not the shortest form
      {"\xE0\x9F\xBF", 0},          // not the shortest form
      {"\xF0\x8F\xBF\xBF", 0},      // not the shortest form
      {"\xED\xA0\x80", 0},          // surrogate
      {"\xED\xBF\xBF", 0},          // surrogate
      {"\xF4\x90\x80\x80", 0},      // beyond U+10FFFF
      {"\xF8\x88\x80\x80\x80", 0},  // five bytes
      {"\xFF", 0},
      {"\xFE", 0},
  };
  for (const ValidityCase& test : cases) {
    EXPECT_EQ(FindInvalidUtf8(test.text), test.invalid_at) << test.text;
  }
}

TEST(Utf8Test, DecodesAndEncodesEveryScalarValue) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    const size_t bytes = text.size();
    text.push_back('x');
    const Utf8Character character = DecodeUtf8(text);
    ASSERT_TRUE(character.valid) << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(character.code_point, c);
    ASSERT_EQ(character.bytes, bytes);
  }
}

TEST(Utf8Test, ABadByteIsACharacterOfItsOwn) {
  for (const absl::string_view text : {"\xE2\x98", "\xFFx", "\x80\x80"}) {
    const Utf8Character character = DecodeUtf8(text);
    EXPECT_FALSE(character.valid);
    EXPECT_EQ(character.bytes, 1);
  }
}

struct TextCase {
  absl::string_view from;
  absl::string_view to;
};

TEST(Utf8Test, TrimsUnicodeWhiteSpace) {
  const TextCase cases[] = {
      {"", ""},
      {"x", "x"},
      {" \t\n\v\f\r ", ""},
      {"  \t padded \r\n", "padded"},
      {"in side", "in side"},
      {"\u0085\u00A0\u1680x\u2000\u200A\u2028\u2029", "x"},
      {"\u202F\u205F\u3000 é \u3000", "é"},
      {"\u200Bx\uFEFF", "\u200Bx\uFEFF"},  // zero width is no white space
      {"\x1C x", "\x1C x"},                // nor are the ASCII separators
      {" \xFF ", "\xFF"},
      {"\x80\x80 ", "\x80\x80"},
      {" \xC2", "\xC2"},
      {"x\xE3\x80", "x\xE3\x80"},  // half a U+3000
  };
  for (const TextCase& test : cases) {
    EXPECT_EQ(TrimUnicodeSpace(test.from), test.to) << test.from;
  }
}

TEST(Utf8Test, MapsToUpperCase) {
  const TextCase cases[] = {
      {"", ""},
      {"Mixed Case 1!", "MIXED CASE 1!"},
      {"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
      {"`{@[", "`{@["},  // the neighbours of the ASCII letters
      {"straße", "STRASSE"},
      {"caffè ☕", "CAFFÈ ☕"},
      {"ÿ", "Ÿ"},
      {"ı", "I"},
      {"i", "I"},  // the same in every locale
      {"ǆ ǅ", "Ǆ Ǆ"},
      {"ŉ ǰ ẖ ẚ", "ʼN J̌ H̱ Aʾ"},
      {"\u0390 \u03B0 \u1FD7",
       "\u0399\u0308\u0301 \u03A5\u0308\u0301 \u0399\u0308\u0342"},
      {"ὐ ᾳ ᾼ ῷ ῼ", "Υ̓ ΑΙ ΑΙ Ω͂Ι ΩΙ"},
      {"ᾀ ᾇ ᾈ ᾏ", "ἈΙ ἏΙ ἈΙ ἏΙ"},
      {"ᾐ ᾗ ᾘ ᾟ", "ἨΙ ἯΙ ἨΙ ἯΙ"},
      {"ᾠ ᾧ ᾨ ᾯ", "ὨΙ ὯΙ ὨΙ ὯΙ"},
      {"ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ", "FF FI FL FFI FFL ST ST"},
      {"և ﬓ ﬔ ﬕ ﬖ ﬗ", "ԵՒ ՄՆ ՄԵ ՄԻ ՎՆ ՄԽ"},
      {"σς", "ΣΣ"},
      {"ა", "Ა"},
      {"𐐨", "𐐀"},
      {"漢字", "漢字"},
      {"a\xFF\xC3", "A\xFF\xC3"},
  };
  for (const TextCase& test : cases) {
    EXPECT_EQ(ToUpperUtf8(test.from), test.to) << test.from;
  }
}

TEST(Utf8Test, MapsToLowerCase) {
  const TextCase cases[] = {
      {"", ""},         {"Mixed Case 1!", "mixed case 1!"},
      {"`{@[", "`{@["}, {"CAFFÈ ☕", "caffè ☕"},
      {"ẞ", "ß"},       {"İI", "i̇i"},
      {"Ǆ ǅ", "ǆ ǆ"},   {"ᾈ", "ᾀ"},
      {"Ⅷ Ⓐ", "ⅷ ⓐ"},   {"K Å", "k å"},  // Kelvin and Angstrom signs
      {"Ა", "ა"},     {"𐐀", "𐐨"},
      {"漢字", "漢字"}, {"A\xFF\xC3", "a\xFF\xC3"},
  };
  for (const TextCase& test : cases) {
    EXPECT_EQ(ToLowerUtf8(test.from), test.to) << test.from;
  }
}

TEST(Utf8Test, ASigmaAtTheEndOfAWordIsFinal) {
  const TextCase cases[] = {
      {"Σ", "σ"},  // not at the end of anything
      {"ΑΣ", "ας"},
      {"ΑΣ ΒΣ", "ας βς"},
      {"ΣΑ", "σα"},
      {"ΑΣΑ", "ασα"},
      {"ΑΣΣ", "ασς"},
      {"1Σ", "1σ"},
      {" Σ ", " σ "},
      {"ΑΣ.", "ας."},
      {"ΑΣ.Β", "ασ.β"},  // a full stop inside a word
      {"Α\u0301Σ", "α\u0301ς"},
      {"ΑΣ\u0301", "ας\u0301"},
      {"Α\u00ADΣ\u00ADΒ", "α\u00ADσ\u00ADβ"},
      {"'Σ'", "'σ'"},
      {"ⅣΣ", "ⅳς"},
      {"ªΣ", "ªς"},
      {"ΑΣⅣ", "ασⅳ"},
      {"\xFFΣ", "\xFFσ"},
      {"ΑΣ\xFF", "ας\xFF"},
  };
  for (const TextCase& test : cases) {
    EXPECT_EQ(ToLowerUtf8(test.from), test.to) << test.from;
  }
}

}  // namespace
}  // namespace seq
