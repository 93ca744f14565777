// The words `tcp-listen` to `tcp-close` with the other end of the connections.
// What numbers mean to them: tcp_words_numbers_test.cc.

#include "net/tcp_words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/socket_table.h"
#include "runtime/value.h"
#include "runtime/word.h"
#include "tests/net/classic_tcp_program.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

using TcpWordsTest = ClassicTcpTest;

TEST_F(TcpWordsTest, MessagesNameTheWordsInTheirOldSpelling) {
  for (const WordRow& row : ClassicTcpWords()) {
    std::string message_name(row.name);
    message_name[3] = '_';
    EXPECT_EQ(std::string(row.message_name), message_name);
  }
}

TEST_F(TcpWordsTest, RequestAndAnswer) {
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    std::thread peer([port = program.port()] {
      LoopbackClient client(port);
      client.SendAll("hello there");
      std::string answer;
      EXPECT_EQ(client.ReceiveAll(&answer), StreamEnd::kEndOfStream);
      EXPECT_EQ(answer, "HELLO THERE");
    });
    program.Run("tcp-accept").Pick(0).Run("tcp-read");
    EXPECT_EQ(program.text(), "hello there");
    program.Drop().Push("HELLO THERE").Pick(1).Run("tcp-write");
    program.Run("tcp-close");
    EXPECT_EQ(program.depth(), 0u);
    peer.join();
  });
}

TEST_F(TcpWordsTest, WaitingGivesTheOnlyPermitUp) {
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    const uint16_t port = program.port();
    // Can only run while the main strand waits in tcp-accept and tcp-read.
    Spawn(program.strand(), Value::Int(port), [](Program& peer) {
      LoopbackClient client(static_cast<uint16_t>(peer.number()));
      client.SendAll("x");
    });
    program.Run("tcp-accept").Run("tcp-read");
    EXPECT_EQ(program.text(), "x");
    EXPECT_EQ(program.strand()->wait_site, Program::kSite);
  });
}

TEST_F(TcpWordsTest, ListenFailures) {
  Run([](Program& program) {
    EXPECT_EQ(program.Push(70000).FailureOf("tcp-listen"),
              "tcp_listen: invalid port 70000, must be 0-65535");
    EXPECT_EQ(program.Push(-1).FailureOf("tcp-listen"),
              "tcp_listen: invalid port -1, must be 0-65535");
    const std::string message = WithoutDescriptors(
        [&] { return program.Push(0).FailureOf("tcp-listen"); });
    EXPECT_THAT(message,
                HasSubstr("tcp_listen: failed to bind to 0.0.0.0:0: Too many "
                          "open files"));
  });
}

TEST_F(TcpWordsTest, WrongOperandsLeaveTheStackAlone) {
  Run([](Program& program) {
    for (const WordRow& row : ClassicTcpWords()) {
      EXPECT_THAT(program.FailureOf(row.name), HasSubstr("stack is empty"));
    }
    program.Push("a").Push("b");
    for (const WordRow& row : ClassicTcpWords()) {
      EXPECT_THAT(program.FailureOf(row.name), HasSubstr("expected"));
    }
    program.Push(1).Push(2);
    EXPECT_THAT(program.FailureOf("tcp-write"), HasSubstr("expected"));
    EXPECT_EQ(program.depth(), 4u);
  });
}

TEST_F(TcpWordsTest, BrokenConnectionFailsReadAndWrite) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    client->Reset();
    EXPECT_EQ(program.FailureOf("tcp-read"),
              "tcp_read: failed to read from socket: Connection reset by peer");
    program.Push("x").Pick(1);
    EXPECT_EQ(program.FailureOf("tcp-write"),
              "tcp_write: failed to write to socket: Broken pipe");
  });
}

TEST_F(TcpWordsTest, InvalidTextFails) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    client->SendAll("ab\xFF");
    EXPECT_EQ(program.FailureOf("tcp-read"),
              "tcp_read: invalid UTF-8 data: no valid character at byte 2 of "
              "the stream (0xff)");
  });
}

TEST_F(TcpWordsTest, OutOfDescriptorsFailsAccept) {
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    const LoopbackClient client(program.port());
    const std::string message =
        WithoutDescriptors([&] { return program.FailureOf("tcp-accept"); });
    EXPECT_THAT(message,
                HasSubstr("tcp_accept: failed to accept connection: Too many "
                          "open files (this process may hold 256"));
  });
}

TEST_F(TcpWordsTest, CloseInAnotherStrandEndsARead) {
  Run([](Program& program) {
    std::optional<LoopbackClient> client;
    Connect(program, client);
    Retain(program.top());
    Spawn(program.strand(), program.top(),
          [](Program& closer) { closer.Run("tcp-close"); });
    // With one permit, the strand runs once this one waits, unless the pool
    // finds that this one takes too long to get there.
    EXPECT_THAT(
        program.FailureOf("tcp-read"),
        AnyOf("tcp_read: failed to read from socket: the socket was closed by "
              "another strand",
              HasSubstr("invalid socket_id")));
    std::string nothing;
    EXPECT_EQ(client->ReceiveAll(&nothing), StreamEnd::kEndOfStream);
  });
}

TEST_F(TcpWordsTest, ManyStrandsServeOneListener) {
  constexpr int kStrands = 8;
  constexpr int kRounds = 25;
  Run([](Program& program) {
    program.Push(0).Run("tcp-listen");
    const uint16_t port = program.port();
    for (int i = 0; i < kStrands; ++i) {
      Retain(program.top());
      Spawn(program.strand(), program.top(), [](Program& server) {
        for (int round = 0; round < kRounds; ++round) {
          server.Pick(0).Run("tcp-accept").Pick(0).Run("tcp-read");
          server.Pick(1).Run("tcp-write").Run("tcp-close");
        }
      });
    }
    Spawn(program.strand(), Value::Int(port), [](Program& peer) {
      for (int i = 0; i < kStrands * kRounds; ++i) {
        LoopbackClient client(static_cast<uint16_t>(peer.number()));
        client.SendAll("echo " + std::to_string(i));
        std::string answer;
        ASSERT_EQ(client.ReceiveAll(&answer), StreamEnd::kEndOfStream);
        ASSERT_EQ(answer, "echo " + std::to_string(i));
      }
    });
  });
  EXPECT_EQ(SocketTable::OfProcess().live_sockets(), 0u);
}

}  // namespace
}  // namespace seq
