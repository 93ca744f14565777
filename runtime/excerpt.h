// Excerpt: a source line with a part of it marked, as messages show it.
//
// Used by diagnostics and by run-time errors, so that both look alike:
//
//     3 | the source line
//       |     ^^^^^^
//
// A long line is cut to a window around the mark; control characters and bytes
// that are not UTF-8 are shown as U+FFFD, tabs as one space. Work is bounded by
// the window, not by the length of the line.

#ifndef SEQ_RUNTIME_EXCERPT_H_
#define SEQ_RUNTIME_EXCERPT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

struct Excerpt {
  std::string text;   // the visible part of the line
  size_t indent = 0;  // characters before the mark
  size_t carets = 1;  // how many characters are marked
};

// Marks the bytes [begin, end) of `line`; `end` may lie beyond the line.
Excerpt MakeExcerpt(absl::string_view line, size_t begin, size_t end);

// The two lines of text, each ending in a line break. `before_carets` and
// `behind_carets` switch a terminal's colour on and off.
std::string RenderExcerpt(const Excerpt& excerpt, size_t line_number,
                          absl::string_view before_carets = "",
                          absl::string_view behind_carets = "");

// `text` with control characters made harmless, as in an excerpt.
std::string ShownText(absl::string_view text);

// The same with very long words cut: for messages, and names in them.
std::string AbbreviatedText(absl::string_view text);

}  // namespace seq

#endif  // SEQ_RUNTIME_EXCERPT_H_
