// The words of the current edition for lists.
//
// A list is a variant tagged `List`, and these words take any variant: what
// they make keeps its tag. They change a list in place when nothing else refers
// to it, so that building one element by element is linear.

#ifndef SEQ_STDLIB_LIST_WORDS_H_
#define SEQ_STDLIB_LIST_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> ListWords();

}  // namespace seq

#endif  // SEQ_STDLIB_LIST_WORDS_H_
