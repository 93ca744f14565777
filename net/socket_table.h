// SocketTable: the numbers that listeners and connected sockets have in the
// classic edition, and the objects behind them.
//
// Listeners and connected sockets are numbered separately, both from 0; the
// number freed last is given out first. What a program has on its stack is the
// object (ValueKind::kSocket), which shows its number:
//
//  * A connected socket that nothing references any more is closed and its
//    number freed. The table refers to it weakly, so a plain Int finds it only
//    as long as something else references it, or it is pinned (see
//    runtime/numbered_object.h).
//  * Closing frees descriptor and number at once, whoever still references the
//    object. The object stays behind as a closed shell: it does not come back
//    to life when its number is given to another socket.
//  * The edition has no word that closes a listener, so listeners live as long
//    as the table.
//
// Thread-safety: all methods of all classes here are thread-safe. The table's
// lock is held for moments only; what blocks is said in net/socket.h and
// net/text_reader.h.

#ifndef SEQ_NET_SOCKET_TABLE_H_
#define SEQ_NET_SOCKET_TABLE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "net/number_table.h"
#include "net/socket.h"
#include "net/text_reader.h"
#include "runtime/mutex.h"
#include "runtime/numbered_object.h"

namespace seq {

class SocketTable;

// What a value of kind kSocket points to. Both kinds of socket share the kind
// of value, since programs cannot tell them apart: a number is a number.
class AnySocketObject : public NumberedObject {
 public:
  enum class Role : uint8_t { kListener, kConnection };

  Role role() const { return role_; }

 protected:
  AnySocketObject(int64_t number, Role role)
      : NumberedObject(number), role_(role) {
    set_shared();  // the table may hand out references on any thread
  }

 private:
  const Role role_;
};

class ListenerObject final : public AnySocketObject {
 public:
  static constexpr Role kRole = Role::kListener;

  Listener& listener() { return listener_; }

  // Nothing to do: the table keeps every listener.
  void Pin() override {}

 private:
  friend class SocketTable;
  ListenerObject(int64_t number, Descriptor descriptor)
      : AnySocketObject(number, kRole), listener_(std::move(descriptor)) {}

  Listener listener_;
};

// A connected socket. Destroying the object closes it.
class SocketObject final : public AnySocketObject {
 public:
  static constexpr Role kRole = Role::kConnection;

  // Both fail with IsClosed after Close.
  Stream& stream() { return stream_; }
  TextReader& reader() { return reader_; }

  // Frees descriptor and number; strands that wait for the socket wake up.
  // Only the first call has an effect. REQUIRES: the caller holds a reference.
  void Close();
  bool closed() const { return stream_.closed(); }

  // Keeps the socket alive until it is closed.
  void Pin() override;

 private:
  friend class SocketTable;
  SocketObject(SocketTable* table, int64_t number, Descriptor descriptor)
      : AnySocketObject(number, kRole),
        table_(table),
        stream_(std::move(descriptor)),
        reader_(stream_) {}
  ~SocketObject() override;

  SocketTable* const table_;
  Stream stream_;
  TextReader reader_;
  // True while the table holds a reference. Written under the table's lock.
  std::atomic<bool> pinned_{false};
};

class SocketTable {
 public:
  // How many of each there may be at a time. The limit is the edition's: its
  // programs are promised an error at this point, long before memory matters.
  static constexpr size_t kMaxListeners = 10'000;
  static constexpr size_t kMaxSockets = 10'000;

  // The table of the running program; never destroyed, since strands may use
  // it until the very end of the process.
  static SocketTable& OfProcess();

  explicit SocketTable(size_t max_listeners = kMaxListeners,
                       size_t max_sockets = kMaxSockets)
      : listeners_(max_listeners), sockets_(max_sockets) {}
  // Closes all listeners and all pinned sockets. REQUIRES: nothing outside the
  // table references any object of it.
  ~SocketTable();
  SocketTable(const SocketTable&) = delete;
  SocketTable& operator=(const SocketTable&) = delete;

  // Numbers a new listener or connection. Returns none, and closes
  // `descriptor`, if there are too many already.
  ObjectRef<ListenerObject> AddListener(Descriptor descriptor);
  ObjectRef<SocketObject> AddSocket(Descriptor descriptor);

  // The live object that has this number now; none if there is none. O(1).
  ObjectRef<ListenerObject> FindListener(int64_t number);
  ObjectRef<SocketObject> FindSocket(int64_t number);

  // How many connected sockets there are; for tests and reports.
  size_t live_sockets();

 private:
  friend class SocketObject;

  Mutex mutex_;
  NumberTable<ListenerObject> listeners_ ABSL_GUARDED_BY(mutex_);
  NumberTable<SocketObject> sockets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace seq

#endif  // SEQ_NET_SOCKET_TABLE_H_
