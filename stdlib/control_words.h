// The words that run quotations: call, the loops, cond.

#ifndef SEQ_STDLIB_CONTROL_WORDS_H_
#define SEQ_STDLIB_CONTROL_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

absl::Span<const WordRow> ClassicControlWords();

}  // namespace seq

#endif  // SEQ_STDLIB_CONTROL_WORDS_H_
