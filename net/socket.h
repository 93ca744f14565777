// TCP sockets: listeners and connected streams. Only this file and
// net/connect.h, which makes connections, call the system's socket functions.
//
// Waiting. Read and Write first try without waiting. Only when they would have
// to wait do they call `before_wait` (seldom more than once, which must do no
// harm) and then block the thread. Strands pass a function that gives their
// permit to compute away (StrandPool::LeaveForOutside); code without strands
// passes an empty one. Whoever has nothing to give away may ask Read to wait at
// once, and Accept always does: each saves a system call where usually nothing
// is there yet.
//
// Thread-safety. Listener and Stream may be used by any number of threads at
// once, also for the same direction. Closing while others wait is safe: the
// waiters wake up with a status for which IsClosed() is true, and the
// descriptor is given back to the system only when the last of them has left,
// so that none of them can meet a stranger's socket under a reused descriptor
// number.
//
// Errors are absl::Status with the system's text; ErrnoOf (net/errno_status.h)
// gives the number behind it. No operation raises SIGPIPE.
//
// Where later needs go: listeners are IPv4 only because ListenOnAllAddresses
// says so; a time limit would be an argument of the three waiting operations,
// and `poll` with that limit the way to wait, as in net/connect.cc.

#ifndef SEQ_NET_SOCKET_H_
#define SEQ_NET_SOCKET_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/mutex.h"

namespace seq {

// Owns a file descriptor and closes it. Not thread-safe, like unique_ptr.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { Reset(); }

  // -1 if there is none.
  int number() const { return number_; }
  bool valid() const { return number_ >= 0; }
  // Closes the descriptor, if there is one.
  void Reset();
  // Gives the descriptor up without closing it.
  int Release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

// True if an operation failed because its own side closed the object, before or
// during the operation. (A peer that closes is an end of stream, no failure.)
bool IsClosed(const absl::Status& status);

// A descriptor that several threads use and any of them may close.
//
// One word of state holds the number of uses under way and a bit that says
// "closed". A use can begin only while the bit is clear; whoever ends the last
// use after it was set, gives the descriptor back.
class SharedDescriptor {
 public:
  explicit SharedDescriptor(Descriptor descriptor)
      : descriptor_(std::move(descriptor)) {}
  // REQUIRES: no use is under way.
  ~SharedDescriptor() { Close(); }
  SharedDescriptor(const SharedDescriptor&) = delete;
  SharedDescriptor& operator=(const SharedDescriptor&) = delete;

  // Keeps the descriptor open for the lifetime of a scope.
  class Use {
   public:
    explicit Use(SharedDescriptor& shared)
        : shared_(shared), begun_(shared.BeginUse()) {}
    ~Use() {
      if (begun_) shared_.EndUse();
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    // False if the descriptor was closed before; number() is then meaningless.
    bool begun() const { return begun_; }
    int number() const { return shared_.descriptor_.number(); }

   private:
    SharedDescriptor& shared_;
    const bool begun_;
  };

  // Closes for good: no use can begin any more, and those under way are woken.
  // Never blocks. Only the first call has an effect.
  void Close();
  bool closed() const {
    return (state_.load(std::memory_order_acquire) & kClosed) != 0;
  }

 private:
  static constexpr uint32_t kClosed = uint32_t{1} << 31;

  bool BeginUse();
  void EndUse();

  std::atomic<uint32_t> state_{0};
  Descriptor descriptor_;  // constant until the last use after Close has ended
};

// Of all ports that TCP has.
inline constexpr int64_t kMaxPort = 65535;

struct ListenOptions {
  // Whether other listeners may have the same port (SO_REUSEPORT).
  bool share_port = true;
  // How many connections may wait to be accepted; the system has its own upper
  // limit (net.core.somaxconn).
  int backlog = 1024;
};

// Opens a socket that listens on `port` of all IPv4 addresses, 0 meaning any
// free port. Address and port may be in use by earlier connections
// (SO_REUSEADDR). Does not block.
absl::StatusOr<Descriptor> ListenOnAllAddresses(
    uint16_t port, const ListenOptions& options = {});

// The local port of a socket; 0 if it has none.
uint16_t LocalPort(const Descriptor& socket);

// A socket that connections arrive at.
class Listener {
 public:
  // REQUIRES: `descriptor` comes from ListenOnAllAddresses.
  explicit Listener(Descriptor descriptor);

  // Calls `before_wait`, blocks until a connection arrives and returns it. (To
  // see whether one is there would be one more system call, and another thread
  // could have it first: accept cannot be told not to wait.) Connections that
  // break
  // while they wait in line are skipped. Several threads may wait; each
  // connection goes to one of them. When the process or the system has no
  // descriptor left, the status names the limit, and the connection stays in
  // line for a later call.
  absl::StatusOr<Descriptor> Accept(absl::FunctionRef<void()> before_wait);

  // The port listened on, also if it was chosen by the system.
  uint16_t port() const { return port_; }

  // See SharedDescriptor::Close.
  void Close() { shared_.Close(); }
  bool closed() const { return shared_.closed(); }

 private:
  const uint16_t port_;
  SharedDescriptor shared_;
};

// A connected stream of bytes. Small writes are sent at once (TCP_NODELAY).
class Stream {
 public:
  // REQUIRES: `descriptor` comes from Listener::Accept or is another connected
  // stream socket in blocking mode.
  explicit Stream(Descriptor descriptor) : shared_(std::move(descriptor)) {}

  // Reads what has arrived, at most `capacity` bytes, into `buffer`; blocks
  // while nothing has. Returns how many bytes, 0 at the end of the stream,
  // again and again. Bytes go to one reader each, to whom is not specified.
  // With `at_once`, calls `before_wait` instead of trying without.
  // REQUIRES: capacity > 0.
  absl::StatusOr<size_t> Read(char* buffer, size_t capacity,
                              absl::FunctionRef<void()> before_wait,
                              bool at_once = false);

  // Writes all of `bytes`; blocks while the peer is slow. One call is one unit:
  // bytes of concurrent writes never mix. After a failure it is not known how
  // many bytes the peer got.
  absl::Status Write(absl::string_view bytes,
                     absl::FunctionRef<void()> before_wait);

  // See SharedDescriptor::Close. What was written is still delivered.
  void Close() { shared_.Close(); }
  bool closed() const { return shared_.closed(); }

 private:
  SharedDescriptor shared_;
  // Held while a write is under way; guards no data but the order of bytes.
  Mutex write_mutex_;
};

}  // namespace seq

#endif  // SEQ_NET_SOCKET_H_
