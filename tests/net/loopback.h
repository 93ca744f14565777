// The other end of the sockets under test, and small helpers for both ends.
//
// Uses the system's functions directly, so that a mistake in net/socket.cc
// cannot hide itself. Nothing here waits longer than kPatience: a test whose
// peer says nothing fails instead of hanging.

#ifndef SEQ_TESTS_NET_LOOPBACK_H_
#define SEQ_TESTS_NET_LOOPBACK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "net/socket.h"

namespace seq {

inline constexpr int kPatienceSeconds = 30;

// How LoopbackClient::ReceiveAll ended.
enum class StreamEnd { kEndOfStream, kReset, kNothingCame };

// A blocking client connected to a port of this machine.
class LoopbackClient {
 public:
  explicit LoopbackClient(uint16_t port);

  void SendAll(absl::string_view bytes);
  // Exactly `size` bytes, or fewer if the stream ends before.
  std::string Receive(size_t size);
  // Everything until the stream ends, appended to `bytes`.
  StreamEnd ReceiveAll(std::string* bytes);
  // Tells the other side that nothing more will come.
  void ShutDownSending();
  void Close() { descriptor_.Reset(); }
  // Closes in a way the other side sees as a broken connection.
  void Reset();

 private:
  Descriptor descriptor_;
};

// Both ends of a connected pair of local stream sockets.
std::pair<Descriptor, Descriptor> MakeSocketPair();

// Makes the buffers of a socket as small as the system allows.
void ShrinkBuffers(const Descriptor& descriptor);

// Lowers the limit on open descriptors to 256 and uses all of them up. Both are
// undone at the end of the scope.
class DescriptorShortage {
 public:
  DescriptorShortage();
  ~DescriptorShortage();
  DescriptorShortage(const DescriptorShortage&) = delete;
  DescriptorShortage& operator=(const DescriptorShortage&) = delete;

 private:
  struct State;
  State* const state_;
};

// What `action` returns when there is no descriptor to be had. Checks belong
// after it: under UBSan, GoogleTest itself needs descriptors.
template <typename Action>
auto WithoutDescriptors(Action action) {
  const DescriptorShortage shortage;
  return action();
}

// For operations that should not have to wait, and for threads without strands.
inline void NoWait() {}

}  // namespace seq

#endif  // SEQ_TESTS_NET_LOOPBACK_H_
