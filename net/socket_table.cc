#include "net/socket_table.h"

namespace seq {

// --- SocketObject ------------------------------------------------------------

SocketObject::~SocketObject() {
  // A closed socket has lost its number already. For the others this must come
  // before anything is torn down: until the number is free, a thread that looks
  // it up may touch the object's reference count (and find it zero).
  if (!closed()) {
    MutexLock lock(table_->mutex_);
    table_->sockets_.Remove(this);
  }
}

void SocketObject::Close() {
  bool was_pinned;
  {
    MutexLock lock(table_->mutex_);
    if (!table_->sockets_.Remove(this)) return;
    was_pinned = pinned_.exchange(false, std::memory_order_relaxed);
  }
  // After the number is free: a peer that sees the end of the stream may count
  // on it for its next connection.
  stream_.Close();
  if (was_pinned) DropReference();
}

void SocketObject::Pin() {
  if (pinned_.load(std::memory_order_relaxed)) return;
  MutexLock lock(table_->mutex_);
  if (!table_->sockets_.Has(this)) return;  // closed: nothing to keep
  if (!pinned_.exchange(true, std::memory_order_relaxed)) AddReference();
}

// --- SocketTable -------------------------------------------------------------

SocketTable& SocketTable::OfProcess() {
  static SocketTable* const table = new SocketTable;
  return *table;
}

SocketTable::~SocketTable() {
  std::vector<ListenerObject*> listeners;
  std::vector<SocketObject*> sockets;
  {
    MutexLock lock(mutex_);
    listeners = listeners_.slots();
    sockets = sockets_.slots();
  }
  for (ListenerObject* listener : listeners) listener->DropReference();
  for (SocketObject* socket : sockets) {
    if (socket != nullptr) socket->Close();
  }
}

ObjectRef<ListenerObject> SocketTable::AddListener(Descriptor descriptor) {
  MutexLock lock(mutex_);
  if (listeners_.full()) return {};
  ListenerObject* listener = listeners_.Add([&descriptor](int64_t number) {
    return new ListenerObject(number, std::move(descriptor));
  });
  listener->AddReference();  // the table's own, kept for good
  return ObjectRef(listener);
}

ObjectRef<SocketObject> SocketTable::AddSocket(Descriptor descriptor) {
  MutexLock lock(mutex_);
  if (sockets_.full()) return {};
  return ObjectRef(sockets_.Add([this, &descriptor](int64_t number) {
    return new SocketObject(this, number, std::move(descriptor));
  }));
}

ObjectRef<ListenerObject> SocketTable::FindListener(int64_t number) {
  MutexLock lock(mutex_);
  ListenerObject* listener = listeners_.Get(number);
  if (listener != nullptr) listener->AddReference();
  return ObjectRef(listener);
}

ObjectRef<SocketObject> SocketTable::FindSocket(int64_t number) {
  MutexLock lock(mutex_);
  SocketObject* socket = sockets_.Get(number);
  if (socket == nullptr || !socket->TryAddReference()) return {};
  return ObjectRef(socket);
}

size_t SocketTable::live_sockets() {
  MutexLock lock(mutex_);
  return sockets_.live();
}

}  // namespace seq
