// The words of the current edition for maps.
//
// Keys are Ints, Strings and Bools. These words change a map in place when
// nothing else refers to it, so setting or removing a key is O(1) then. Walks
// follow the order in which the keys were first set.

#ifndef SEQ_STDLIB_MAP_WORDS_H_
#define SEQ_STDLIB_MAP_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> MapWords();

}  // namespace seq

#endif  // SEQ_STDLIB_MAP_WORDS_H_
