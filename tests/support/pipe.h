// A pipe and the little that tests of input and output do with one.
//
// Both ends are closed with the object. Thread-safe as far as the system calls
// are: different threads may use different ends.

#ifndef SEQ_TESTS_SUPPORT_PIPE_H_
#define SEQ_TESTS_SUPPORT_PIPE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

class Pipe {
 public:
  // A pipe that holds `capacity` bytes (a power of two, at least a page).
  explicit Pipe(size_t capacity = 64 * 1024);
  ~Pipe();
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  size_t capacity() const { return capacity_; }
  void CloseReadEnd() { Close(0); }
  void CloseWriteEnd() { Close(1); }
  // Makes writes fail with EAGAIN instead of waiting.
  void MakeWriteEndNonBlocking();

  // Writes all of `text`. Blocks while the pipe is full.
  void Put(absl::string_view text);
  // Reads exactly `size` bytes, less at the end of input. Blocks until then.
  std::string Take(size_t size);
  // Reads to the end of input. Blocks until the write end is closed.
  std::string TakeAll();

  // How many bytes are in the pipe.
  size_t Unread() const;
  // Blocks until nothing more fits into the pipe, so whoever has more to write
  // is stuck or soon will be.
  void AwaitFull() const;

 private:
  void Close(int end);

  int ends_[2];
  size_t capacity_;
};

}  // namespace seq

#endif  // SEQ_TESTS_SUPPORT_PIPE_H_
