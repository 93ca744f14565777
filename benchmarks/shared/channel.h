// A channel between threads: an unbounded queue with a mutex and a condition
// variable.

#ifndef SEQ_BENCHMARKS_SHARED_CHANNEL_H_
#define SEQ_BENCHMARKS_SHARED_CHANNEL_H_

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

template <typename T>
class Channel {
 public:
  void Send(T value) {
    {
      const std::lock_guard lock(mutex_);
      values_.push_back(value);
    }
    changed_.notify_one();
  }

  // Nothing if the channel is closed and empty.
  std::optional<T> Receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    const T value = values_.front();
    values_.pop_front();
    return value;
  }

  void Close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;
  bool closed_ = false;
};

#endif  // SEQ_BENCHMARKS_SHARED_CHANNEL_H_
