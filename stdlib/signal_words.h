// Signals from outside, as flags a program looks at.

#ifndef SEQ_STDLIB_SIGNAL_WORDS_H_
#define SEQ_STDLIB_SIGNAL_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// Signals reach the flags while a SignalThread exists.
absl::Span<const WordRow> SignalWords();

}  // namespace seq

#endif  // SEQ_STDLIB_SIGNAL_WORDS_H_
