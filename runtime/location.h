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
  absl::string_view line_text;  // the whole line, without the line break
  uint32_t begin = 0;           // the marked bytes of line_text: [begin, end),
  uint32_t end = 0;             // where end may lie beyond the line
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
