// The words `net.tcp.…` where nothing has to be waited for by a second strand:
// tcp_socket_waits_test.cc has the rest.

#include "net/tcp_socket_words.h"

#include <cstdint>
#include <string>
#include <variant>

#include "gtest/gtest.h"
#include "tests/net/loopback.h"
#include "tests/net/tcp_program.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using TcpSocketWordsTest = TcpSocketTest;

TEST_F(TcpSocketWordsTest, RequestAndAnswer) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t client = program.Connect(program.Port(listener));
    const int64_t server = program.Accept(listener);
    EXPECT_EQ(program.Run("net.tcp.write", {7, "hi \xFF", client}),
              (TestStack{7, true}));
    EXPECT_EQ(program.Run("net.tcp.read", {7, server}),
              (TestStack{7, "hi \xFF", true}));
    EXPECT_EQ(program.Run("net.tcp.write", {"", client}), (TestStack{true}));
    EXPECT_TRUE(program.Close(client));
    // The end of the stream is no failure, however often it is met.
    EXPECT_EQ(program.Run("net.tcp.read", {server}), (TestStack{"", true}));
    EXPECT_EQ(program.Run("net.tcp.read", {server}), (TestStack{"", true}));
    EXPECT_TRUE(program.Close(server));
    EXPECT_TRUE(program.Close(listener));
  });
}

TEST_F(TcpSocketWordsTest, OneReadGivesAtMost4096Bytes) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t client = program.Connect(program.Port(listener));
    const int64_t server = program.Accept(listener);
    program.Run("net.tcp.write", {std::string(10'000, 'x'), client});
    program.Close(client);
    size_t received = 0;
    for (;;) {
      const TestStack results = program.Run("net.tcp.read", {server});
      const auto& piece = std::get<std::string>(results[0]);
      EXPECT_LE(piece.size(), 4096u);
      received += piece.size();
      if (piece.empty()) break;
    }
    EXPECT_EQ(received, 10'000u);
    program.Close(server);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWordsTest, NumbersCountFromZeroAndAreReused) {
  Run([](Program program) {
    EXPECT_EQ(program.Listen(), 0);
    EXPECT_EQ(program.Listen(), 1);
    const uint16_t port = program.Port(1);
    EXPECT_EQ(program.Connect(port), 0);
    EXPECT_EQ(program.Connect(port), 1);
    EXPECT_EQ(program.Accept(1), 2);
    EXPECT_TRUE(program.Close(1));  // the stream
    EXPECT_EQ(program.Accept(1), 1);
    for (const int64_t stream : {2, 1, 0}) EXPECT_TRUE(program.Close(stream));
    for (const int64_t listener : {1, 0}) EXPECT_TRUE(program.Close(listener));
    EXPECT_FALSE(program.Close(0));
  });
}

TEST_F(TcpSocketWordsTest, LocalPort) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    ASSERT_EQ(listener, 0);
    const uint16_t port = program.Port(0);
    EXPECT_GT(port, 0);
    const int64_t client = program.Connect(port);
    ASSERT_EQ(client, 0);
    const int64_t server = program.Accept(0);
    // Number 0 is a listener and a stream; streams come first.
    EXPECT_NE(program.Port(0), port);
    EXPECT_EQ(program.Port(server), port);
    EXPECT_TRUE(program.Close(client));
    EXPECT_EQ(program.Port(0), port);
    EXPECT_TRUE(program.Close(server));
    EXPECT_TRUE(program.Close(0));
  });
}

TEST_F(TcpSocketWordsTest, UnknownSockets) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    ASSERT_EQ(listener, 0);
    for (const int64_t number : {int64_t{0}, int64_t{1}, int64_t{-1},
                                 INT64_MAX >> 1, int64_t{10'000}}) {
      // A listener is no stream.
      EXPECT_EQ(program.Run("net.tcp.read", {number}), kNoText);
      EXPECT_EQ(program.Run("net.tcp.write", {"x", number}),
                (TestStack{false}));
      if (number == 0) continue;
      EXPECT_EQ(program.Run("net.tcp.accept", {number}), kNoNumber);
      EXPECT_EQ(program.Run("net.tcp.local-port", {number}), kNoNumber);
      EXPECT_EQ(program.Run("net.tcp.close", {number}), (TestStack{false}));
    }
    program.Close(listener);
    EXPECT_EQ(program.Run("net.tcp.accept", {listener}), kNoNumber);
  });
}

TEST_F(TcpSocketWordsTest, ListenFailures) {
  Run([](Program program) {
    for (const int64_t port : {-1, 65536, 1 << 20}) {
      EXPECT_EQ(program.Run("net.tcp.listen", {port}), kNoNumber);
    }
    const int64_t listener = program.Listen();
    EXPECT_EQ(program.Run("net.tcp.listen", {program.Port(listener)}),
              kNoNumber);
    program.Close(listener);
    const TestStack shortage = WithoutDescriptors(
        [&program] { return program.Run("net.tcp.listen", {0}); });
    EXPECT_EQ(shortage, kNoNumber);
  });
}

TEST_F(TcpSocketWordsTest, ConnectFailures) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t port = program.Port(listener);
    const std::string hosts[] = {"", "\xFF", std::string("127.0.0.1\0", 10),
                                 "no such host", "300.1.1.1"};
    for (const std::string& host : hosts) {
      EXPECT_EQ(program.Run("net.tcp.connect", {host, port}), kNoNumber);
    }
    for (const int64_t bad : {0, -1, 65536}) {
      EXPECT_EQ(program.Run("net.tcp.connect", {"127.0.0.1", bad}), kNoNumber);
    }
    program.Close(listener);
    EXPECT_EQ(program.Run("net.tcp.connect", {"127.0.0.1", port}), kNoNumber);
  });
}

TEST_F(TcpSocketWordsTest, ConnectByName) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t client = program.Number(
        "net.tcp.connect", {"localhost", program.Port(listener)});
    program.Close(program.Accept(listener));
    EXPECT_EQ(program.Run("net.tcp.read", {client}), (TestStack{"", true}));
    program.Close(client);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWordsTest, BrokenConnection) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    LoopbackClient client(program.Port(listener));
    const int64_t server = program.Accept(listener);
    client.Reset();
    EXPECT_EQ(program.Run("net.tcp.read", {server}), kNoText);
    EXPECT_EQ(program.Run("net.tcp.write", {"x", server}), (TestStack{false}));
    program.Close(server);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWordsTest, Retyping) {
  Run([](Program program) {
    EXPECT_EQ(program.Run("fd->socket", {7, 12}), (TestStack{7, 12}));
    EXPECT_EQ(program.Run("socket->fd", {7, -1}), (TestStack{7, -1}));
  });
}

}  // namespace
}  // namespace seq
