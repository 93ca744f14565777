#include "net/tcp_socket_words.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "net/connect.h"
#include "net/errno_status.h"
#include "net/socket.h"
#include "net/socket_numbers.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/typed_operands.h"
#include "runtime/value.h"
#include "runtime/wait_outside.h"

namespace seq {
namespace {

SocketNumbers& Numbers() { return SocketNumbers::OfProcess(); }

int64_t TopInt(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kInt>(node, sp, strand, "Int");
  return sp[-1].integer;
}

// Replaces `kCount` operands by a number and true, or by 0 and false.
template <size_t kCount>
Value* GiveNumber(Value* sp, std::optional<int64_t> number) {
  return ReplaceWithSuccess<kCount>(sp, Value::Int(number.value_or(0)),
                                    number.has_value());
}

// --- Opening -----------------------------------------------------------------

// What `word` has opened, if anything. The words give no reason why they fail.
// If it is that descriptors have run out, whoever runs the program should know;
// to be told once is enough.
std::optional<Descriptor> Opened(absl::string_view word,
                                 absl::StatusOr<Descriptor> result) {
  if (result.ok()) return *std::move(result);
  const int error_number = ErrnoOf(result.status()).value_or(0);
  static std::atomic<bool> warned{false};
  if ((error_number == EMFILE || error_number == ENFILE) &&
      !warned.exchange(true)) {
    std::cerr << absl::StrCat("Warning: ", word, ": ",
                              result.status().message(), "\n");
  }
  return std::nullopt;
}

std::optional<int64_t> OpenListenerOn(int64_t port) {
  if (port < 0 || port > kMaxPort) return std::nullopt;
  std::optional<Descriptor> descriptor =
      Opened("net.tcp.listen",
             ListenOnAllAddresses(static_cast<uint16_t>(port),
                                  {.share_port = false, .backlog = 4096}));
  if (!descriptor.has_value()) return std::nullopt;
  return Numbers().AddListener(*std::move(descriptor));
}

Value* Listen(const Node* node, Value* sp, Strand* strand) {
  return GiveNumber<1>(sp, OpenListenerOn(TopInt(node, sp, strand)));
}

// How long one address may take to answer.
std::chrono::milliseconds ConnectPatience() {
  constexpr std::chrono::milliseconds kDefault{10'000};
  const char* const text = std::getenv("SEQ_TCP_CONNECT_TIMEOUT_MS");
  int64_t milliseconds = 0;
  if (text == nullptr || !absl::SimpleAtoi(text, &milliseconds) ||
      milliseconds <= 0) {
    return kDefault;
  }
  // More than three weeks are for ever.
  constexpr int64_t kLongest = std::numeric_limits<int32_t>::max();
  return std::chrono::milliseconds(std::min(milliseconds, kLongest));
}

std::optional<int64_t> OpenStreamTo(absl::string_view host, int64_t port,
                                    const WaitOutside& wait) {
  if (port < 1 || port > kMaxPort) return std::nullopt;
  std::optional<Descriptor> descriptor =
      Opened("net.tcp.connect", ConnectToHost(host, static_cast<uint16_t>(port),
                                              ConnectPatience(), wait));
  if (!descriptor.has_value()) return std::nullopt;
  const uint16_t local_port = LocalPort(*descriptor);
  return Numbers().AddStream(*std::move(descriptor), local_port);
}

Value* Connect(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kInt>(node, sp, strand,
                                                    "String and Int");
  const absl::string_view host = AsString(sp[-2])->text();
  const WaitOutside wait(node, strand);
  return GiveNumber<2>(sp, OpenStreamTo(host, sp[-1].integer, wait));
}

std::optional<int64_t> AcceptOn(int64_t number, const WaitOutside& wait) {
  const ObjectRef<OpenListener> listener = Numbers().FindListener(number);
  if (!listener) return std::nullopt;
  const ExclusiveUse use(*listener.get());
  if (!use.begun()) return std::nullopt;
  std::optional<Descriptor> connection =
      Opened("net.tcp.accept", listener->listener().Accept(wait));
  if (!connection.has_value()) return std::nullopt;
  return Numbers().AddStream(*std::move(connection), listener->port());
}

Value* Accept(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopInt(node, sp, strand);
  return GiveNumber<1>(sp, AcceptOn(number, WaitOutside(node, strand)));
}

// --- Using -------------------------------------------------------------------

std::optional<int64_t> PortOf(int64_t number) {
  if (const auto stream = Numbers().FindStream(number)) return stream->port();
  if (const auto listener = Numbers().FindListener(number)) {
    return listener->port();
  }
  return std::nullopt;
}

Value* GiveLocalPort(const Node* node, Value* sp, Strand* strand) {
  return GiveNumber<1>(sp, PortOf(TopInt(node, sp, strand)));
}

// What one read gives: bytes in `buffer`, or nothing on failure.
std::optional<absl::string_view> ReadInto(char* buffer, size_t capacity,
                                          int64_t number,
                                          const WaitOutside& wait) {
  const ObjectRef<OpenStream> stream = Numbers().FindStream(number);
  if (!stream) return std::nullopt;
  const ExclusiveUse use(*stream.get());
  if (!use.begun()) return std::nullopt;
  const absl::StatusOr<size_t> count =
      stream->stream().Read(buffer, capacity, wait, wait.at_once());
  if (!count.ok()) return std::nullopt;
  return absl::string_view(buffer, *count);
}

Value* Read(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopInt(node, sp, strand);
  char buffer[4096];
  const std::optional<absl::string_view> bytes =
      ReadInto(buffer, sizeof(buffer), number, WaitOutside(node, strand));
  return ReplaceWithSuccess<1>(sp, MakeString(bytes.value_or("")),
                               bytes.has_value());
}

bool WriteTo(int64_t number, absl::string_view bytes, const WaitOutside& wait) {
  const ObjectRef<OpenStream> stream = Numbers().FindStream(number);
  if (!stream) return false;
  const ExclusiveUse use(*stream.get());
  return use.begun() && stream->stream().Write(bytes, wait).ok();
}

Value* Write(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kInt>(node, sp, strand,
                                                    "String and Int");
  const bool success =
      WriteTo(sp[-1].integer, StringBytes(sp[-2]), WaitOutside(node, strand));
  return Replace<2>(sp, Value::Bool(success));
}

Value* Close(const Node* node, Value* sp, Strand* strand) {
  const int64_t number = TopInt(node, sp, strand);
  return Replace<1>(sp, Value::Bool(Numbers().Close(number)));
}

// Only the type changes, and that is the checker's business.
Value* Retype(const Node* node, Value* sp, Strand* strand) {
  TopInt(node, sp, strand);
  return sp;
}

// --- The vocabulary ----------------------------------------------------------

constexpr WordRow kRows[] = {
    {"net.tcp.listen", "( ..a Int -- ..a Socket Bool )",
     "Listens on a port of all IPv4 addresses (0 chooses a free port) and "
     "gives the listener and true.",
     "Gives 0 and false if the port is not 0 to 65535 or cannot be listened "
     "on, or too many sockets are open.",
     Editions::kCurrent, "", ThenNext<Listen>},
    {"net.tcp.connect", "( ..a String Int -- ..a Socket Bool )",
     "Connects to the port on top of the host below it, waiting as needed, and "
     "gives the socket and true.",
     "Gives 0 and false if the host is not found or does not answer, the port "
     "is not 1 to 65535, or too many sockets are open.",
     Editions::kCurrent, "", ThenNext<Connect>},
    {"net.tcp.accept", "( ..a Socket -- ..a Socket Bool )",
     "Waits for a connection to a listener and gives its socket and true.",
     "Gives 0 and false if there is no such listener, another strand waits for "
     "it, or too many sockets are open.",
     Editions::kCurrent, "", ThenNext<Accept>},
    {"net.tcp.local-port", "( ..a Socket -- ..a Int Bool )",
     "Gives the local port of a socket and true.",
     "Gives 0 and false if there is no such socket.", Editions::kCurrent, "",
     ThenNext<GiveLocalPort>},
    {"net.tcp.read", "( ..a Socket -- ..a String Bool )",
     "Waits for data from a socket and gives what is there, at most 4096 "
     "bytes, and true; \"\" and true at the end of the stream.",
     "Gives \"\" and false if there is no such socket, another strand uses it, "
     "or the connection breaks.",
     Editions::kCurrent, "", ThenNext<Read>},
    {"net.tcp.write", "( ..a String Socket -- ..a Bool )",
     "Writes all of a string to a socket, waiting as needed, and gives true.",
     "Gives false if there is no such socket, another strand uses it, or the "
     "peer is gone.",
     Editions::kCurrent, "", ThenNext<Write>},
    {"net.tcp.close", "( ..a Socket -- ..a Bool )",
     "Closes a stream, or else a listener, frees its number and gives true.",
     "Gives false if there is no such socket.", Editions::kCurrent, "",
     ThenNext<Close>},
    {"fd->socket", "( ..a Int -- ..a Socket )",
     "Makes an Int a Socket without changing it.", "", Editions::kCurrent, "",
     ThenNext<Retype>},
    {"socket->fd", "( ..a Socket -- ..a Int )",
     "Makes a Socket an Int without changing it.", "", Editions::kCurrent, "",
     ThenNext<Retype>},
};

}  // namespace

absl::Span<const WordRow> TcpSocketWords() { return kRows; }

}  // namespace seq
