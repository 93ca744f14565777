#include "net/socket_numbers.h"

namespace seq {
namespace {

template <typename T>
ObjectRef<T> FindIn(const NumberTable<T>& table, int64_t number) {
  T* socket = table.Get(number);
  if (socket != nullptr) socket->AddReference();
  return ObjectRef<T>(socket);
}

// Takes the socket out of its table, together with the table's reference.
template <typename T>
ObjectRef<T> TakeFrom(NumberTable<T>& table, int64_t number) {
  T* socket = table.Get(number);
  if (socket != nullptr) table.Remove(socket);
  return ObjectRef<T>(socket);
}

template <typename T>
void DropAll(const NumberTable<T>& table) {
  for (T* socket : table.slots()) {
    if (socket != nullptr) socket->DropReference();
  }
}

}  // namespace

SocketNumbers& SocketNumbers::OfProcess() {
  static SocketNumbers* const numbers = new SocketNumbers;
  return *numbers;
}

SocketNumbers::~SocketNumbers() {
  MutexLock lock(mutex_);
  DropAll(streams_);
  DropAll(listeners_);
}

std::optional<int64_t> SocketNumbers::AddListener(Descriptor descriptor) {
  MutexLock lock(mutex_);
  if (listeners_.full()) return std::nullopt;
  return listeners_
      .Add([&descriptor](int64_t number) {
        return new OpenListener(number, std::move(descriptor));
      })
      ->number();
}

int64_t SocketNumbers::AddStream(Descriptor descriptor, uint16_t port) {
  MutexLock lock(mutex_);
  return streams_
      .Add([&descriptor, port](int64_t number) {
        return new OpenStream(number, port, std::move(descriptor));
      })
      ->number();
}

ObjectRef<OpenListener> SocketNumbers::FindListener(int64_t number) {
  MutexLock lock(mutex_);
  return FindIn(listeners_, number);
}

ObjectRef<OpenStream> SocketNumbers::FindStream(int64_t number) {
  MutexLock lock(mutex_);
  return FindIn(streams_, number);
}

bool SocketNumbers::Close(int64_t number) {
  ObjectRef<OpenStream> stream;
  ObjectRef<OpenListener> listener;
  {
    MutexLock lock(mutex_);
    stream = TakeFrom(streams_, number);
    if (!stream) listener = TakeFrom(listeners_, number);
  }
  // After the number is free: a peer that sees the end of the stream may count
  // on it for its next connection.
  if (stream) stream->Close();
  if (listener) listener->Close();
  return stream || listener;
}

}  // namespace seq
