// The words on strings of the classic edition, and int->string.
//
// Strings are bytes; only string-trim, the case words and string-split with an
// empty delimiter decode them, and take bytes that are not UTF-8 as characters
// of their own (runtime/utf8.h). None of the words waits.

#ifndef SEQ_STDLIB_TEXT_WORDS_H_
#define SEQ_STDLIB_TEXT_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> ClassicTextWords();

}  // namespace seq

#endif  // SEQ_STDLIB_TEXT_WORDS_H_
