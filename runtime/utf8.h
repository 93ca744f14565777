// UTF-8: what the words on text need to know about it.
//
// Strings hold arbitrary bytes. Everything here accepts any bytes: one that is
// not part of a well-formed sequence counts as a character of its own and is
// copied unchanged. Well-formed is what Unicode says: shortest form, at most
// U+10FFFF, no surrogates.
//
// All functions are pure and linear in the size of the text, with a fast path
// for ASCII. Unicode data: utf8proc 2.8 (Unicode 15), SpecialCasing.txt for the
// mappings to several characters, which utf8proc does not have.

#ifndef SEQ_RUNTIME_UTF8_H_
#define SEQ_RUNTIME_UTF8_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

struct Utf8Character {
  char32_t code_point = 0;  // meaningless unless valid
  size_t bytes = 1;         // how far to advance
  bool valid = false;
};

// The first character of `text`. REQUIRES: `text` is not empty.
Utf8Character DecodeUtf8(absl::string_view text);

// REQUIRES: `code_point` is a Unicode scalar value.
void AppendUtf8(char32_t code_point, std::string* text);

// The position of the first byte that does not begin a well-formed character
// where one must begin, or nullopt if all of `text` is well-formed.
std::optional<size_t> FindInvalidUtf8(absl::string_view text);

// How much of a text is well-formed.
struct Utf8Prefix {
  size_t bytes = 0;       // of the longest well-formed prefix
  size_t characters = 0;  // in that prefix
};

// Continues to look at `text` where `known`, a well-formed prefix of it, ends.
// Linear in what lies behind `known`.
Utf8Prefix ScanUtf8(absl::string_view text, Utf8Prefix known = {});

// How many characters `text` has. REQUIRES: `text` is well-formed.
size_t CountUtf8(absl::string_view text);

// Where the character with this index begins; text.size() for the index behind
// the last one. Linear in the index. REQUIRES: `text` is well-formed and has at
// least `index` characters.
size_t OffsetInUtf8(absl::string_view text, size_t index);

// `text` without the characters with the Unicode property White_Space at both
// ends.
absl::string_view TrimUnicodeSpace(absl::string_view text);

// Full case mapping, independent of the locale: one character may become up to
// three (`ß` -> `SS`), and a capital sigma at the end of a word becomes `ς`.
std::string ToUpperUtf8(absl::string_view text);
std::string ToLowerUtf8(absl::string_view text);

}  // namespace seq

#endif  // SEQ_RUNTIME_UTF8_H_
