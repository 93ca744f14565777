#include "net/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>

#include "net/errno_status.h"
#include "net/patient_lock.h"

namespace seq {
namespace {

absl::Status ClosedStatus() {
  return absl::CancelledError("closed on this side");
}

absl::Status SetFlag(int descriptor, int level, int option) {
  const int on = 1;
  if (::setsockopt(descriptor, level, option, &on, sizeof(on)) != 0) {
    return StatusFromErrno(errno);
  }
  return absl::OkStatus();
}

// Errors of accept that belong to one broken connection, not to the listener.
// Linux passes on errors that were already pending for the new connection;
// accept(2) asks to treat them like "try again".
bool IsBrokenConnection(int error_number) {
  switch (error_number) {
    case ECONNABORTED:
    case EPROTO:
    case ENOPROTOOPT:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENONET:
    case EOPNOTSUPP:
      return true;
    default:
      return false;
  }
}

// Throws away what has arrived and nobody has read. The system answers unread
// bytes at closing with a reset, and a reset makes the peer lose what it has
// not read yet, e.g. the answer of a server that did not need the whole
// request. Does not block, and is bounded, so that a fast sender cannot hold us
// up. (A listener has nothing to read: the first call fails, which is fine.)
void DiscardUnread(int descriptor) {
  constexpr int kMaxRounds = 64;
  char buffer[4096];
  for (int i = 0; i < kMaxRounds; ++i) {
    if (::recv(descriptor, buffer, sizeof(buffer), MSG_DONTWAIT) <= 0) return;
  }
}

}  // namespace

bool IsClosed(const absl::Status& status) {
  return absl::IsCancelled(status) && !ErrnoOf(status).has_value();
}

// --- Descriptor --------------------------------------------------------------

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    Reset();
    number_ = other.Release();
  }
  return *this;
}

void Descriptor::Reset() {
  // Not repeated after EINTR: Linux has given the number back by then.
  if (valid()) ::close(Release());
}

// --- SharedDescriptor --------------------------------------------------------

bool SharedDescriptor::BeginUse() {
  uint32_t state = state_.load(std::memory_order_relaxed);
  while ((state & kClosed) == 0) {
    if (state_.compare_exchange_weak(state, state + 1,
                                     std::memory_order_acquire)) {
      return true;
    }
  }
  return false;
}

void SharedDescriptor::EndUse() {
  // Acquire and release: the last user must see that all others are done.
  const uint32_t before = state_.fetch_sub(1, std::memory_order_acq_rel);
  if (before != (kClosed | 1)) return;
  DiscardUnread(descriptor_.number());
  descriptor_.Reset();
}

void SharedDescriptor::Close() {
  // A use of our own keeps the descriptor open until we are done with it.
  if (!BeginUse()) return;
  const uint32_t before = state_.fetch_or(kClosed, std::memory_order_acq_rel);
  const bool first = (before & kClosed) == 0;
  // Wakes everybody who waits on the descriptor, now or a moment later: the
  // state it leaves the socket in makes every waiting call return at once.
  if (first && before > 1) ::shutdown(descriptor_.number(), SHUT_RDWR);
  EndUse();
}

// --- Listener ----------------------------------------------------------------

uint16_t LocalPort(const Descriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size);
  switch (address.ss_family) {
    case AF_INET:
      return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    case AF_INET6:
      return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    default:
      return 0;
  }
}

absl::StatusOr<Descriptor> ListenOnAllAddresses(uint16_t port,
                                                const ListenOptions& options) {
  Descriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!descriptor.valid()) return StatusOfOpening(errno);
  const int number = descriptor.number();
  absl::Status status = SetFlag(number, SOL_SOCKET, SO_REUSEADDR);
  if (options.share_port) {
    status.Update(SetFlag(number, SOL_SOCKET, SO_REUSEPORT));
  }
  // This one connections do inherit, which saves a system call for each.
  status.Update(SetFlag(number, IPPROTO_TCP, TCP_NODELAY));
  if (!status.ok()) return status;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  address.sin_port = htons(port);
  if (::bind(number, reinterpret_cast<const sockaddr*>(&address),
             sizeof(address)) != 0 ||
      ::listen(number, options.backlog) != 0) {
    return StatusFromErrno(errno);
  }
  return descriptor;
}

Listener::Listener(Descriptor descriptor)
    : port_(LocalPort(descriptor)), shared_(std::move(descriptor)) {}

absl::StatusOr<Descriptor> Listener::Accept(
    absl::FunctionRef<void()> before_wait) {
  SharedDescriptor::Use use(shared_);
  if (!use.begun()) return ClosedStatus();
  before_wait();
  for (;;) {
    Descriptor connection(
        ::accept4(use.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.valid()) return connection;
    const int error_number = errno;
    if (closed()) return ClosedStatus();
    if (error_number != EINTR && !IsBrokenConnection(error_number)) {
      return StatusOfOpening(error_number);
    }
  }
}

// --- Stream ------------------------------------------------------------------

absl::StatusOr<size_t> Stream::Read(char* buffer, size_t capacity,
                                    absl::FunctionRef<void()> before_wait,
                                    bool at_once) {
  assert(capacity > 0);
  SharedDescriptor::Use use(shared_);
  if (!use.begun()) return ClosedStatus();
  if (at_once) before_wait();
  int flags = at_once ? 0 : MSG_DONTWAIT;
  for (;;) {
    const ssize_t count = ::recv(use.number(), buffer, capacity, flags);
    if (count > 0) return static_cast<size_t>(count);
    const int error_number = errno;
    // Our own shutdown looks like an end of stream.
    if (closed()) return ClosedStatus();
    if (count == 0) return size_t{0};
    if (error_number == EINTR) continue;
    if (error_number != EAGAIN || flags == 0) {
      return StatusFromErrno(error_number);
    }
    before_wait();
    flags = 0;
  }
}

absl::Status Stream::Write(absl::string_view bytes,
                           absl::FunctionRef<void()> before_wait) {
  PatientLock lock(write_mutex_, before_wait);
  SharedDescriptor::Use use(shared_);
  if (!use.begun()) return ClosedStatus();
  int flags = MSG_DONTWAIT;
  while (!bytes.empty()) {
    const ssize_t count =
        ::send(use.number(), bytes.data(), bytes.size(), flags | MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
      continue;
    }
    const int error_number = errno;
    if (closed()) return ClosedStatus();
    if (error_number == EINTR) continue;
    if (error_number != EAGAIN || flags == 0) {
      return StatusFromErrno(error_number);
    }
    before_wait();
    flags = 0;
  }
  return absl::OkStatus();
}

}  // namespace seq
