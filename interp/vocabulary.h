// Vocabulary: the built-in words of one edition, found by name.
//
// Built from the rows that stdlib/ and net/ declare; this is all the front end
// knows about built-in words. Immutable after construction, thread-safe.

#ifndef SEQ_INTERP_VOCABULARY_H_
#define SEQ_INTERP_VOCABULARY_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

class Vocabulary {
 public:
  // The rows must outlive the vocabulary.
  Vocabulary(Edition edition,
             absl::Span<const absl::Span<const WordRow>> families);

  Edition edition() const { return edition_; }
  // Null if the edition has no built-in word of that name. O(1).
  const WordRow* Find(absl::string_view name) const;
  // All rows, in the order of the families.
  const std::vector<const WordRow*>& rows() const { return rows_; }

 private:
  Edition edition_;
  std::vector<const WordRow*> rows_;
  absl::flat_hash_map<absl::string_view, const WordRow*> by_name_;
};

}  // namespace seq

#endif  // SEQ_INTERP_VOCABULARY_H_
