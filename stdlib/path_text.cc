#include "stdlib/path_text.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace seq {
namespace {

// How much of `path` is its beginning, a slash or a component `.`, which is not
// removed like other components.
size_t BeginningSize(absl::string_view path) {
  const bool rooted = absl::StartsWith(path, "/");
  const bool here = path == "." || absl::StartsWith(path, "./");
  return rooted || here ? 1 : 0;
}

// Where the last component of `path` starts, behind the beginning.
size_t LastComponentAt(absl::string_view path, size_t beginning) {
  const size_t slash = path.rfind('/');
  if (slash == absl::string_view::npos) return beginning;
  return std::max(slash + 1, beginning);
}

// `path` without slashes and components `.` at its end, as far as they lie
// behind the beginning.
absl::string_view TrimEnd(absl::string_view path) {
  const size_t beginning = BeginningSize(path);
  while (path.size() > beginning) {
    const size_t at = LastComponentAt(path, beginning);
    const absl::string_view last = path.substr(at);
    if (!last.empty() && last != ".") break;
    // The slash before the component goes with it, unless that is the root.
    path = path.substr(0, at > beginning ? at - 1 : beginning);
  }
  return path;
}

}  // namespace

std::string JoinPath(absl::string_view base, absl::string_view component) {
  if (base.empty() || absl::StartsWith(component, "/")) {
    return std::string(component);
  }
  const absl::string_view separator = absl::EndsWith(base, "/") ? "" : "/";
  return absl::StrCat(base, separator, component);
}

std::optional<absl::string_view> PathParent(absl::string_view path) {
  path = TrimEnd(path);
  if (path.empty() || path == "/") return std::nullopt;
  if (path == ".") return path.substr(0, 0);
  return TrimEnd(path.substr(0, LastComponentAt(path, BeginningSize(path))));
}

std::optional<absl::string_view> PathFilename(absl::string_view path) {
  path = TrimEnd(path);
  if (path.empty() || path == "/" || path == ".") return std::nullopt;
  const absl::string_view last =
      path.substr(LastComponentAt(path, BeginningSize(path)));
  if (last == "..") return std::nullopt;
  return last;
}

}  // namespace seq
