// The words `test.*` of the current edition: assertions and their report.
//
// All strands share TestContext::Global(). An assertion that fails does not
// stop the program.

#ifndef SEQ_STDLIB_TEST_WORDS_H_
#define SEQ_STDLIB_TEST_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> TestWords();

}  // namespace seq

#endif  // SEQ_STDLIB_TEST_WORDS_H_
