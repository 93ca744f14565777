// How connections end: broken by the peer, or closed here while others wait.

#include <fcntl.h>

#include <cerrno>
#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/errno_status.h"
#include "net/socket.h"
#include "tests/net/loopback.h"
#include "tests/net/socket_fixture.h"

namespace seq {
namespace {

using SocketCloseTest = SocketTest;

TEST_F(SocketCloseTest, ResetFailsReadAndWriteWithoutASignal) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  client.Reset();
  char byte;
  const auto count = stream.Read(&byte, 1, NoWait);
  EXPECT_EQ(ErrnoOf(count.status()), ECONNRESET);
  EXPECT_FALSE(IsClosed(count.status()));
  const absl::Status written = stream.Write("x", NoWait);
  EXPECT_EQ(ErrnoOf(written), EPIPE);
}

TEST_F(SocketCloseTest, ResetDuringAWaitingWriteEndsIt) {
  LoopbackClient client(listener_.port());
  Descriptor descriptor = AcceptNow();
  ShrinkBuffers(descriptor);
  Stream stream(std::move(descriptor));
  const std::string bytes(16 << 20, 'x');
  const absl::Status status =
      stream.Write(bytes, [&client] { client.Reset(); });
  EXPECT_THAT(ErrnoOf(status), ::testing::AnyOf(ECONNRESET, EPIPE));
}

TEST_F(SocketCloseTest, ConnectionThatBrokeInLineIsNoError) {
  LoopbackClient broken(listener_.port());
  broken.Reset();
  LoopbackClient client(listener_.port());
  client.SendAll("x");
  // Linux hands out broken connections too; reading tells them apart.
  for (;;) {
    Stream stream(AcceptNow());
    char byte;
    const auto count = stream.Read(&byte, 1, NoWait);
    if (count.ok()) break;
    ASSERT_EQ(ErrnoOf(count.status()), ECONNRESET);
  }
}

TEST_F(SocketCloseTest, ClosingDoesNotResetAPeerWhoseBytesWereNotRead) {
  LoopbackClient client(listener_.port());
  {
    Stream stream(AcceptNow());
    client.SendAll(std::string(10'000, 'x'));
    client.ShutDownSending();
    char byte;
    ASSERT_EQ(stream.Read(&byte, 1, NoWait).value(), 1u);
    ASSERT_TRUE(stream.Write("bye", NoWait).ok());
  }
  std::string answer;
  EXPECT_EQ(client.ReceiveAll(&answer), StreamEnd::kEndOfStream);
  EXPECT_EQ(answer, "bye");
}

TEST_F(SocketCloseTest, ClosedObjectsSaySo) {
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  EXPECT_FALSE(stream.closed());
  stream.Close();
  stream.Close();
  EXPECT_TRUE(stream.closed());
  char byte;
  EXPECT_TRUE(IsClosed(stream.Read(&byte, 1, NoWait).status()));
  EXPECT_TRUE(IsClosed(stream.Write("x", NoWait)));
  listener_.Close();
  EXPECT_TRUE(IsClosed(listener_.Accept(NoWait).status()));
}

TEST_F(SocketCloseTest, CloseWakesAllReaders) {
  constexpr int kReaders = 4;
  LoopbackClient client(listener_.port());
  Stream stream(AcceptNow());
  std::latch waiting(kReaders);
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&, i] {
      char byte;
      const auto count = stream.Read(
          &byte, 1, [&waiting] { waiting.count_down(); },
          /*at_once=*/i % 2 == 0);
      EXPECT_TRUE(IsClosed(count.status())) << count.status();
    });
  }
  waiting.wait();
  stream.Close();
  for (std::thread& reader : readers) reader.join();
  std::string nothing;
  EXPECT_EQ(client.ReceiveAll(&nothing), StreamEnd::kEndOfStream);
}

TEST_F(SocketCloseTest, CloseWakesAWriterAndTheWritersInLine) {
  LoopbackClient client(listener_.port());
  Descriptor descriptor = AcceptNow();
  ShrinkBuffers(descriptor);
  Stream stream(std::move(descriptor));
  const std::string bytes(16 << 20, 'x');
  std::latch waiting(2);
  const auto write = [&] {
    bool announced = false;
    const auto before_wait = [&] {
      if (!std::exchange(announced, true)) waiting.count_down();
    };
    EXPECT_TRUE(IsClosed(stream.Write(bytes, before_wait)));
  };
  std::thread first(write);
  std::thread second(write);
  waiting.wait();
  stream.Close();
  first.join();
  second.join();
}

TEST_F(SocketCloseTest, CloseWakesAllAcceptors) {
  constexpr int kAcceptors = 4;
  std::latch waiting(kAcceptors);
  std::vector<std::thread> acceptors;
  acceptors.reserve(kAcceptors);
  for (int i = 0; i < kAcceptors; ++i) {
    acceptors.emplace_back([&] {
      const auto connection =
          listener_.Accept([&waiting] { waiting.count_down(); });
      EXPECT_TRUE(IsClosed(connection.status())) << connection.status();
    });
  }
  waiting.wait();
  listener_.Close();
  for (std::thread& acceptor : acceptors) acceptor.join();
}

TEST_F(SocketCloseTest, DescriptorStaysTakenWhileAUseIsUnderWay) {
  auto [one, other] = MakeSocketPair();
  const int number = one.number();
  SharedDescriptor shared(std::move(one));
  {
    const SharedDescriptor::Use use(shared);
    ASSERT_TRUE(use.begun());
    shared.Close();
    EXPECT_NE(fcntl(number, F_GETFD), -1) << "given back too early";
    EXPECT_FALSE(SharedDescriptor::Use(shared).begun());
  }
  EXPECT_EQ(fcntl(number, F_GETFD), -1) << "not given back";
}

}  // namespace
}  // namespace seq
