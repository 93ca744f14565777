#include "net/tcp_words.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "net/socket.h"
#include "net/socket_table.h"
#include "net/text_reader.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/wait_outside.h"

namespace seq {
namespace {

// The object in `operand` itself, if it holds one of type T.
template <typename T>
ObjectRef<T> ObjectIn(const Value& operand) {
  if (operand.kind != ValueKind::kSocket) return {};
  auto* object = static_cast<AnySocketObject*>(operand.object);
  if (object->role() != T::kRole) return {};
  object->AddReference();
  return ObjectRef<T>(static_cast<T*>(object));
}

// The number on top of the stack. Nothing is pinned: the words here take the
// object along with the number, or look it up at once.
int64_t TopNumber(const Node* node, Value* sp, Strand* strand, size_t count,
                  absl::string_view expected) {
  const std::optional<int64_t> number = ClassicInt(sp[-1]);
  if (!number.has_value()) FailOperands(node, sp, strand, count, expected);
  return *number;
}

// The listener or socket that the value on top of the stack means, see
// tcp_words.h; none if there is none.
ObjectRef<ListenerObject> TopListener(const Value& top, int64_t number) {
  ObjectRef<ListenerObject> listener = ObjectIn<ListenerObject>(top);
  if (listener) return listener;
  return SocketTable::OfProcess().FindListener(number);
}

ObjectRef<SocketObject> TopSocket(const Value& top, int64_t number) {
  ObjectRef<SocketObject> socket = ObjectIn<SocketObject>(top);
  if (!socket) return SocketTable::OfProcess().FindSocket(number);
  if (socket->closed()) return {};
  return socket;
}

// For words that read or write.
ObjectRef<SocketObject> RequireSocket(const Node* node, Value* sp,
                                      Strand* strand, int64_t number) {
  ObjectRef<SocketObject> socket = TopSocket(sp[-1], number);
  if (!socket) {
    FailWord(node, sp, strand, absl::StrCat("invalid socket_id ", number));
  }
  return socket;
}

// What went wrong, for a message; valid as long as `status`.
absl::string_view Reason(const absl::Status& status) {
  if (IsClosed(status)) return "the socket was closed by another strand";
  return status.message();
}

// Puts `result` in the place of the value on top.
void ReplaceTop(Value* sp, const Value& result) {
  const Value operand = std::exchange(sp[-1], result);
  Release(operand);
}

Value* TcpListen(const Node* node, Value* sp, Strand* strand) {
  const int64_t port = TopNumber(node, sp, strand, 1, "Int");
  if (port < 0 || port > kMaxPort) {
    FailWord(node, sp, strand,
             absl::StrCat("invalid port ", port, ", must be 0-", kMaxPort));
  }
  absl::StatusOr<Descriptor> descriptor =
      ListenOnAllAddresses(static_cast<uint16_t>(port));
  if (!descriptor.ok()) {
    FailWord(node, sp, strand,
             absl::StrCat("failed to bind to 0.0.0.0:", port, ": ",
                          Reason(descriptor.status())));
  }
  ObjectRef<ListenerObject> listener =
      SocketTable::OfProcess().AddListener(*std::move(descriptor));
  if (!listener) {
    FailWord(node, sp, strand, "Maximum listener limit reached");
  }
  ReplaceTop(sp, Value::Counted(ValueKind::kSocket, listener.Release()));
  return sp;
}

Value* TcpAccept(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopNumber(node, sp, strand, 1, "Int");
  ObjectRef<ListenerObject> listener = TopListener(sp[-1], number);
  if (!listener) {
    FailWord(node, sp, strand, absl::StrCat("invalid listener_id ", number));
  }
  const WaitOutside wait(node, strand);
  absl::StatusOr<Descriptor> connection = listener->listener().Accept(wait);
  if (!connection.ok()) {
    FailWord(node, sp, strand,
             absl::StrCat("failed to accept connection: ",
                          Reason(connection.status())));
  }
  ObjectRef<SocketObject> socket =
      SocketTable::OfProcess().AddSocket(*std::move(connection));
  if (!socket) FailWord(node, sp, strand, "Maximum socket limit reached");
  ReplaceTop(sp, Value::Counted(ValueKind::kSocket, socket.Release()));
  return sp;
}

Value* TcpRead(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopNumber(node, sp, strand, 1, "Int");
  ObjectRef<SocketObject> socket = RequireSocket(node, sp, strand, number);
  const WaitOutside wait(node, strand);
  TextReader::Buffer buffer;
  const absl::StatusOr<absl::string_view> piece =
      socket->reader().ReadPiece(buffer, wait, wait.at_once());
  if (!piece.ok()) {
    FailWord(node, sp, strand,
             absl::StrCat(IsInvalidText(piece.status())
                              ? "invalid UTF-8 data: "
                              : "failed to read from socket: ",
                          Reason(piece.status())));
  }
  ReplaceTop(sp, MakeString(*piece));
  return sp;
}

Value* TcpWrite(const Node* node, Value* sp, Strand* strand) {
  constexpr absl::string_view kExpected = "String and Int";
  const int64_t number = TopNumber(node, sp, strand, 2, kExpected);
  if (sp[-2].kind != ValueKind::kString) {
    FailOperands(node, sp, strand, 2, kExpected);
  }
  ObjectRef<SocketObject> socket = RequireSocket(node, sp, strand, number);
  const WaitOutside wait(node, strand);
  const absl::Status status = socket->stream().Write(StringBytes(sp[-2]), wait);
  if (!status.ok()) {
    FailWord(node, sp, strand,
             absl::StrCat("failed to write to socket: ", Reason(status)));
  }
  Release(sp[-1]);
  Release(sp[-2]);
  return sp - 2;
}

Value* TcpClose(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopNumber(node, sp, strand, 1, "Int");
  const ObjectRef<SocketObject> socket = TopSocket(sp[-1], number);
  if (socket) socket->Close();
  Release(sp[-1]);
  return sp - 1;
}

constexpr WordRow kRows[] = {
    {"tcp-listen", "( ..a Int -- ..a Int )",
     "Listens on a port of all IPv4 addresses (0 chooses a free port) and "
     "pushes the listener.",
     "Fails if the port is not 0 to 65535 or cannot be listened on.",
     Editions::kClassic, "tcp_listen", ThenNext<TcpListen>},
    {"tcp-accept", "( ..a Int -- ..a Int )",
     "Waits for a connection to a listener and pushes its socket.",
     "Fails if there is no such listener, or too many sockets are open.",
     Editions::kClassic, "tcp_accept", ThenNext<TcpAccept>},
    {"tcp-read", "( ..a Int -- ..a String )",
     "Waits for data from a socket and pushes what is there, at most 4096 "
     "bytes; the empty string at the end of the stream.",
     "Fails if there is no such socket, the connection breaks, or the data is "
     "not UTF-8.",
     Editions::kClassic, "tcp_read", ThenNext<TcpRead>},
    {"tcp-write", "( ..a String Int -- ..a )",
     "Writes all of a string to a socket, waiting as needed.",
     "Fails if there is no such socket, or the peer is gone.",
     Editions::kClassic, "tcp_write", ThenNext<TcpWrite>},
    {"tcp-close", "( ..a Int -- ..a )",
     "Closes a socket; does nothing if there is no such socket, and never "
     "touches listeners.",
     "", Editions::kClassic, "tcp_close", ThenNext<TcpClose>},
};

}  // namespace

absl::Span<const WordRow> ClassicTcpWords() { return kRows; }

}  // namespace seq
