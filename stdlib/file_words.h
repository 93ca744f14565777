// The words on files and directories of the current edition: `file.…`, `dir.…`.
//
// What does not work gives a failure value, never a run-time error. A path that
// is not valid UTF-8 counts as the empty one. The words call the system inside
// a SystemCallScope, so other strands go on when it takes long, and give the
// permit up before they wait for the other end of a FIFO or for a terminal.

#ifndef SEQ_STDLIB_FILE_WORDS_H_
#define SEQ_STDLIB_FILE_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows; they live as long as the process.
absl::Span<const WordRow> FileWords();

}  // namespace seq

#endif  // SEQ_STDLIB_FILE_WORDS_H_
