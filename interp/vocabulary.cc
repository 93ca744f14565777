#include "interp/vocabulary.h"

namespace seq {

Vocabulary::Vocabulary(Edition edition,
                       absl::Span<const absl::Span<const WordRow>> families)
    : edition_(edition) {
  for (const absl::Span<const WordRow> family : families) {
    for (const WordRow& row : family) {
      if (!Includes(row.editions, edition)) continue;
      rows_.push_back(&row);
      by_name_.emplace(row.name, &row);
    }
  }
}

const WordRow* Vocabulary::Find(absl::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace seq
