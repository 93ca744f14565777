// The words of the current edition for Ints and Bools: arithmetic, comparison,
// bits, logic.
//
// Ints have 63 bits. Sums, differences, products and negations wrap; shifts
// give 0 where the result does not fit; words that can fail (division, powers)
// push a Bool above their result. No word here accepts a value of another kind,
// a channel or socket in particular has no number in this edition.

#ifndef SEQ_STDLIB_INT_WORDS_H_
#define SEQ_STDLIB_INT_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> IntWords();

}  // namespace seq

#endif  // SEQ_STDLIB_INT_WORDS_H_
