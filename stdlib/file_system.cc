#include "stdlib/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>

#include "runtime/utf8.h"

namespace seq {
namespace {

// A path as the system wants it: with a NUL at the end, and none before. One
// that has a NUL inside becomes empty, which no call of the system accepts.
std::string SystemPath(absl::string_view path) {
  if (path.find('\0') != absl::string_view::npos) return "";
  return std::string(path);
}

std::optional<struct stat> StatusOf(absl::string_view path) {
  struct stat status;
  if (::stat(SystemPath(path).c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool IsDirectory(absl::string_view path) {
  return KindOfFile(path) == FileKind::kDirectory;
}

// `path` up to and including the component that begins at or behind `from`.
absl::string_view ThroughNextComponent(absl::string_view path, size_t from) {
  const size_t begin = path.find_first_not_of('/', from);
  if (begin == absl::string_view::npos) return path;
  return path.substr(0, path.find('/', begin));
}

bool MakeOneDirectory(absl::string_view path) {
  return ::mkdir(SystemPath(path).c_str(), 0777) == 0 || IsDirectory(path);
}

bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

FileKind KindOfFile(absl::string_view path) {
  const std::optional<struct stat> status = StatusOf(path);
  if (!status.has_value()) return FileKind::kNone;
  if (S_ISREG(status->st_mode)) return FileKind::kRegular;
  if (S_ISDIR(status->st_mode)) return FileKind::kDirectory;
  if (S_ISFIFO(status->st_mode)) return FileKind::kFifo;
  return FileKind::kOther;
}

std::optional<int64_t> SizeOfFile(absl::string_view path) {
  const std::optional<struct stat> status = StatusOf(path);
  if (!status.has_value()) return std::nullopt;
  return status->st_size;
}

bool WriteFile(absl::string_view path, absl::string_view bytes, WriteMode mode,
               absl::FunctionRef<void()> before_wait) {
  if (KindOfFile(path) == FileKind::kFifo) before_wait();
  const int how = mode == WriteMode::kAppend ? O_APPEND : O_TRUNC;
  const std::string name = SystemPath(path);
  int descriptor;
  do {
    descriptor =
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return false;
  const bool written = WriteAll(descriptor, bytes);
  // Some file systems find out only now that there is no room.
  const bool closed = ::close(descriptor) == 0 || errno == EINTR;
  return written && closed;
}

bool DeleteFile(absl::string_view path) {
  return ::unlink(SystemPath(path).c_str()) == 0;
}

bool MakeDirectories(absl::string_view path) {
  if (path.empty()) return true;
  if (MakeOneDirectory(path)) return true;
  // Nothing is made of a path that the system refuses as a whole.
  if (path.size() >= PATH_MAX) return false;
  for (size_t at = 0; at < path.size();) {
    const absl::string_view above = ThroughNextComponent(path, at);
    if (!MakeOneDirectory(above)) return false;
    at = above.size();
  }
  return true;
}

bool DeleteDirectory(absl::string_view path) {
  return ::rmdir(SystemPath(path).c_str()) == 0;
}

std::optional<std::vector<std::string>> ListDirectory(absl::string_view path) {
  const std::unique_ptr<DIR, CloseDirectory> directory(
      ::opendir(SystemPath(path).c_str()));
  if (directory == nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    const absl::string_view name = entry->d_name;
    if (name == "." || name == ".." || FindInvalidUtf8(name).has_value()) {
      continue;
    }
    names.emplace_back(name);
  }
  if (errno != 0) return std::nullopt;
  return names;
}

std::optional<std::string> WorkingDirectory() {
  // The C library allocates as much as it takes.
  const std::unique_ptr<char, decltype(&std::free)> path(::getcwd(nullptr, 0),
                                                         &std::free);
  // A directory outside the file system's root has a path that is no path.
  if (path == nullptr || path.get()[0] != '/') return std::nullopt;
  return std::string(path.get());
}

}  // namespace seq
