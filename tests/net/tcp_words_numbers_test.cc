// The classic edition's numbers for sockets: which one a socket gets, which
// socket a number finds, and what is closed when the last reference is gone.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "net/socket_table.h"
#include "runtime/numbered_object.h"
#include "tests/net/classic_tcp_program.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using TcpWordsNumbersTest = ClassicTcpTest;

TEST_F(TcpWordsNumbersTest, SocketNumbersFollowTheOrderOfFreeing) {
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    const LoopbackClient a(program.port());
    const LoopbackClient b(program.port());
    const LoopbackClient c(program.port());
    program.Pick(0).Run("tcp-accept");
    EXPECT_EQ(program.number(), 0);
    program.Pick(1).Run("tcp-accept");
    EXPECT_EQ(program.number(), 1);
    program.Pick(1).Run("tcp-close");
    program.Pick(2).Run("tcp-accept");
    EXPECT_EQ(program.number(), 0);
  });
}

TEST_F(TcpWordsNumbersTest, NumbersOfNothing) {
  Run([](Program& program) {
    program.Push("x");
    for (const int64_t number : {int64_t{9000}, int64_t{-3}, INT64_MAX}) {
      const std::string shown = std::to_string(number);
      program.Push(number);
      EXPECT_EQ(program.FailureOf("tcp-accept"),
                "tcp_accept: invalid listener_id " + shown);
      EXPECT_EQ(program.FailureOf("tcp-read"),
                "tcp_read: invalid socket_id " + shown);
      EXPECT_EQ(program.FailureOf("tcp-write"),
                "tcp_write: invalid socket_id " + shown);
      program.Run("tcp-close");
      EXPECT_EQ(program.depth(), 1u);
    }
  });
}

TEST_F(TcpWordsNumbersTest, TooManySockets) {
  Run([](Program& program) {
    std::vector<ObjectRef<SocketObject>> sockets;
    while (sockets.size() < SocketTable::kMaxSockets) {
      // The table does not look at descriptors.
      sockets.push_back(SocketTable::OfProcess().AddSocket(Descriptor()));
    }
    program.Push(0).Run("tcp-listen");
    LoopbackClient client(program.port());
    EXPECT_EQ(program.FailureOf("tcp-accept"),
              "tcp_accept: Maximum socket limit reached");
    std::string nothing;
    EXPECT_EQ(client.ReceiveAll(&nothing), StreamEnd::kEndOfStream);
  });
}

TEST_F(TcpWordsNumbersTest, DroppedSocketIsClosed) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    program.Drop();
    std::string nothing;
    EXPECT_EQ(client->ReceiveAll(&nothing), StreamEnd::kEndOfStream);
    program.Push(0);
    EXPECT_EQ(program.FailureOf("tcp-read"), "tcp_read: invalid socket_id 0");
  });
}

TEST_F(TcpWordsNumbersTest, ReadingWithTheLastReferenceClosesTheSocket) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    client->SendAll("x");
    program.Run("tcp-read");
    std::string nothing;
    EXPECT_EQ(client->ReceiveAll(&nothing), StreamEnd::kEndOfStream);
    EXPECT_EQ(program.text(), "x");
  });
}

TEST_F(TcpWordsNumbersTest, ComputedNumberFindsThePinnedSocket) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    const int64_t number = ClassicIntPinned(program.top()).value();
    program.Drop().Push("still here").Push(number).Run("tcp-write");
    EXPECT_EQ(client->Receive(10), "still here");
    program.Push(number).Run("tcp-close");
    std::string nothing;
    EXPECT_EQ(client->ReceiveAll(&nothing), StreamEnd::kEndOfStream);
  });
}

TEST_F(TcpWordsNumbersTest, ClosedSocketStaysClosedWhenItsNumberIsGivenAway) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);  // listener, socket
    program.Pick(0).Run("tcp-close");
    LoopbackClient next(program.Pick(1).port());
    program.Run("tcp-accept");  // listener, closed, new
    program.Pick(1);
    EXPECT_EQ(program.FailureOf("tcp-read"), "tcp_read: invalid socket_id 0");
    program.Run("tcp-close");
    program.Push("alive").Pick(1).Run("tcp-write");
    EXPECT_EQ(next.Receive(5), "alive");
  });
}

TEST_F(TcpWordsNumbersTest, ListenerGivenToASocketWordMeansItsNumber) {
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    const int64_t number = program.number();
    const uint16_t port = program.port();
    EXPECT_EQ(program.FailureOf("tcp-read"),
              "tcp_read: invalid socket_id " + std::to_string(number));
    program.Pick(0).Run("tcp-close");
    // Not closed: it still accepts, also by its plain number.
    LoopbackClient client(port);
    program.Push(number).Run("tcp-accept");
    EXPECT_EQ(program.number(), 0);
  });
}

TEST_F(TcpWordsNumbersTest, SocketGivenToAcceptMeansItsNumber) {
  Run([](Program& program) {
    // Enough listeners that one has the number of the socket.
    std::optional<LoopbackClient> client;
    Connect(program, client);
    const auto listener = SocketTable::OfProcess().FindListener(0);
    ASSERT_TRUE(listener);
    ASSERT_EQ(program.number(), 0);
    LoopbackClient second(listener->listener().port());
    program.Run("tcp-accept");
    EXPECT_EQ(program.depth(), 2u);
    program.Push("hi").Pick(1).Run("tcp-write");
    EXPECT_EQ(second.Receive(2), "hi");
  });
}

}  // namespace
}  // namespace seq
