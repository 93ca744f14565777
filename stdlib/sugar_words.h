// The operators of the current edition that stand for other words.
//
// The checker chooses the word by the types of the two values on top, see
// SugarTargets in runtime/word.h; nothing here ever runs. The effect of such a
// row lists the alternatives, separated by ` | `.

#ifndef SEQ_STDLIB_SUGAR_WORDS_H_
#define SEQ_STDLIB_SUGAR_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process. Their `run` is null.
absl::Span<const WordRow> SugarWords();

}  // namespace seq

#endif  // SEQ_STDLIB_SUGAR_WORDS_H_
