// The words `terminal.*` of the current edition.
//
// They work on the terminal of the process, see runtime/terminal.h, whose
// settings are restored when the process ends.

#ifndef SEQ_STDLIB_TERMINAL_WORDS_H_
#define SEQ_STDLIB_TERMINAL_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process. `terminal.read-char` blocks the strand,
// not the others: it waits without a permit.
absl::Span<const WordRow> TerminalWords();

}  // namespace seq

#endif  // SEQ_STDLIB_TERMINAL_WORDS_H_
