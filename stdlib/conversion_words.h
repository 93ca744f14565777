// The words of the current edition that turn Ints and Symbols into text and
// back.
//
// The conversions of Floats are among the words for Floats.

#ifndef SEQ_STDLIB_CONVERSION_WORDS_H_
#define SEQ_STDLIB_CONVERSION_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> ConversionWords();

}  // namespace seq

#endif  // SEQ_STDLIB_CONVERSION_WORDS_H_
