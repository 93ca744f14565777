// Searching and splitting byte strings.
//
// Pure functions, linear in what they look through, whatever it contains: a
// text of a million `a` and a needle of half as many are no trap.

#ifndef SEQ_STDLIB_STRING_SEARCH_H_
#define SEQ_STDLIB_STRING_SEARCH_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"

namespace seq {

// Where `needle` occurs first in `text`, in bytes. An empty one is found at 0.
std::optional<size_t> FindBytes(absl::string_view text,
                                absl::string_view needle);

// Walks through the parts of a text that lie before, between and after the
// occurrences of a delimiter, which do not overlap and are taken from the left.
// An empty delimiter occurs before, between and after all bytes. Does not own
// what it is given.
class ByteSplitter {
 public:
  ByteSplitter(absl::string_view text, absl::string_view delimiter)
      : text_(text), delimiter_(delimiter) {}

  // The next part, or nullopt after the last one.
  std::optional<absl::string_view> Next() {
    if (done_) return std::nullopt;
    return delimiter_.empty() ? NextByte() : NextField();
  }

 private:
  absl::string_view NextField();
  absl::string_view NextByte();

  absl::string_view text_;  // not yet walked through
  const absl::string_view delimiter_;
  bool started_ = false;
  bool done_ = false;
};

}  // namespace seq

#endif  // SEQ_STDLIB_STRING_SEARCH_H_
