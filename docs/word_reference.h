// The tables of words in the reference manuals: of built-in words, made from
// the word rows (runtime/word.h), so that what the manual says is what the
// checker and the interpreter read, and for the current edition of the words of
// the standard modules, with examples. Pure functions; thread-safe.

#ifndef SEQ_DOCS_WORD_REFERENCE_H_
#define SEQ_DOCS_WORD_REFERENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "docs/word_examples.h"
#include "stdlib/vocabularies.h"  // Edition

namespace seq {

// One headed markdown table per family of words and, in the current edition,
// per standard module. Only the current edition has examples.
std::string WordTables(Edition edition,
                       const std::vector<WordExample>& examples);

// `manual` with everything between its two marker lines replaced by `tables`.
// Nullopt if it has no begin marker followed by an end marker.
std::optional<std::string> WithWordTables(const std::string& manual,
                                          const std::string& tables);

}  // namespace seq

#endif  // SEQ_DOCS_WORD_REFERENCE_H_
