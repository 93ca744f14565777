// The manual of diagnostics, docs/errors.md, made from the table of codes
// (interp/diagnostic_code.def) and the programs of the golden tests, so that
// what it shows is what the interpreter says.
//
// For the code `some-code` of an error it needs, below testdata/:
//
//   diagnostics/some_code.seq, or some_code_current.seq, which is preferred
//   the .stderr file beside it
//   diagnostics_good/some_code.seq
//
// Warnings are only listed. No state; any thread.

#ifndef SEQ_DOCS_ERROR_REFERENCE_H_
#define SEQ_DOCS_ERROR_REFERENCE_H_

#include <functional>
#include <optional>
#include <string>

namespace seq {

// Where the manual is, from the root of the source tree.
inline constexpr char kErrorManual[] = "docs/errors.md";

// The content of a file, its path from the root of the source tree; nullopt if
// there is none.
using FileReader =
    std::function<std::optional<std::string>(const std::string& path)>;

// The whole text of the manual. If a file is missing or cannot be shown,
// nullopt, and `*error` says which. Blocks as `read` does.
std::optional<std::string> ErrorReference(const FileReader& read,
                                          std::string* error);

}  // namespace seq

#endif  // SEQ_DOCS_ERROR_REFERENCE_H_
