// The words of the current edition for standard input and output and for the
// arguments of the program.
//
// They use the Output, the Input and the arguments of the strand's pool
// (StrandPoolOptions). Output and Input must be there when a word that uses
// them runs; without arguments there is only the program's name, "".

#ifndef SEQ_STDLIB_CONSOLE_WORDS_H_
#define SEQ_STDLIB_CONSOLE_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> ConsoleWords();

}  // namespace seq

#endif  // SEQ_STDLIB_CONSOLE_WORDS_H_
