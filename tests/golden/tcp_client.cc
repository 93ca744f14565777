#include "tests/golden/tcp_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace seq::golden {
namespace {

sockaddr_in LoopbackAddress(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Whole milliseconds left, rounded up; 0 when the deadline has passed.
int MillisecondsUntil(Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 1 << 30));
}

int PendingError(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

}  // namespace

std::optional<TcpClient> TcpClient::Connect(int port, Deadline deadline,
                                            std::string* error,
                                            int* error_number) {
  TcpClient client(
      socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const sockaddr_in address = LoopbackAddress(port);
  int failure = 0;
  if (client.fd_ < 0 ||
      connect(client.fd_, reinterpret_cast<const sockaddr*>(&address),
              sizeof address) != 0) {
    failure = errno;
  }
  if (failure == EINPROGRESS) {
    failure = client.WaitFor(POLLOUT, deadline) ? PendingError(client.fd_)
                                                : ETIMEDOUT;
  }
  if (failure == 0) return client;
  client.Fail("connect", failure);
  if (error != nullptr) *error = client.error_;
  if (error_number != nullptr) *error_number = failure;
  return std::nullopt;
}

TcpClient& TcpClient::operator=(TcpClient&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = std::exchange(other.fd_, -1);
    error_ = std::move(other.error_);
  }
  return *this;
}

bool TcpClient::SendAll(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      if (!WaitFor(POLLOUT, deadline)) return Fail("send", ETIMEDOUT);
    } else if (errno != EINTR) {
      return Fail("send", errno);
    }
  }
  return true;
}

std::optional<std::string> TcpClient::ReadSome(Deadline deadline) {
  std::array<char, 16384> buffer;
  while (true) {
    const ssize_t count = recv(fd_, buffer.data(), buffer.size(), 0);
    if (count >= 0) {
      return std::string(buffer.data(), static_cast<size_t>(count));
    }
    int failure = errno;
    if (failure == EINTR) continue;
    if (failure == EAGAIN) {
      if (WaitFor(POLLIN, deadline)) continue;
      failure = ETIMEDOUT;
    }
    Fail("receive", failure);
    return std::nullopt;
  }
}

std::optional<std::string> TcpClient::ReadToEnd(Deadline deadline) {
  std::string all;
  while (true) {
    const std::optional<std::string> piece = ReadSome(deadline);
    if (!piece.has_value()) return std::nullopt;
    if (piece->empty()) return all;
    all += *piece;
  }
}

bool TcpClient::FinishSending() {
  return shutdown(fd_, SHUT_WR) == 0 || Fail("shutdown", errno);
}

void TcpClient::Reset() {
  const linger at_once = {1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  Close();
}

void TcpClient::Close() {
  if (fd_ >= 0) close(std::exchange(fd_, -1));
}

bool TcpClient::WaitFor(short events, Deadline deadline) {
  pollfd entry = {fd_, events, 0};
  int count;
  do {
    count = poll(&entry, 1, MillisecondsUntil(deadline));
  } while (count < 0 && errno == EINTR);
  return count > 0;
}

bool TcpClient::Fail(const char* what, int error_number) {
  error_ = std::string(what) + ": " + std::strerror(error_number);
  return false;
}

}  // namespace seq::golden
