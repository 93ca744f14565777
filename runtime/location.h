// Where in the source something is, as run-time messages show it.

#ifndef SEQ_RUNTIME_LOCATION_H_
#define SEQ_RUNTIME_LOCATION_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace seq {

// Identifies one place in the running program's source: a call, a literal, a
// quotation. The numbers are given out by lowering.
using SiteId = uint32_t;

// A site spelled out. The views live as long as the program.
struct Location {
  absl::string_view path;       // as the user named the file
  uint32_t line = 0;            // from 1
  uint32_t column = 0;          // from 1, in characters
  uint32_t length = 1;          // of the marked text, in characters
  // What to show of the line, without the line break: all of it, or of a very
  // long line only the marked text.
  absl::string_view line_text;
  // The column where the marked text starts in line_text; 0 means `column`.
  uint32_t excerpt_column = 0;
  absl::string_view word;       // the definition the place stands in
  absl::string_view text;       // the marked text itself
};

// Turns sites into locations. Implemented by the phase that made the sites, so
// that the run time needs to know nothing about source files.
// Thread-safe: implementations are immutable while a program runs.
class LocationTable {
 public:
  virtual ~LocationTable() = default;
  virtual Location Resolve(SiteId site) const = 0;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_LOCATION_H_
