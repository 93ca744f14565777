// The way of a program through the front end, in one place:
//
//   source → tokens → syntax tree → names → types → executable tree
//
// Each step is one function; see the headers of lexer, parser, names, checker
// and lowering.

#ifndef SEQ_INTERP_PIPELINE_H_
#define SEQ_INTERP_PIPELINE_H_

#include <memory>
#include <optional>

#include "interp/diagnostic.h"
#include "interp/executable.h"
#include "interp/source.h"
#include "interp/vocabulary.h"
#include "runtime/word.h"

namespace seq {

// The edition a file asks for in a line `# edition: NAME` among its first
// comments; nullopt if it does not. An unknown name is reported.
std::optional<Edition> DeclaredEdition(const SourceMap& sources, uint32_t file,
                                       Diagnostics& diagnostics);

// Compiles file number `file` of `sources`. Null if and only if something was
// reported. `sources` and `vocabulary` must outlive the result.
std::unique_ptr<Executable> Compile(const SourceMap& sources, uint32_t file,
                                    const Vocabulary& vocabulary,
                                    Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PIPELINE_H_
