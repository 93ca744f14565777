// The words of the classic edition for standard input and output.
//
// They use the Output and Input of the strand's pool (StrandPoolOptions), which
// must both be there when one of these words runs.

#ifndef SEQ_STDLIB_IO_WORDS_H_
#define SEQ_STDLIB_IO_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> ClassicIoWords();

}  // namespace seq

#endif  // SEQ_STDLIB_IO_WORDS_H_
