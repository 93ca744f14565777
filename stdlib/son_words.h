// The words of the current edition that show values as SON text.
//
// `stack.dump` uses the Output of the pool of the strand, which must be there.

#ifndef SEQ_STDLIB_SON_WORDS_H_
#define SEQ_STDLIB_SON_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> SonWords();

}  // namespace seq

#endif  // SEQ_STDLIB_SON_WORDS_H_
