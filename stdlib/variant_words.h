// The words of the current edition for variants.
//
// They work on every variant: lists, values of unions, and what the words here
// make.

#ifndef SEQ_STDLIB_VARIANT_WORDS_H_
#define SEQ_STDLIB_VARIANT_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> VariantWords();

}  // namespace seq

#endif  // SEQ_STDLIB_VARIANT_WORDS_H_
