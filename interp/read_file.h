// Reading source files.

#ifndef SEQ_INTERP_READ_FILE_H_
#define SEQ_INTERP_READ_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace seq {

// All of a file. The error is kNotFound if there is no such file, else
// kUnavailable; its message starts with "Failed to read source file". Blocks
// while reading.
absl::StatusOr<std::string> ReadSourceFile(const std::string& path);

// The same for an open file, which stays open; `name` is for messages.
absl::StatusOr<std::string> ReadSourceFile(int descriptor,
                                           const std::string& name);

}  // namespace seq

#endif  // SEQ_INTERP_READ_FILE_H_
