#include "net/socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/errno_status.h"
#include "tests/net/loopback.h"
#include "tests/net/socket_fixture.h"

namespace seq {
namespace {

int Option(const Descriptor& descriptor, int level, int name) {
  int value = -1;
  socklen_t size = sizeof(value);
  getsockopt(descriptor.number(), level, name, &value, &size);
  return value;
}

std::string ReadOnce(Stream& stream) {
  char buffer[65536];
  const auto count = stream.Read(buffer, sizeof(buffer), NoWait);
  EXPECT_TRUE(count.ok()) << count.status();
  return std::string(buffer, count.value_or(0));
}

std::string ReadToEnd(Stream& stream) {
  std::string all;
  for (;;) {
    const std::string piece = ReadOnce(stream);
    if (piece.empty()) return all;
    all += piece;
  }
}

TEST(ErrnoStatusTest, KeepsTextAndNumber) {
  const absl::Status status = StatusFromErrno(ECONNRESET);
  EXPECT_EQ(status.message(), "Connection reset by peer");
  EXPECT_EQ(ErrnoOf(status), ECONNRESET);
  EXPECT_EQ(StatusFromErrno(EPERM, "see X").message(),
            "Operation not permitted (see X)");
  EXPECT_EQ(ErrnoOf(absl::InternalError("x")), std::nullopt);
}

TEST(ErrnoStatusTest, CancelledBySystemIsNotClosedByUs) {
  EXPECT_FALSE(IsClosed(StatusFromErrno(ECANCELED)));
}

TEST(DescriptorTest, ClosesWhatItOwns) {
  auto [one, other] = MakeSocketPair();
  const int number = one.number();
  Descriptor moved = std::move(one);
  EXPECT_EQ(moved.number(), number);
  EXPECT_NE(fcntl(number, F_GETFD), -1);
  moved = std::move(other);
  EXPECT_EQ(fcntl(number, F_GETFD), -1);
}

TEST_F(SocketTest, ListensWithTheOptionsPromised) {
  const Descriptor descriptor = ListenOnAllAddresses(0).value();
  EXPECT_EQ(Option(descriptor, SOL_SOCKET, SO_REUSEADDR), 1);
  EXPECT_EQ(Option(descriptor, SOL_SOCKET, SO_REUSEPORT), 1);
  EXPECT_EQ(Option(descriptor, SOL_SOCKET, SO_ACCEPTCONN), 1);
  EXPECT_EQ(fcntl(descriptor.number(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

TEST_F(SocketTest, TwoListenersShareAPort) {
  EXPECT_NE(listener_.port(), 0);
  absl::StatusOr<Descriptor> again = ListenOnAllAddresses(listener_.port());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Listener(*std::move(again)).port(), listener_.port());
}

TEST_F(SocketTest, PortTakenWithoutSharingIsAnError) {
  const Descriptor holder(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  socklen_t size = sizeof(address);
  ASSERT_EQ(::bind(holder.number(), reinterpret_cast<sockaddr*>(&address),
                   sizeof(address)),
            0);
  ASSERT_EQ(::listen(holder.number(), 1), 0);
  getsockname(holder.number(), reinterpret_cast<sockaddr*>(&address), &size);
  const auto result = ListenOnAllAddresses(ntohs(address.sin_port));
  EXPECT_EQ(ErrnoOf(result.status()), EADDRINUSE);
}

TEST_F(SocketTest, ConnectionsHaveTheOptionsPromised) {
  const LoopbackClient client(listener_.port());
  const Descriptor connection = AcceptNow();
  EXPECT_EQ(Option(connection, IPPROTO_TCP, TCP_NODELAY), 1);
  EXPECT_EQ(fcntl(connection.number(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
  EXPECT_EQ(fcntl(connection.number(), F_GETFL) & O_NONBLOCK, 0);
}

TEST_F(SocketTest, DoesNotAnnounceAWaitThatIsNotNeeded) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  int waits = 0;
  const auto count_waits = [&waits] { ++waits; };
  client.SendAll("ping");
  client.ShutDownSending();
  ASSERT_EQ(ReadToEnd(stream), "ping");  // may wait, but then all is there
  char byte;
  ASSERT_EQ(stream.Read(&byte, 1, count_waits).value(), 0u);
  ASSERT_TRUE(stream.Write("pong", count_waits).ok());
  EXPECT_EQ(waits, 0);
}

TEST_F(SocketTest, AnnouncesAWaitBeforeWaiting) {
  // The client only acts once the wait is announced: without the announcement
  // this test would never end.
  std::latch accepting(1);
  std::latch reading(1);
  std::thread peer([&] {
    accepting.wait();
    LoopbackClient client(listener_.port());
    reading.wait();
    client.SendAll("x");
  });
  Stream stream(
      listener_.Accept([&accepting] { accepting.count_down(); }).value());
  char byte = 0;
  EXPECT_EQ(stream.Read(&byte, 1, [&reading] { reading.count_down(); }).value(),
            1u);
  EXPECT_EQ(byte, 'x');
  peer.join();
}

TEST_F(SocketTest, AnnouncesAWaitAtOnceIfAskedTo) {
  LoopbackClient client(listener_.port());
  int waits = 0;
  const auto count_waits = [&waits] { ++waits; };
  Stream stream(listener_.Accept(count_waits).value());
  EXPECT_EQ(waits, 1);
  client.SendAll("x");
  char byte = 0;
  EXPECT_EQ(stream.Read(&byte, 1, count_waits, /*at_once=*/true).value(), 1u);
  EXPECT_EQ(byte, 'x');
  EXPECT_EQ(waits, 2);
  client.ShutDownSending();
  EXPECT_EQ(stream.Read(&byte, 1, count_waits, /*at_once=*/true).value(), 0u);
  EXPECT_EQ(waits, 3);
}

TEST_F(SocketTest, WritesEverythingThroughSmallBuffers) {
  LoopbackClient client(listener_.port());
  Descriptor descriptor = AcceptNow();
  ShrinkBuffers(descriptor);
  Stream stream(std::move(descriptor));
  std::string sent(3 << 20, '\0');
  for (size_t i = 0; i < sent.size(); ++i) {
    sent[i] = static_cast<char>('a' + i % 23);
  }
  std::latch full(1);
  std::atomic<int> waits{0};
  std::thread writer([&] {
    const auto before_wait = [&] {
      if (waits++ == 0) full.count_down();
    };
    EXPECT_TRUE(stream.Write(sent, before_wait).ok());
    stream.Close();
  });
  full.wait();  // nothing is read before the writer had to wait
  std::string received;
  EXPECT_EQ(client.ReceiveAll(&received), StreamEnd::kEndOfStream);
  EXPECT_TRUE(received == sent);
  EXPECT_EQ(waits, 1);
  writer.join();
}

TEST_F(SocketTest, WritesOfOneByteKeepTheirOrder) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  std::string sent;
  for (int i = 0; i < 1000; ++i) {
    sent.push_back(static_cast<char>('0' + i % 10));
    ASSERT_TRUE(stream.Write(sent.substr(sent.size() - 1), NoWait).ok());
  }
  EXPECT_EQ(client.Receive(sent.size()), sent);
}

TEST_F(SocketTest, ConcurrentWritesDoNotMix) {
  constexpr size_t kBytes = 300'000;
  constexpr int kWriters = 4;
  LoopbackClient client(listener_.port());
  Descriptor descriptor = AcceptNow();
  ShrinkBuffers(descriptor);
  Stream stream(std::move(descriptor));
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&stream, i] {
      const std::string bytes(kBytes, static_cast<char>('a' + i));
      EXPECT_TRUE(stream.Write(bytes, NoWait).ok());
    });
  }
  for (int i = 0; i < kWriters; ++i) {
    const std::string unit = client.Receive(kBytes);
    ASSERT_EQ(unit.size(), kBytes);
    EXPECT_EQ(unit, std::string(kBytes, unit[0]));
  }
  for (std::thread& writer : writers) writer.join();
}

TEST_F(SocketTest, ReadsNoMoreThanAskedForAndNoLess) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  client.SendAll("abcdef");
  client.ShutDownSending();
  char bytes[4];
  std::string all;
  for (size_t count; (count = stream.Read(bytes, 4, NoWait).value()) > 0;) {
    EXPECT_LE(count, 4u);
    all.append(bytes, count);
  }
  EXPECT_EQ(all, "abcdef");
}

TEST_F(SocketTest, HalfClosedPeerCanStillBeAnswered) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  client.SendAll("question");
  client.ShutDownSending();
  EXPECT_EQ(ReadToEnd(stream), "question");
  EXPECT_EQ(ReadOnce(stream), "") << "the end of the stream is repeatable";
  EXPECT_TRUE(stream.Write("answer", NoWait).ok());
  stream.Close();
  std::string answer;
  EXPECT_EQ(client.ReceiveAll(&answer), StreamEnd::kEndOfStream);
  EXPECT_EQ(answer, "answer");
}

TEST_F(SocketTest, EveryConnectionGoesToOneOfManyAcceptors) {
  constexpr int kAcceptors = 8;
  constexpr int kConnections = 400;
  std::atomic<int> accepted{0};
  std::vector<std::thread> acceptors;
  acceptors.reserve(kAcceptors);
  for (int i = 0; i < kAcceptors; ++i) {
    acceptors.emplace_back([&] {
      for (;;) {
        auto connection = listener_.Accept(NoWait);
        if (!connection.ok()) {
          EXPECT_TRUE(IsClosed(connection.status())) << connection.status();
          return;
        }
        Stream stream(*std::move(connection));
        ++accepted;
        EXPECT_TRUE(stream.Write("hello", NoWait).ok());
      }
    });
  }
  for (int i = 0; i < kConnections; ++i) {
    std::string greeting;
    LoopbackClient client(listener_.port());
    ASSERT_EQ(client.ReceiveAll(&greeting), StreamEnd::kEndOfStream);
    ASSERT_EQ(greeting, "hello");
  }
  listener_.Close();
  for (std::thread& acceptor : acceptors) acceptor.join();
  EXPECT_EQ(accepted, kConnections);
}

TEST_F(SocketTest, RunningOutOfDescriptorsNamesTheLimitAndHeals) {
  LoopbackClient client(listener_.port());
  const absl::Status accepted =
      WithoutDescriptors([this] { return listener_.Accept(NoWait).status(); });
  const absl::Status listened =
      WithoutDescriptors([] { return ListenOnAllAddresses(0).status(); });
  EXPECT_EQ(ErrnoOf(listened), EMFILE);
  EXPECT_EQ(ErrnoOf(accepted), EMFILE);
  EXPECT_EQ(accepted.message(),
            "Too many open files (this process may hold 256; raise the limit "
            "with `ulimit -n`)");
  Stream stream(AcceptNow());  // the connection was not lost
  EXPECT_TRUE(stream.Write("x", NoWait).ok());
  EXPECT_EQ(client.Receive(1), "x");
}

}  // namespace
}  // namespace seq
