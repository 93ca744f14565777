#include "runtime/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "absl/strings/ascii.h"

namespace seq {
namespace {

bool IsAscii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// The length of the longest prefix of `text` that is all ASCII, looking at
// eight bytes at a time.
size_t AsciiPrefix(absl::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, sizeof(bytes));
    if ((bytes & kHighBits) != 0) break;
  }
  while (at < text.size() && IsAscii(text[at])) ++at;
  return at;
}

// True if `byte` of a well-formed text is the first one of its character.
bool BeginsCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

constexpr size_t kWordBytes = sizeof(uint64_t);

// How many characters of a well-formed text begin in the eight bytes at
// `bytes`.
size_t CharactersInWord(const char* bytes) {
  constexpr uint64_t kLowBits = 0x0101010101010101;
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  // The low bit of each byte tells whether it begins a character: not `10` at
  // the top means bit 7 is clear or bit 6 is set.
  const uint64_t begins = ((~word >> 7) | (word >> 6)) & kLowBits;
  return static_cast<size_t>((begins * kLowBits) >> 56);
}

// The last character of `text`. REQUIRES: `text` is not empty.
Utf8Character DecodeLastUtf8(absl::string_view text) {
  constexpr size_t kLongest = 4;
  for (size_t bytes = 1; bytes <= std::min(kLongest, text.size()); ++bytes) {
    const Utf8Character last = DecodeUtf8(text.substr(text.size() - bytes));
    if (last.valid && last.bytes == bytes) return last;
  }
  return Utf8Character();
}

