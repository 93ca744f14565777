// Connecting to a host: names to addresses, addresses to a connection.
//
// See net/socket.h for `before_wait`. All functions are thread-safe.

#ifndef SEQ_NET_CONNECT_H_
#define SEQ_NET_CONNECT_H_

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "net/socket.h"

namespace seq {

// An address of a host, with a port.
struct SocketAddress {
  sockaddr_storage storage;
  socklen_t size;
};

// The addresses of `host`, an IPv4 or IPv6 address in figures (no wait) or a
// name (blocks until the system's resolver knows), in the order in which they
// should be tried. Fails if there are none, never gives an empty list.
absl::StatusOr<std::vector<SocketAddress>> ResolveHost(
    absl::string_view host, uint16_t port,
    absl::FunctionRef<void()> before_wait);

// Connects to one address. Blocks until the peer answers, at most for
// `patience`. The result is in blocking mode, as Stream wants it, and sends
// small writes at once.
absl::StatusOr<Descriptor> ConnectTo(const SocketAddress& address,
                                     std::chrono::milliseconds patience,
                                     absl::FunctionRef<void()> before_wait);

// Connects to the first address of `host` that lets itself be connected to.
// The failure is that of the last address.
absl::StatusOr<Descriptor> ConnectToHost(absl::string_view host, uint16_t port,
                                         std::chrono::milliseconds patience,
                                         absl::FunctionRef<void()> before_wait);

}  // namespace seq

#endif  // SEQ_NET_CONNECT_H_
