// Where `include std:NAME` finds its module.

#ifndef SEQ_CLI_STANDARD_MODULES_H_
#define SEQ_CLI_STANDARD_MODULES_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "interp/modules.h"

namespace seq {

// The module that is part of this program, else NAME.seq in the first of these
// directories that exists: $SEQ_STDLIB, `stdlib` beside the executable or one
// level above it, `./stdlib`. Warns on standard error, once, if SEQ_STDLIB is
// no directory. May read a file and block meanwhile. Thread-safe.
std::optional<StandardModule> LoadStandardModule(absl::string_view name);

}  // namespace seq

#endif  // SEQ_CLI_STANDARD_MODULES_H_
