// Which edition of the language a program is written in.
//
// Whoever starts the interpreter may say so; else the program may, in a
// comment; else the words it calls tell. One program, one edition, includes
// too.

#ifndef SEQ_INTERP_EDITION_H_
#define SEQ_INTERP_EDITION_H_

#include <cstdint>
#include <optional>

#include "interp/diagnostic.h"
#include "interp/source.h"
#include "interp/vocabulary.h"
#include "runtime/word.h"

namespace seq {

// The edition a file asks for in a line `# edition: NAME` among its first
// comments; nullopt if it does not. An unknown name is reported.
std::optional<Edition> DeclaredEdition(const SourceMap& sources, uint32_t file,
                                       Diagnostics& diagnostics);

// The edition of a file that asks for none: the current one, unless it calls a
// word that only the classic vocabulary has and that it does not define itself.
// A file with an include or a union is not classic, whatever it calls: that
// edition has neither. Reports nothing; a file that cannot be read is current.
// O(size of the file).
Edition DetectEdition(const SourceMap& sources, uint32_t file,
                      const Vocabulary& classic, const Vocabulary& current);

}  // namespace seq

#endif  // SEQ_INTERP_EDITION_H_
