// The words of the current edition that read clocks and wait for time.

#ifndef SEQ_STDLIB_TIME_WORDS_H_
#define SEQ_STDLIB_TIME_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process. `time.sleep-ms` blocks the strand, not
// the others: it waits without a permit.
absl::Span<const WordRow> TimeWords();

}  // namespace seq

#endif  // SEQ_STDLIB_TIME_WORDS_H_
