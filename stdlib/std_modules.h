// The standard modules of the current edition: the Seq source texts that
// `include std:NAME` stands for. They are written in Seq (stdlib/std/*.seq) and
// part of the program, so that it needs no files at run time.
//
// Thread-safety: everything here is constant and safe to use from any thread.

#ifndef SEQ_STDLIB_STD_MODULES_H_
#define SEQ_STDLIB_STD_MODULES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace seq {

// The source text of the module `name`, such as "imath", or nothing if there is
// no such module. The text lives as long as the program. O(log modules).
absl::optional<absl::string_view> FindStandardModule(absl::string_view name);

// The names of all standard modules in the order of their bytes, without
// "std:". They live as long as the program.
std::vector<absl::string_view> StandardModuleNames();

}  // namespace seq

#endif  // SEQ_STDLIB_STD_MODULES_H_
