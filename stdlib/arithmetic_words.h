// Integer arithmetic, comparison and logic.

#ifndef SEQ_STDLIB_ARITHMETIC_WORDS_H_
#define SEQ_STDLIB_ARITHMETIC_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// 64-bit wrapping arithmetic; truth values are the Ints 0 and 1. Channels and
// sockets count as their numbers here and are pinned by these words.
absl::Span<const WordRow> ClassicArithmeticWords();

}  // namespace seq

#endif  // SEQ_STDLIB_ARITHMETIC_WORDS_H_
