// Paths as text: taking them apart and putting them together without looking at
// the file system.
//
// Components are separated by one or more slashes. A component `.` counts only
// at the very beginning of a path that does not begin with a slash. Nothing is
// resolved: `..` is a component like others.
//
// Pure functions, linear; results of PathParent and PathFilename are parts of
// `path`.

#ifndef SEQ_STDLIB_PATH_TEXT_H_
#define SEQ_STDLIB_PATH_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

// `component` alone if it begins with a slash or `base` is empty, else both
// with a slash between them unless `base` ends with one.
std::string JoinPath(absl::string_view base, absl::string_view component);

// `path` without its last component: `/a/b/c.txt` -> `/a/b`, `/foo` -> `/`,
// `foo` -> nothing. nullopt if there is no component: for `` and `/`.
std::optional<absl::string_view> PathParent(absl::string_view path);

// The last component: `foo/` -> `foo`, `a/.` -> `a`. nullopt if there is none
// or it is `.` or `..`.
std::optional<absl::string_view> PathFilename(absl::string_view path);

}  // namespace seq

#endif  // SEQ_STDLIB_PATH_TEXT_H_
