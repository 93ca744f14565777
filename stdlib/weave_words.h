// Strands and weaves of the current edition.

#ifndef SEQ_STDLIB_WEAVE_WORDS_H_
#define SEQ_STDLIB_WEAVE_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

absl::Span<const WordRow> WeaveWords();

}  // namespace seq

#endif  // SEQ_STDLIB_WEAVE_WORDS_H_
