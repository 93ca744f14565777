// Checks that concern the names of words in a whole program: `main` is there,
// no name is defined twice, and everything called exists.

#ifndef SEQ_INTERP_NAMES_H_
#define SEQ_INTERP_NAMES_H_

#include <cstdint>

#include "interp/diagnostic.h"
#include "interp/parser.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

struct NameOptions {
  uint32_t main_file = 0;  // where a missing `main` is reported
  bool requires_main = true;
};

// `unions` is the table of `parsed.program`. A definition with the name of a
// built-in word is no error: calls mean the built-in. What is missing in a
// program that could not be read completely is not reported. O(size of the
// program), plus a search for a similar name for each undefined one.
void CheckNames(const ParsedProgram& parsed, const UnionTable& unions,
                const Vocabulary& vocabulary, const NameOptions& options,
                Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_NAMES_H_
