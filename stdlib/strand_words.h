// Strands and channels.

#ifndef SEQ_STDLIB_STRAND_WORDS_H_
#define SEQ_STDLIB_STRAND_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// Needs StrandPoolOptions::channels.
absl::Span<const WordRow> ClassicStrandWords();

}  // namespace seq

#endif  // SEQ_STDLIB_STRAND_WORDS_H_
