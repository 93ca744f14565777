#include "interp/effect_names.h"

#include <algorithm>

#include "absl/strings/str_split.h"

namespace seq {

EffectNames NamesInEffect(absl::string_view effect) {
  const std::vector<absl::string_view> names =
      absl::StrSplit(effect, ' ', absl::SkipEmpty());
  const auto separator = std::find(names.begin(), names.end(), "--");
  // Both sides start with two parts that are no value.
  return {{names.begin() + 2, separator}, {separator + 2, names.end() - 1}};
}

}  // namespace seq
