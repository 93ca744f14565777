#include "tests/support/pipe.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace seq {
namespace {

// A system call that cannot fail in a healthy test failed.
void Check(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::abort();
}

}  // namespace

Pipe::Pipe(size_t capacity) : capacity_(capacity) {
  Check(::pipe2(ends_, O_CLOEXEC) == 0, "pipe2");
  Check(::fcntl(ends_[1], F_SETPIPE_SZ, static_cast<int>(capacity)) ==
            static_cast<int>(capacity),
        "F_SETPIPE_SZ");
}

Pipe::~Pipe() {
  Close(0);
  Close(1);
}

void Pipe::Close(int end) {
  if (ends_[end] >= 0) ::close(ends_[end]);
  ends_[end] = -1;
}

void Pipe::MakeWriteEndNonBlocking() {
  Check(::fcntl(ends_[1], F_SETFL, O_NONBLOCK) == 0, "F_SETFL");
}

void Pipe::Put(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(ends_[1], text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    Check(count > 0, "write");
    text.remove_prefix(static_cast<size_t>(count));
  }
}

std::string Pipe::Take(size_t size) {
  std::string text;
  char bytes[16 * 1024];
  while (text.size() < size) {
    const size_t wanted = std::min(size - text.size(), sizeof(bytes));
    const ssize_t count = ::read(ends_[0], bytes, wanted);
    if (count < 0 && errno == EINTR) continue;
    Check(count >= 0, "read");
    if (count == 0) break;
    text.append(bytes, static_cast<size_t>(count));
  }
  return text;
}

std::string Pipe::TakeAll() { return Take(static_cast<size_t>(-1)); }

size_t Pipe::Unread() const {
  int count = 0;
  Check(::ioctl(ends_[0], FIONREAD, &count) == 0, "FIONREAD");
  return static_cast<size_t>(count);
}

void Pipe::AwaitFull() const {
  while (Unread() < capacity_) std::this_thread::yield();
}

}  // namespace seq
