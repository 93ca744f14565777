// Checks that concern the names of a whole program: `main` is there, no name is
// defined twice, and everything called exists.

#ifndef SEQ_INTERP_NAMES_H_
#define SEQ_INTERP_NAMES_H_

#include <string>
#include <vector>

#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/vocabulary.h"

namespace seq {

// `file` is the main file; `broken_names` are words whose definitions had
// syntax errors and are therefore not in `program`. O(size of the program),
// plus a search for a similar name for each undefined one.
void CheckNames(const Program& program, uint32_t file,
                const std::vector<std::string>& broken_names,
                const Vocabulary& vocabulary, Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_NAMES_H_