// The property White_Space of PropList.txt. utf8proc only has the general
// category, which lacks the control characters among these.
bool IsWhiteSpace(const Utf8Character& character) {
  if (!character.valid) return false;
  const char32_t c = character.code_point;
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// --- Upper case --------------------------------------------------------------

constexpr size_t kMaxMapping = 3;

struct UpperMapping {
  char32_t from;
  char32_t to[kMaxMapping];  // zero after the last
};

// The unconditional upper-case mappings of Unicode's SpecialCasing.txt that
// have several characters, sorted, without the block U+1F80..U+1FAF, which
// follows a rule (see MapUpper).
constexpr UpperMapping kSpecialUpper[] = {
    // Latin and Armenian small letters.
    {0x00DF, {0x0053, 0x0053}},
    {0x0149, {0x02BC, 0x004E}},
    {0x01F0, {0x004A, 0x030C}},
    {0x0390, {0x0399, 0x0308, 0x0301}},
    {0x03B0, {0x03A5, 0x0308, 0x0301}},
    {0x0587, {0x0535, 0x0552}},
    {0x1E96, {0x0048, 0x0331}},
    {0x1E97, {0x0054, 0x0308}},
    {0x1E98, {0x0057, 0x030A}},
    {0x1E99, {0x0059, 0x030A}},
    {0x1E9A, {0x0041, 0x02BE}},
    // Greek with breathings, accents and iota below.
    {0x1F50, {0x03A5, 0x0313}},
    {0x1F52, {0x03A5, 0x0313, 0x0300}},
    {0x1F54, {0x03A5, 0x0313, 0x0301}},
    {0x1F56, {0x03A5, 0x0313, 0x0342}},
    {0x1FB2, {0x1FBA, 0x0399}},
    {0x1FB3, {0x0391, 0x0399}},
    {0x1FB4, {0x0386, 0x0399}},
    {0x1FB6, {0x0391, 0x0342}},
    {0x1FB7, {0x0391, 0x0342, 0x0399}},
    {0x1FBC, {0x0391, 0x0399}},
    {0x1FC2, {0x1FCA, 0x0399}},
    {0x1FC3, {0x0397, 0x0399}},
    {0x1FC4, {0x0389, 0x0399}},
    {0x1FC6, {0x0397, 0x0342}},
    {0x1FC7, {0x0397, 0x0342, 0x0399}},
    {0x1FCC, {0x0397, 0x0399}},
    {0x1FD2, {0x0399, 0x0308, 0x0300}},
    {0x1FD3, {0x0399, 0x0308, 0x0301}},
    {0x1FD6, {0x0399, 0x0342}},
    {0x1FD7, {0x0399, 0x0308, 0x0342}},
    {0x1FE2, {0x03A5, 0x0308, 0x0300}},
    {0x1FE3, {0x03A5, 0x0308, 0x0301}},
    {0x1FE4, {0x03A1, 0x0313}},
    {0x1FE6, {0x03A5, 0x0342}},
    {0x1FE7, {0x03A5, 0x0308, 0x0342}},
    {0x1FF2, {0x1FFA, 0x0399}},
    {0x1FF3, {0x03A9, 0x0399}},
    {0x1FF4, {0x038F, 0x0399}},
    {0x1FF6, {0x03A9, 0x0342}},
    {0x1FF7, {0x03A9, 0x0342, 0x0399}},
    {0x1FFC, {0x03A9, 0x0399}},
    // Latin and Armenian ligatures.
    {0xFB00, {0x0046, 0x0046}},
    {0xFB01, {0x0046, 0x0049}},
    {0xFB02, {0x0046, 0x004C}},
    {0xFB03, {0x0046, 0x0046, 0x0049}},
    {0xFB04, {0x0046, 0x0046, 0x004C}},
    {0xFB05, {0x0053, 0x0054}},
    {0xFB06, {0x0053, 0x0054}},
    {0xFB13, {0x0544, 0x0546}},
    {0xFB14, {0x0544, 0x0535}},
    {0xFB15, {0x0544, 0x053B}},
    {0xFB16, {0x054E, 0x0546}},
    {0xFB17, {0x0544, 0x053D}},
};

void AppendUpper(char32_t c, std::string* result) {
  constexpr char32_t kCapitalIota = 0x0399;
  if (c >= 0x1F80 && c <= 0x1FAF) {
    // Alpha, eta and omega with a breathing and iota below, sixteen each: the
    // eight capitals without iota, then the iota beside them.
    constexpr char32_t kCapitals[] = {0x1F08, 0x1F28, 0x1F68};
    AppendUtf8(kCapitals[(c - 0x1F80) / 16] + c % 8, result);
    AppendUtf8(kCapitalIota, result);
    return;
  }
  const auto* const found = std::lower_bound(
      std::begin(kSpecialUpper), std::end(kSpecialUpper), c,
      [](const UpperMapping& row, char32_t key) { return row.from < key; });
  if (found == std::end(kSpecialUpper) || found->from != c) {
    AppendUtf8(static_cast<char32_t>(
                   utf8proc_toupper(static_cast<utf8proc_int32_t>(c))),
               result);
    return;
  }
  for (const char32_t mapped : found->to) {
    if (mapped != 0) AppendUtf8(mapped, result);
  }
}

// --- Lower case --------------------------------------------------------------

// The property Case_Ignorable: does not end a word as far as sigma goes.
bool IsCaseIgnorable(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
      return true;
    default:
      break;
  }
  // Word_Break MidLetter, MidNumLet and Single_Quote of WordBreakProperty.txt.
  constexpr char32_t kInsideWords[] = {
      0x0027, 0x002E, 0x003A, 0x00B7, 0x0387, 0x055F, 0x05F4, 0x2018, 0x2019,
      0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
  return std::binary_search(std::begin(kInsideWords), std::end(kInsideWords),
                            c);
}

// The property Cased, for characters that are not case-ignorable: letters with
// case, and the Other_Lowercase and Other_Uppercase of PropList.txt.
bool IsCased(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
      return true;
    default:
      break;
  }
  return c == 0xAA || c == 0xBA ||          // ordinal indicators
         (c >= 0x2160 && c <= 0x217F) ||    // Roman numerals
         (c >= 0x24B6 && c <= 0x24E9) ||    // circled letters
         (c >= 0x1F130 && c <= 0x1F149) ||  // squared letters
         (c >= 0x1F150 && c <= 0x1F169) ||  // negative circled letters
         (c >= 0x1F170 && c <= 0x1F189);    // negative squared letters
}

// True if the nearest character of `text` that is not case-ignorable, seen from
// its end or its beginning, is a letter with case.
bool EndsCased(absl::string_view text) {
  while (!text.empty()) {
    const Utf8Character last = DecodeLastUtf8(text);
    if (!last.valid) return false;
    if (!IsCaseIgnorable(last.code_point)) return IsCased(last.code_point);
    text.remove_suffix(last.bytes);
  }
  return false;
}

bool BeginsCased(absl::string_view text) {
  while (!text.empty()) {
    const Utf8Character first = DecodeUtf8(text);
    if (!first.valid) return false;
    if (!IsCaseIgnorable(first.code_point)) return IsCased(first.code_point);
    text.remove_prefix(first.bytes);
  }
  return false;
}

