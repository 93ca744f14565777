// The tables of built-in words in the reference manuals, made from the word
// rows (runtime/word.h), so that what the manual says is what the checker and
// the interpreter read. Pure functions; thread-safe.

#ifndef SEQ_DOCS_WORD_REFERENCE_H_
#define SEQ_DOCS_WORD_REFERENCE_H_

#include <optional>
#include <string>

#include "stdlib/vocabularies.h"  // Edition

namespace seq {

// One headed markdown table per family of words.
std::string WordTables(Edition edition);

// `manual` with everything between its two marker lines replaced by the tables.
// Nullopt if it has no begin marker followed by an end marker.
std::optional<std::string> WithWordTables(const std::string& manual,
                                          Edition edition);

}  // namespace seq

#endif  // SEQ_DOCS_WORD_REFERENCE_H_
