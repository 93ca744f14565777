// Source text and places in it.
//
// Phases speak of places as Spans (a file and a byte range); lines, columns and
// the text of a line are worked out only when a message is shown.

#ifndef SEQ_INTERP_SOURCE_H_
#define SEQ_INTERP_SOURCE_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

// A half-open byte range [begin, end) of one file of a SourceMap.
struct Span {
  uint32_t file = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

// The smallest span that covers both. REQUIRES: same file, a before b.
inline Span Cover(Span a, Span b) { return {a.file, a.begin, b.end}; }

// A position as people count: line and column from 1, the column in characters
// (Unicode scalar values; a byte that is not valid UTF-8 counts as one).
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

// One source file. Immutable after construction.
class SourceFile {
 public:
  // `path` is the name messages use. REQUIRES: text.size() <= kMaxSourceBytes.
  SourceFile(std::string path, std::string text);

  absl::string_view path() const { return path_; }
  absl::string_view text() const { return text_; }

  // Offsets behind the end count as the end. O(log lines + length of the line).
  LineColumn Position(uint32_t offset) const;
  // The line (from 1) without its line break, LF or CR LF; empty if there is no
  // such line. O(1).
  absl::string_view Line(uint32_t line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

// All files of a program. Files are only added; references and views stay valid
// for the lifetime of the map.
class SourceMap {
 public:
  SourceMap() = default;
  SourceMap(const SourceMap&) = delete;
  SourceMap& operator=(const SourceMap&) = delete;

  // Returns the number of the new file, for Span::file.
  uint32_t Add(std::string path, std::string text);

  const SourceFile& file(uint32_t number) const { return files_[number]; }
  absl::string_view Text(Span span) const;

 private:
  std::deque<SourceFile> files_;
};

}  // namespace seq

#endif  // SEQ_INTERP_SOURCE_H_
