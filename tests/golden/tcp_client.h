// A plain TCP client for testing servers on the loopback interface.
//
// Ownership: a TcpClient owns its socket and closes it. Movable, not copyable.
// Threads: one thread at a time per client; different clients are independent.
// What blocks: the methods that take a deadline, and no longer than that.
// Errors: a method that fails leaves the reason in error().
#ifndef TESTS_GOLDEN_TCP_CLIENT_H_
#define TESTS_GOLDEN_TCP_CLIENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/golden/subprocess.h"

namespace seq::golden {

class TcpClient {
 public:
  // Makes one attempt to connect to 127.0.0.1:`port`. On failure returns
  // nothing, with the reason in `*error` and its errno in `*error_number`
  // (ETIMEDOUT when the deadline passed); both may be null.
  static std::optional<TcpClient> Connect(int port, Deadline deadline,
                                          std::string* error,
                                          int* error_number = nullptr);

  TcpClient(TcpClient&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), error_(std::move(other.error_)) {}
  TcpClient& operator=(TcpClient&& other) noexcept;
  ~TcpClient() { Close(); }

  // Sends all of it; false on an error or when the deadline passes first.
  bool SendAll(std::string_view bytes, Deadline deadline);
  // One piece, at least one byte; empty at the end of the stream; nothing on
  // an error (a reset included) or when the deadline passes first.
  std::optional<std::string> ReadSome(Deadline deadline);
  // Everything up to the end of the stream; nothing on an error or when the
  // deadline passes first.
  std::optional<std::string> ReadToEnd(Deadline deadline);

  // Half close: the server reads end of stream, we can still read.
  bool FinishSending();
  // Closes with a reset (SO_LINGER 0): the server's next read or write fails.
  void Reset();
  // Closes in the ordinary way. Idempotent.
  void Close();

  const std::string& error() const { return error_; }

 private:
  explicit TcpClient(int fd) : fd_(fd) {}

  // Waits until poll() reports one of `events`; false at the deadline.
  bool WaitFor(short events, Deadline deadline);
  bool Fail(const char* what, int error_number);

  int fd_;
  std::string error_;
};

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_TCP_CLIENT_H_
