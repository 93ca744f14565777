#include "interp/suggest.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"

namespace seq {
namespace {

// Longer names are not compared: nobody misspells them by accident.
constexpr size_t kMaxLength = 64;

std::string Fold(absl::string_view name) {
  std::string folded = absl::AsciiStrToLower(name);
  std::replace(folded.begin(), folded.end(), '_', '-');
  return folded;
}

// Levenshtein distance, or `limit` + 1 if it is larger. The classic two-row
// dynamic programme (Wagner and Fischer, 1974).
size_t Distance(absl::string_view a, absl::string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> previous(b.size() + 1);
  std::vector<size_t> current(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replace, previous[j] + 1, current[j - 1] + 1});
    }
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

absl::string_view ClosestName(
    absl::string_view name, const std::vector<absl::string_view>& candidates) {
  if (name.size() > kMaxLength) return {};
  const std::string folded = Fold(name);
  size_t limit = std::min<size_t>(3, name.size() / 3);
  absl::string_view closest;
  for (const absl::string_view candidate : candidates) {
    const size_t distance = Distance(folded, Fold(candidate), limit);
    if (distance > limit || (distance == limit && !closest.empty())) continue;
    closest = candidate;
    limit = distance;
  }
  return closest;
}

}  // namespace seq
