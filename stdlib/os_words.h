// The words on the operating system of the current edition: environment,
// working directory, paths, the end of the process, what it runs on.
//
// What does not work gives a failure value; only a wrong exit status is a
// run-time error. A path that is not valid UTF-8 counts as the empty one.

#ifndef SEQ_STDLIB_OS_WORDS_H_
#define SEQ_STDLIB_OS_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows; they live as long as the process.
absl::Span<const WordRow> OsWords();

}  // namespace seq

#endif  // SEQ_STDLIB_OS_WORDS_H_
