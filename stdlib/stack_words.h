// The words that rearrange the data stack.
//
// Most are the same in both editions. `pick` is not: in the classic edition
// channels and sockets count as the numbers they show, in the current one only
// an Int is an index.
//
// `>aux` and `aux>` use the strand's one side stack (Strand::aux): the checker
// makes sure that every body leaves it as it found it, so that no body ever
// reaches what its callers put there.

#ifndef SEQ_STDLIB_STACK_WORDS_H_
#define SEQ_STDLIB_STACK_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The words of the current edition, then of the classic one. The rows live as
// long as the process; those of both editions are said once.
absl::Span<const WordRow> StackWords();
absl::Span<const WordRow> ClassicStackWords();

}  // namespace seq

#endif  // SEQ_STDLIB_STACK_WORDS_H_
