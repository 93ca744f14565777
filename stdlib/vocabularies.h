// The vocabularies: which families of words make up an edition.

#ifndef SEQ_STDLIB_VOCABULARIES_H_
#define SEQ_STDLIB_VOCABULARIES_H_

#include <vector>

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// A family of words under the title the reference manual gives it.
struct WordFamily {
  absl::string_view title;
  absl::Span<const WordRow> rows;
};

// All families of an edition, in the order of the manual.
std::vector<WordFamily> WordFamilies(Edition edition);

}  // namespace seq

#endif  // SEQ_STDLIB_VOCABULARIES_H_
