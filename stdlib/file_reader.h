// Reading files: piece by piece, and line by line.
//
// A file that somebody else (or the program itself) appends to while it is read
// is read to where it ended when it was opened, so reading always ends. A thing
// without an end that is no file, such as /dev/zero, is an error once it has
// given kMaxEndless bytes (or as much in one line).
//
// Not thread-safe: for one thread at a time. All methods but the destructors
// may block for as long as the system does, and call `before_wait` before they
// wait for somebody else: another end of a FIFO, a user at a terminal. Memory
// does not depend on the size of the file.

#ifndef SEQ_STDLIB_FILE_READER_H_
#define SEQ_STDLIB_FILE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace seq {

class FileReader {
 public:
  static constexpr size_t kPieceBytes = 64 * 1024;
  // What is read at most from something that has no size of its own.
  static constexpr size_t kMaxEndless = size_t{256} << 20;

  // Opens the file. A path with a NUL byte, or a directory, does not work; see
  // is_open().
  FileReader(absl::string_view path, absl::FunctionRef<void()> before_wait);
  ~FileReader();
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  // True for a file on a disk or the like, whose size is known.
  bool is_sized() const { return limit_.has_value(); }
  // How much of a sized file is left; 0 for others.
  uint64_t left() const { return limit_.has_value() ? *limit_ - position_ : 0; }

  // The next piece, empty at the end; nullopt if the system fails to read it.
  // The view is valid until the next call. REQUIRES: is_open().
  std::optional<absl::string_view> ReadPiece(
      absl::FunctionRef<void()> before_wait);

 private:
  // Sets the limit of a regular file that has a size.
  bool FindLimit();
  // Whether a read may have to wait.
  bool IsEmptyNow() const;

  int descriptor_ = -1;
  std::optional<uint64_t> limit_;
  uint64_t position_ = 0;
  std::string buffer_;
};

// The lines of a file.
class LineReader {
 public:
  // Opens the file, see FileReader.
  LineReader(absl::string_view path, absl::FunctionRef<void()> before_wait)
      : file_(path, before_wait) {}

  bool is_open() const { return file_.is_open(); }

  enum class Result : uint8_t { kLine, kEnd, kError };

  // Makes `line` the next line, ending in one LF whatever it ended in before
  // (LF, CR LF, or the end of the file). kError if the system fails to read.
  // REQUIRES: is_open().
  Result Next(std::string* line, absl::FunctionRef<void()> before_wait);

 private:
  FileReader file_;
  absl::string_view piece_;  // read, not yet handed out
};

}  // namespace seq

#endif  // SEQ_STDLIB_FILE_READER_H_
