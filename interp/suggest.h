// "Did you mean": the known name that somebody who wrote an unknown one wants.

#ifndef SEQ_INTERP_SUGGEST_H_
#define SEQ_INTERP_SUGGEST_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

// The names that `name` goes by here if it is a word of another edition, or of
// languages people come from: `+` is `add` in one edition, `i.+` in the other.
// Candidates, most likely first; empty for unknown names. Not all need exist.
std::vector<absl::string_view> KnownAliases(absl::string_view name);

// The candidate a reader would think of when seeing `name`, or an empty view:
// the smallest edit distance, at most a third of the name's length and at most
// three, where case and the difference between `-` and `_` count nothing.
// O(candidates × length²).
absl::string_view ClosestName(absl::string_view name,
                              const std::vector<absl::string_view>& candidates);

}  // namespace seq

#endif  // SEQ_INTERP_SUGGEST_H_
