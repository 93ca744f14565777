// SocketNumbers: the numbers that sockets have in the current edition, and the
// sockets behind them.
//
// A program holds plain Ints. Listeners and connected streams are numbered
// separately, both from 0; the number freed last is given out first. A socket
// lives until it is closed, or the process ends.
//
// A socket is used by one strand at a time: whoever wants to wait for it takes
// an ExclusiveUse first. Closing needs none; it wakes the strand that waits,
// and the descriptor is given back when that strand has left (net/socket.h).
//
// Thread-safety: all methods of all classes here are thread-safe, except that
// an ExclusiveUse belongs to one thread. The table's lock is held for moments
// only; what blocks is said in net/socket.h.

#ifndef SEQ_NET_SOCKET_NUMBERS_H_
#define SEQ_NET_SOCKET_NUMBERS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "net/number_table.h"
#include "net/socket.h"
#include "runtime/mutex.h"
#include "runtime/object.h"

namespace seq {

// What listeners and streams have in common.
class NumberedSocket : public Object {
 public:
  int64_t number() const { return number_; }
  // The local port.
  uint16_t port() const { return port_; }

 protected:
  NumberedSocket(int64_t number, uint16_t port) : number_(number), port_(port) {
    set_shared();  // the table hands out references on any thread
  }

 private:
  friend class ExclusiveUse;

  const int64_t number_;
  const uint16_t port_;
  std::atomic<bool> in_use_{false};
};

// The right to use a socket, for the lifetime of a scope. Never blocks.
class ExclusiveUse {
 public:
  // `socket` outlives the use.
  explicit ExclusiveUse(NumberedSocket& socket)
      : socket_(socket),
        begun_(!socket.in_use_.exchange(true, std::memory_order_acquire)) {}
  ~ExclusiveUse() {
    if (begun_) socket_.in_use_.store(false, std::memory_order_release);
  }
  ExclusiveUse(const ExclusiveUse&) = delete;
  ExclusiveUse& operator=(const ExclusiveUse&) = delete;

  // False if somebody else uses the socket.
  bool begun() const { return begun_; }

 private:
  NumberedSocket& socket_;
  const bool begun_;
};

class OpenListener final : public NumberedSocket {
 public:
  OpenListener(int64_t number, Descriptor descriptor)
      : NumberedSocket(number, LocalPort(descriptor)),
        listener_(std::move(descriptor)) {}

  Listener& listener() { return listener_; }
  void Close() { listener_.Close(); }

 private:
  Listener listener_;
};

class OpenStream final : public NumberedSocket {
 public:
  OpenStream(int64_t number, uint16_t port, Descriptor descriptor)
      : NumberedSocket(number, port), stream_(std::move(descriptor)) {}

  Stream& stream() { return stream_; }
  void Close() { stream_.Close(); }

 private:
  Stream stream_;
};

class SocketNumbers {
 public:
  // How many there may be at a time. The limit is the edition's; that of
  // streams is how many descriptors the system gives.
  static constexpr size_t kMaxListeners = 10'000;

  // The numbers of the running program; never destroyed, since strands may use
  // them until the very end of the process.
  static SocketNumbers& OfProcess();

  explicit SocketNumbers(size_t max_listeners = kMaxListeners)
      : listeners_(max_listeners) {}
  // Closes everything. REQUIRES: nobody uses any of the sockets.
  ~SocketNumbers();
  SocketNumbers(const SocketNumbers&) = delete;
  SocketNumbers& operator=(const SocketNumbers&) = delete;

  // Numbers a new listener. Returns none, and closes `descriptor`, if there are
  // too many already.
  std::optional<int64_t> AddListener(Descriptor descriptor);
  // Numbers a connection that has the local port `port`.
  int64_t AddStream(Descriptor descriptor, uint16_t port);

  // The open socket that has this number now; none if there is none. O(1).
  ObjectRef<OpenListener> FindListener(int64_t number);
  ObjectRef<OpenStream> FindStream(int64_t number);

  // Closes the stream with this number, or else the listener, and frees the
  // number. False if there is neither. Never blocks.
  bool Close(int64_t number);

 private:
  Mutex mutex_;
  // Each object is referenced once by its table.
  NumberTable<OpenListener> listeners_ ABSL_GUARDED_BY(mutex_);
  NumberTable<OpenStream> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace seq

#endif  // SEQ_NET_SOCKET_NUMBERS_H_
