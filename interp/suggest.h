// "Did you mean": the known name that somebody who wrote an unknown one wants.

#ifndef SEQ_INTERP_SUGGEST_H_
#define SEQ_INTERP_SUGGEST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

// The names that `name` goes by here if it is a word of another edition, or of
// languages people come from: `write_line` in one edition is `io.write-line` in
// the other. Candidates, most likely first; empty for unknown names. Not all
// need exist.
std::vector<absl::string_view> KnownAliases(absl::string_view name);

// The name that replaced `name` when the language gave it up, empty if there is
// none.
std::string RenamedTo(absl::string_view name);

// The module of the standard library that defines `name`, or an empty view.
absl::string_view ModuleOf(absl::string_view name);

// The candidate a reader would think of when seeing `name`, or an empty view:
// the smallest edit distance, at most a third of the name's length and at most
// three, where case and the difference between `-` and `_` count nothing.
// O(candidates × length²).
absl::string_view ClosestName(absl::string_view name,
                              const std::vector<absl::string_view>& candidates);

// The candidate with the smallest edit distance, at most `limit`, the first of
// several; an empty view if there is none. O(candidates × length²).
absl::string_view ClosestWithin(
    absl::string_view name, const std::vector<absl::string_view>& candidates,
    size_t limit);

}  // namespace seq

#endif  // SEQ_INTERP_SUGGEST_H_
