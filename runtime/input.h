// Input: the program's standard input, read by lines or by numbers of bytes.
//
// All strands share it; each line or piece goes to exactly one of them. One
// thread reads at a time, the others wait for their turn.
//
// Thread-safe. ReadLine and ReadN block until what they read is there.

#ifndef SEQ_RUNTIME_INPUT_H_
#define SEQ_RUNTIME_INPUT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runtime/mutex.h"

namespace seq {

class Input {
 public:
  // Reads from `descriptor`, which stays owned by the caller. May be blocking
  // or not.
  explicit Input(int descriptor);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // The next line with its newline (the last one may have none), or nullopt at
  // the end of input. The end is not remembered: the next call asks the system
  // again, so a terminal can go on after ^D. A read error is returned as the
  // system words it; what had been read of the line is then lost. Any bytes are
  // accepted; time and memory are linear in the length of the line.
  //
  // `before_wait` is called at most once, without any lock held, before the
  // thread waits for the system or for another reader, and not at all if
  // nothing has to be waited for. It must not throw.
  absl::StatusOr<std::optional<std::string>> ReadLine(
      absl::FunctionRef<void()> before_wait);

  // The next `count` bytes; fewer, which are then lost to later reads, only at
  // the end of input or after a read error. Takes no more memory than what
  // there is to read. `before_wait` is used as by ReadLine.
  std::string ReadN(size_t count, absl::FunctionRef<void()> before_wait);

 private:
  static constexpr size_t kChunkBytes = 64 * 1024;

  class Turn;

  bool TakeLinePart(std::string* line);
  absl::Status Fill(absl::FunctionRef<void()> before_wait);

  const int descriptor_;

  Mutex mutex_;
  CondVar turn_ended_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;

  // Read but not yet taken: [begin_, end_) of chunk_. These belong to the
  // thread whose turn it is.
  std::vector<char> chunk_;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_INPUT_H_
