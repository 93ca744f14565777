#include "runtime/output.h"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace seq {
namespace {

// A pipe that poll() calls writable takes this many bytes without blocking,
// even in blocking mode.
constexpr size_t kNeverBlocks = PIPE_BUF;

// Waits up to `timeout_ms` (-1: for ever) until a write would not block.
// Errors count as readiness: the write itself reports them.
bool AwaitWritable(int descriptor, int timeout_ms) {
  pollfd entry = {descriptor, POLLOUT, 0};
  for (;;) {
    const int ready = ::poll(&entry, 1, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    return ready != 0;
  }
}

}  // namespace

Output::Output(int descriptor)
    : descriptor_(descriptor), immediate_(::isatty(descriptor) == 1) {}

Output::~Output() { Flush(); }

void Output::set_on_dirty(std::function<void()> on_dirty) {
  on_dirty_ = std::move(on_dirty);
}

Output::Result Output::Write(absl::string_view first,
                             absl::string_view second) {
  bool became_dirty = false;
  Result result;
  {
    MutexLock lock(mutex_);
    if (state_ != Result::kOk) return state_;
    buffer_.append(first.data(), first.size());
    buffer_.append(second.data(), second.size());
    gathered_ += first.size() + second.size();
    if (immediate_ || buffer_.size() >= kBufferBytes) return Drain(gathered_);
    became_dirty = !buffer_.empty() && !dirty();
    if (became_dirty) dirty_.store(true, std::memory_order_relaxed);
    result = state_;
  }
  if (became_dirty && on_dirty_) on_dirty_();
  return result;
}

Output::Result Output::Flush() {
  MutexLock lock(mutex_);
  return Drain(gathered_);
}

Output::Result Output::FlushWithoutWaiting() {
  MutexLock lock(mutex_);
  if (!writing_ && !buffer_.empty()) WriteOut(kDoNotWait);
  return state_;
}

void Output::FlushAtExit(int patience_ms) {
  using Clock = std::chrono::steady_clock;
  const std::chrono::milliseconds patience(patience_ms);
  MutexLock lock(mutex_);
  const uint64_t target = gathered_;
  uint64_t progress = progress_.load(std::memory_order_relaxed);
  Clock::time_point give_up = Clock::now() + patience;
  while (settled_ < target) {
    if (!writing_) {
      const uint64_t settled = settled_;
      WriteOut(patience_ms);
      if (settled_ == settled) return;
      continue;
    }
    const Clock::time_point now = Clock::now();
    const uint64_t seen = progress_.load(std::memory_order_relaxed);
    if (seen != progress) {
      progress = seen;
      give_up = now + patience;
    }
    if (now >= give_up) return;
    idle_.WaitFor(mutex_, give_up - now);
  }
}

std::string Output::error() {
  MutexLock lock(mutex_);
  return std::generic_category().message(error_number_);
}

// Returns when the first `target` bytes are out or dropped.
Output::Result Output::Drain(uint64_t target) {
  while (settled_ < target) {
    if (writing_) {
      idle_.Wait(mutex_);
    } else {
      WriteOut(kForever);
    }
  }
  return state_;
}

// Hands over the whole buffer. The mutex is free while the system works.
// REQUIRES: !writing_.
void Output::WriteOut(Patience patience) {
  writing_ = true;
  std::swap(buffer_, in_flight_);
  dirty_.store(false, std::memory_order_relaxed);
  mutex_.unlock();
  size_t done = 0;
  const int error = HandOver(patience, &done);
  mutex_.lock();
  TakeBack(done, error);
  writing_ = false;
  idle_.NotifyAll();
}

// Writes in_flight_ and counts in `done` how much of it the system took.
// Returns 0 or the error number of the system.
int Output::HandOver(Patience patience, size_t* done) {
  const bool bounded = patience != kForever;
  while (*done < in_flight_.size()) {
    if (bounded && !AwaitWritable(descriptor_, patience)) return 0;
    const size_t left = in_flight_.size() - *done;
    const ssize_t written =
        ::write(descriptor_, in_flight_.data() + *done,
                bounded ? std::min(left, kNeverBlocks) : left);
    if (written > 0) {
      *done += static_cast<size_t>(written);
      progress_.fetch_add(static_cast<uint64_t>(written),
                          std::memory_order_relaxed);
      continue;
    }
    // A device that takes nothing and gives no reason would be asked for ever.
    const int error = written == 0 ? EIO : errno;
    if (error == EINTR) continue;
    if (error != EAGAIN && error != EWOULDBLOCK) return error;
    if (patience == kDoNotWait) return 0;
    if (!AwaitWritable(descriptor_, patience)) return 0;
  }
  return 0;
}

// Settles what HandOver did: the first `done` bytes of in_flight_ are out, the
// rest goes back to the front of the buffer or, after an error, is dropped.
void Output::TakeBack(size_t done, int error) {
  settled_ += done;
  if (error != 0) {
    state_ = error == EPIPE ? Result::kClosed : Result::kFailed;
    error_number_ = error;
    buffer_.clear();
    settled_ = gathered_;
  } else if (done < in_flight_.size()) {
    buffer_.insert(0, in_flight_, done);
  }
  dirty_.store(!buffer_.empty(), std::memory_order_relaxed);
  in_flight_.clear();
  // One huge line must not hold its memory for the rest of the program.
  if (in_flight_.capacity() > 4 * kBufferBytes) in_flight_.shrink_to_fit();
}

}  // namespace seq
