#include "net/connect.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <string>

#include "net/errno_status.h"

namespace seq {
namespace {

using Clock = std::chrono::steady_clock;

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, FreeAddresses>;

// What the system's resolver says, or null and its error code.
AddressList AskResolver(const std::string& host, const std::string& port,
                        int flags, int* error) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  *error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
  return AddressList(*error == 0 ? list : nullptr);
}

// Waits until the connection that `socket` is being given is there or has
// failed.
absl::Status WaitForConnection(int socket, std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    const auto wait = std::clamp<int64_t>(left.count(), 0, INT_MAX);
    pollfd wanted = {socket, POLLOUT, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(wait));
    if (ready > 0) break;
    if (ready < 0 && errno != EINTR) return StatusFromErrno(errno);
    if (Clock::now() >= deadline) return StatusFromErrno(ETIMEDOUT);
  }
  int error_number = 0;
  socklen_t size = sizeof(error_number);
  if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error_number, &size) != 0) {
    return StatusFromErrno(errno);
  }
  return error_number == 0 ? absl::OkStatus() : StatusFromErrno(error_number);
}

// Makes a connected socket what Stream wants.
absl::Status Prepare(int socket) {
  const int on = 1;
  if (::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0) {
    return StatusFromErrno(errno);
  }
  const int flags = ::fcntl(socket, F_GETFL);
  if (flags < 0 || ::fcntl(socket, F_SETFL, flags & ~O_NONBLOCK) < 0) {
    return StatusFromErrno(errno);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<SocketAddress>> ResolveHost(
    absl::string_view host, uint16_t port,
    absl::FunctionRef<void()> before_wait) {
  if (host.empty() || host.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError("no such host name");
  }
  const std::string name(host);
  const std::string service = std::to_string(port);
  int error = 0;
  AddressList list = AskResolver(name, service, AI_NUMERICHOST, &error);
  if (list == nullptr) {
    before_wait();
    list = AskResolver(name, service, 0, &error);
  }
  if (list == nullptr) return absl::NotFoundError(::gai_strerror(error));
  std::vector<SocketAddress> addresses;
  for (const addrinfo* entry = list.get(); entry; entry = entry->ai_next) {
    SocketAddress address{};
    if (entry->ai_addrlen > sizeof(address.storage)) continue;
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.size = entry->ai_addrlen;
    addresses.push_back(address);
  }
  if (addresses.empty()) return absl::NotFoundError("no address");
  return addresses;
}

absl::StatusOr<Descriptor> ConnectTo(const SocketAddress& address,
                                     std::chrono::milliseconds patience,
                                     absl::FunctionRef<void()> before_wait) {
  Descriptor descriptor(::socket(address.storage.ss_family,
                                 SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                                 0));
  if (!descriptor.valid()) return StatusOfOpening(errno);
  const int number = descriptor.number();
  if (::connect(number, reinterpret_cast<const sockaddr*>(&address.storage),
                address.size) != 0) {
    // After EINTR the system goes on connecting by itself.
    if (errno != EINPROGRESS && errno != EINTR) return StatusFromErrno(errno);
    before_wait();
    absl::Status status = WaitForConnection(number, patience);
    if (!status.ok()) return status;
  }
  absl::Status status = Prepare(number);
  if (!status.ok()) return status;
  return descriptor;
}

absl::StatusOr<Descriptor> ConnectToHost(
    absl::string_view host, uint16_t port, std::chrono::milliseconds patience,
    absl::FunctionRef<void()> before_wait) {
  absl::StatusOr<std::vector<SocketAddress>> addresses =
      ResolveHost(host, port, before_wait);
  if (!addresses.ok()) return addresses.status();
  absl::Status failure;
  for (const SocketAddress& address : *addresses) {
    absl::StatusOr<Descriptor> connection =
        ConnectTo(address, patience, before_wait);
    if (connection.ok()) return connection;
    failure = connection.status();
  }
  return failure;
}

}  // namespace seq
