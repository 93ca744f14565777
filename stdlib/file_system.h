// The files and directories of the system, as the words on them need them.
//
// Every function tells whether it worked and nothing more, since that is all a
// program learns. A path that the system cannot have, because it contains a NUL
// byte, does not work; nor does an empty one, unless a comment says otherwise.
//
// Thread-safe. All functions may block for as long as the system does.

#ifndef SEQ_STDLIB_FILE_SYSTEM_H_
#define SEQ_STDLIB_FILE_SYSTEM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace seq {

enum class FileKind : uint8_t { kNone, kRegular, kDirectory, kFifo, kOther };

// What the path leads to, links followed; kNone if it leads nowhere or cannot
// be followed.
FileKind KindOfFile(absl::string_view path);

// The size the system reports, links followed.
std::optional<int64_t> SizeOfFile(absl::string_view path);

enum class WriteMode : uint8_t { kReplace, kAppend };

// Writes all of `bytes` to the file, which is made if there is none. After a
// failure it may hold a part of them. Calls `before_wait` first if the file is
// a FIFO: somebody else must read it.
bool WriteFile(absl::string_view path, absl::string_view bytes, WriteMode mode,
               absl::FunctionRef<void()> before_wait);

// Removes a file or a link, not a directory.
bool DeleteFile(absl::string_view path);

// Makes a directory and those above it. True if it exists already, and for the
// empty path.
bool MakeDirectories(absl::string_view path);

// Removes an empty directory.
bool DeleteDirectory(absl::string_view path);

// The names in a directory that are valid UTF-8, without `.` and `..`, in the
// system's order.
std::optional<std::vector<std::string>> ListDirectory(absl::string_view path);

// The absolute path of the working directory.
std::optional<std::string> WorkingDirectory();

}  // namespace seq

#endif  // SEQ_STDLIB_FILE_SYSTEM_H_
