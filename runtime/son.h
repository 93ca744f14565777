// SON: values as text, for people and for tests.
//
//     list-of 1 lv "two" lv :Point 3.0 4.0 wrap-2 lv
//
// The format is described in docs/language. Map entries come in the order of
// the map. Bytes of strings that are not UTF-8 are shown as U+FFFD.
//
// Iterative, so values may be nested as deep as they like, and linear in the
// size of the text. That is bounded, since a value that contains others several
// times, and those likewise, can have far more text than memory.

#ifndef SEQ_RUNTIME_SON_H_
#define SEQ_RUNTIME_SON_H_

#include <cstddef>
#include <string>

#include "runtime/value.h"

namespace seq {

enum class SonStyle {
  kCompact,  // one line
  kPretty,   // an element a line, two spaces a level; no line break at the end
};

// How long the text that a word makes may become.
inline constexpr size_t kMaxSonBytes = size_t{256} << 20;

// Appends the text of `value` to `text`. Returns false as soon as `text` is
// longer than `max_bytes`, leaving it unfinished. The value may not change
// meanwhile. Thread-safe.
bool AppendSon(const Value& value, SonStyle style, size_t max_bytes,
               std::string* text);

}  // namespace seq

#endif  // SEQ_RUNTIME_SON_H_
