#include "stdlib/string_search.h"

#include <cstring>

namespace seq {

std::optional<size_t> FindBytes(absl::string_view text,
                                absl::string_view needle) {
  if (needle.empty()) return 0;
  // Two-way search; the find of a string view is quadratic in bad cases.
  const void* found =
      ::memmem(text.data(), text.size(), needle.data(), needle.size());
  if (found == nullptr) return std::nullopt;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

absl::string_view ByteSplitter::NextField() {
  const std::optional<size_t> end = FindBytes(text_, delimiter_);
  if (!end.has_value()) {
    done_ = true;
    return text_;
  }
  const absl::string_view part = text_.substr(0, *end);
  text_.remove_prefix(*end + delimiter_.size());
  return part;
}

absl::string_view ByteSplitter::NextByte() {
  if (!started_ || text_.empty()) {
    done_ = started_;
    started_ = true;
    return absl::string_view();
  }
  const absl::string_view part = text_.substr(0, 1);
  text_.remove_prefix(1);
  return part;
}

}  // namespace seq
