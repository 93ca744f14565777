#include "runtime/input.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace seq {
namespace {

// Waits up to `timeout_ms` (-1: for ever) until a read would not block. End of
// input and errors count as readiness: the read itself reports them.
bool AwaitReadable(int descriptor, int timeout_ms) {
  pollfd entry = {descriptor, POLLIN, 0};
  for (;;) {
    const int ready = ::poll(&entry, 1, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    return ready != 0;
  }
}

}  // namespace

// The right to read, for the lifetime of a scope.
class Input::Turn {
 public:
  Turn(Input& input, absl::FunctionRef<void()> before_wait) : input_(input) {
    if (TryBegin()) return;
    before_wait();
    MutexLock lock(input_.mutex_);
    while (input_.busy_) input_.turn_ended_.Wait(input_.mutex_);
    input_.busy_ = true;
  }
  ~Turn() {
    MutexLock lock(input_.mutex_);
    input_.busy_ = false;
    input_.turn_ended_.NotifyOne();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  bool TryBegin() {
    MutexLock lock(input_.mutex_);
    if (input_.busy_) return false;
    input_.busy_ = true;
    return true;
  }

  Input& input_;
};

Input::Input(int descriptor) : descriptor_(descriptor) {}

absl::StatusOr<std::optional<std::string>> Input::ReadLine(
    absl::FunctionRef<void()> before_wait) {
  bool told = false;
  const auto before_first_wait = [&] {
    if (!told) before_wait();
    told = true;
  };
  Turn turn(*this, before_first_wait);
  std::string line;
  while (!TakeLinePart(&line)) {
    absl::Status status = Fill(before_first_wait);
    if (!status.ok()) return status;
    if (begin_ < end_) continue;
    if (line.empty()) return std::optional<std::string>();
    break;
  }
  return std::optional<std::string>(std::move(line));
}

std::string Input::ReadN(size_t count, absl::FunctionRef<void()> before_wait) {
  std::string bytes;
  if (count == 0) return bytes;
  bool told = false;
  const auto before_first_wait = [&] {
    if (!told) before_wait();
    told = true;
  };
  Turn turn(*this, before_first_wait);
  while (bytes.size() < count) {
    if (begin_ == end_ && !Fill(before_first_wait).ok()) break;
    if (begin_ == end_) break;
    const size_t taken = std::min(end_ - begin_, count - bytes.size());
    bytes.append(chunk_.data() + begin_, taken);
    begin_ += taken;
  }
  return bytes;
}

// Moves what is there of the current line to `line`. Returns true if that
// completes it.
bool Input::TakeLinePart(std::string* line) {
  const char* const begin = chunk_.data() + begin_;
  const size_t size = end_ - begin_;
  if (size == 0) return false;
  const void* const newline = std::memchr(begin, '\n', size);
  const size_t taken =
      newline == nullptr
          ? size
          : static_cast<size_t>(static_cast<const char*>(newline) - begin) + 1;
  line->append(begin, taken);
  begin_ += taken;
  return newline != nullptr;
}

// Reads the next chunk; at the end of input it is empty.
// REQUIRES: everything read before has been taken.
absl::Status Input::Fill(absl::FunctionRef<void()> before_wait) {
  chunk_.resize(kChunkBytes);
  begin_ = end_ = 0;
  for (;;) {
    if (!AwaitReadable(descriptor_, 0)) {
      before_wait();
      AwaitReadable(descriptor_, -1);
    }
    const ssize_t count = ::read(descriptor_, chunk_.data(), chunk_.size());
    if (count >= 0) {
      end_ = static_cast<size_t>(count);
      return absl::OkStatus();
    }
    // Another process may share the descriptor and have taken what was there.
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) continue;
    const int error = errno;
    return absl::Status(absl::ErrnoToStatusCode(error),
                        std::generic_category().message(error));
  }
}

}  // namespace seq
