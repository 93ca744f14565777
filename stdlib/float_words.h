// The words of the current edition for Floats.
//
// Floats are IEEE 754 doubles: nothing here fails, results that are none are
// infinities or NaN. The functions are those of the C library.

#ifndef SEQ_STDLIB_FLOAT_WORDS_H_
#define SEQ_STDLIB_FLOAT_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> FloatWords();

}  // namespace seq

#endif  // SEQ_STDLIB_FLOAT_WORDS_H_