// A capital sigma between `before` and `after`: the condition Final_Sigma of
// SpecialCasing.txt.
char32_t LowerSigma(absl::string_view before, absl::string_view after) {
  return EndsCased(before) && !BeginsCased(after) ? 0x03C2 : 0x03C3;
}

void AppendLower(char32_t c, std::string* result) {
  if (c == 0x0130) {  // I with dot: the only one with several characters
    result->append("i\u0307");
    return;
  }
  AppendUtf8(
      static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))),
      result);
}

}  // namespace

Utf8Character DecodeUtf8(absl::string_view text) {
  if (IsAscii(text[0])) return {static_cast<char32_t>(text[0]), 1, true};
  utf8proc_int32_t code_point;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (bytes <= 0) return Utf8Character();
  return {static_cast<char32_t>(code_point), static_cast<size_t>(bytes), true};
}

void AppendUtf8(char32_t code_point, std::string* text) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  text->append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

std::optional<size_t> FindInvalidUtf8(absl::string_view text) {
  const size_t valid = ScanUtf8(text).bytes;
  if (valid == text.size()) return std::nullopt;
  return valid;
}

Utf8Prefix ScanUtf8(absl::string_view text, Utf8Prefix known) {
  Utf8Prefix prefix = known;
  for (;;) {
    const size_t ascii = AsciiPrefix(text.substr(prefix.bytes));
    prefix.bytes += ascii;
    prefix.characters += ascii;
    if (prefix.bytes == text.size()) return prefix;
    const Utf8Character character = DecodeUtf8(text.substr(prefix.bytes));
    if (!character.valid) return prefix;
    prefix.bytes += character.bytes;
    ++prefix.characters;
  }
}

size_t CountUtf8(absl::string_view text) {
  size_t characters = 0;
  size_t at = 0;
  for (; at + kWordBytes <= text.size(); at += kWordBytes) {
    characters += CharactersInWord(text.data() + at);
  }
  for (; at < text.size(); ++at) characters += BeginsCharacter(text[at]);
  return characters;
}

size_t OffsetInUtf8(absl::string_view text, size_t index) {
  // `index` characters begin before the one looked for.
  size_t at = 0;
  while (index >= kWordBytes && at + kWordBytes <= text.size()) {
    index -= CharactersInWord(text.data() + at);
    at += kWordBytes;
  }
  for (; at < text.size(); ++at) {
    if (!BeginsCharacter(text[at])) continue;
    if (index == 0) break;
    --index;
  }
  return at;
}

absl::string_view TrimUnicodeSpace(absl::string_view text) {
  while (!text.empty()) {
    const Utf8Character first = DecodeUtf8(text);
    if (!IsWhiteSpace(first)) break;
    text.remove_prefix(first.bytes);
  }
  while (!text.empty()) {
    const Utf8Character last = DecodeLastUtf8(text);
    if (!IsWhiteSpace(last)) break;
    text.remove_suffix(last.bytes);
  }
  return text;
}

std::string ToUpperUtf8(absl::string_view text) {
  const size_t ascii = AsciiPrefix(text);
  std::string result = absl::AsciiStrToUpper(text.substr(0, ascii));
  for (size_t at = ascii; at < text.size();) {
    const Utf8Character character = DecodeUtf8(text.substr(at));
    if (character.valid) {
      AppendUpper(character.code_point, &result);
    } else {
      result.push_back(text[at]);
    }
    at += character.bytes;
  }
  return result;
}

std::string ToLowerUtf8(absl::string_view text) {
  constexpr char32_t kCapitalSigma = 0x03A3;
  const size_t ascii = AsciiPrefix(text);
  std::string result = absl::AsciiStrToLower(text.substr(0, ascii));
  for (size_t at = ascii; at < text.size();) {
    const Utf8Character character = DecodeUtf8(text.substr(at));
    const size_t next = at + character.bytes;
    if (!character.valid) {
      result.push_back(text[at]);
    } else if (character.code_point == kCapitalSigma) {
      AppendUtf8(LowerSigma(text.substr(0, at), text.substr(next)), &result);
    } else {
      AppendLower(character.code_point, &result);
    }
    at = next;
  }
  return result;
}

}  // namespace seq
