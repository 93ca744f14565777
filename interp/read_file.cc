#include "interp/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "interp/limits.h"

namespace seq {
namespace {

absl::Status ReadFailed(absl::string_view name, absl::string_view reason,
                        bool not_found = false) {
  return absl::Status(
      not_found ? absl::StatusCode::kNotFound : absl::StatusCode::kUnavailable,
      absl::StrCat("Failed to read source file '", name, "': ", reason));
}

}  // namespace

absl::StatusOr<std::string> ReadSourceFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return ReadFailed(path, std::strerror(errno),
                      errno == ENOENT || errno == ENOTDIR);
  }
  absl::StatusOr<std::string> text = ReadSourceFile(descriptor, path);
  close(descriptor);
  return text;
}

absl::StatusOr<std::string> ReadSourceFile(int descriptor,
                                           const std::string& name) {
  std::string text;
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t count = read(descriptor, buffer, sizeof(buffer));
    if (count == 0) return text;
    if (count < 0) {
      if (errno == EINTR) continue;
      return ReadFailed(name, std::strerror(errno));
    }
    text.append(buffer, static_cast<size_t>(count));
    if (text.size() > kMaxSourceBytes) {
      return ReadFailed(name, "larger than 2 GiB");
    }
  }
}

}  // namespace seq
