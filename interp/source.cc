#include "interp/source.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/strip.h"
#include "runtime/utf8.h"

namespace seq {

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (size_t at = text_.find('\n'); at != std::string::npos;
       at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<uint32_t>(at + 1));
  }
}

LineColumn SourceFile::Position(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const auto after =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  LineColumn position;
  position.line = static_cast<uint32_t>(after - line_starts_.begin());
  const uint32_t line_start = *(after - 1);
  absl::string_view before = text().substr(line_start, offset - line_start);
  while (!before.empty()) {
    before.remove_prefix(DecodeUtf8(before).bytes);
    ++position.column;
  }
  return position;
}

absl::string_view SourceFile::Line(uint32_t line) const {
  if (line < 1 || line > line_starts_.size()) return {};
  const size_t begin = line_starts_[line - 1];
  if (line == line_starts_.size()) return text().substr(begin);
  const size_t line_feed = line_starts_[line] - 1;
  return absl::StripSuffix(text().substr(begin, line_feed - begin), "\r");
}

uint32_t SourceMap::Add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return static_cast<uint32_t>(files_.size() - 1);
}

absl::string_view SourceMap::Text(Span span) const {
  return file(span.file).text().substr(span.begin, span.end - span.begin);
}

}  // namespace seq
