#include "tests/net/loopback.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "gtest/gtest.h"

namespace seq {

LoopbackClient::LoopbackClient(uint16_t port)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience = {kPatienceSeconds, 0};
  setsockopt(descriptor_.number(), SOL_SOCKET, SO_RCVTIMEO, &patience,
             sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  EXPECT_EQ(
      ::connect(descriptor_.number(),
                reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0)
      << "errno " << errno;
}

void LoopbackClient::SendAll(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::send(descriptor_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ASSERT_GT(count, 0) << "errno " << errno;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

std::string LoopbackClient::Receive(size_t size) {
  std::string bytes(size, '\0');
  size_t have = 0;
  while (have < size) {
    const ssize_t count =
        ::recv(descriptor_.number(), &bytes[have], size - have, 0);
    if (count <= 0) break;
    have += static_cast<size_t>(count);
  }
  bytes.resize(have);
  return bytes;
}

StreamEnd LoopbackClient::ReceiveAll(std::string* bytes) {
  char buffer[65536];
  for (;;) {
    const ssize_t count =
        ::recv(descriptor_.number(), buffer, sizeof(buffer), 0);
    if (count == 0) return StreamEnd::kEndOfStream;
    if (count < 0) {
      return errno == ECONNRESET ? StreamEnd::kReset : StreamEnd::kNothingCame;
    }
    bytes->append(buffer, static_cast<size_t>(count));
  }
}

void LoopbackClient::ShutDownSending() {
  EXPECT_EQ(::shutdown(descriptor_.number(), SHUT_WR), 0);
}

void LoopbackClient::Reset() {
  const linger at_once = {1, 0};
  setsockopt(descriptor_.number(), SOL_SOCKET, SO_LINGER, &at_once,
             sizeof(at_once));
  descriptor_.Reset();
}

std::pair<Descriptor, Descriptor> MakeSocketPair() {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void ShrinkBuffers(const Descriptor& descriptor) {
  const int smallest = 1;
  EXPECT_EQ(::setsockopt(descriptor.number(), SOL_SOCKET, SO_SNDBUF, &smallest,
                         sizeof(smallest)),
            0);
  EXPECT_EQ(::setsockopt(descriptor.number(), SOL_SOCKET, SO_RCVBUF, &smallest,
                         sizeof(smallest)),
            0);
}

struct DescriptorShortage::State {
  rlimit before;
  std::vector<Descriptor> fillers;
};

DescriptorShortage::DescriptorShortage() : state_(new State) {
  EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &state_->before), 0);
  rlimit low = state_->before;
  low.rlim_cur = 256;
  EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  for (;;) {
    Descriptor filler(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!filler.valid()) break;
    state_->fillers.push_back(std::move(filler));
  }
  EXPECT_FALSE(state_->fillers.empty());
}

DescriptorShortage::~DescriptorShortage() {
  setrlimit(RLIMIT_NOFILE, &state_->before);
  delete state_;
}

}  // namespace seq
