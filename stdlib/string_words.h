// The words on text of the current edition: `string.…`.
//
// Words on characters (length, char-at, substring, find, trim, case mapping,
// json-escape) count Unicode scalar values and see a string that is not
// well-formed UTF-8 as empty. All others work on bytes. Everything is linear in
// its operands, except for `string.char-at`, which is O(1) after the first look
// at a string, and `string.concat` (see runtime/string_object.h).

#ifndef SEQ_STDLIB_STRING_WORDS_H_
#define SEQ_STDLIB_STRING_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows; they live as long as the process.
absl::Span<const WordRow> StringWords();

}  // namespace seq

#endif  // SEQ_STDLIB_STRING_WORDS_H_
