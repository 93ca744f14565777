// The words that rearrange the data stack.

#ifndef SEQ_STDLIB_STACK_WORDS_H_
#define SEQ_STDLIB_STACK_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

absl::Span<const WordRow> ClassicStackWords();

}  // namespace seq

#endif  // SEQ_STDLIB_STACK_WORDS_H_
