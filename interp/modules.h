// Modules: a program's main file and everything it includes, as one program.
//
// There are no namespaces: the definitions of all files become one Program, the
// main file's first, then those of the included files, depth first in the order
// of the includes. Every file is read once, however often and from wherever it
// is included; cycles are fine.

#ifndef SEQ_INTERP_MODULES_H_
#define SEQ_INTERP_MODULES_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "interp/diagnostic.h"
#include "interp/parser.h"
#include "interp/source.h"
#include "runtime/word.h"

namespace seq {

// The text of a module of the standard library.
struct StandardModule {
  std::string text;
  // Where paths in its own includes start; empty if it is not a file.
  std::string directory;
};

// Finds a module by its name, `list` for `include std:list`; nullopt if there
// is none. The front end does not know where modules come from.
using StandardModules =
    std::function<std::optional<StandardModule>(absl::string_view name)>;

// Parses file number `main_file` of `sources` and what it includes, which is
// added to `sources`: standard modules as `<stdlib:NAME>`, other files under
// the path from which they were read. `standard_modules` may be empty. Reads
// files and blocks meanwhile. O(size of all files).
ParsedProgram ParseProgram(SourceMap& sources, uint32_t main_file,
                           Edition edition,
                           const StandardModules& standard_modules,
                           Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_MODULES_H_
