// The words `net.tcp.…` when they wait: for a peer, while another strand uses
// or closes the socket, at the limits of numbers and time.

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "net/socket.h"
#include "net/socket_numbers.h"
#include "net/tcp_socket_words.h"
#include "tests/net/loopback.h"
#include "tests/net/tcp_program.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using TcpSocketWaitsTest = TcpSocketTest;

TEST_F(TcpSocketWaitsTest, WriteWaitsForASlowReader) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t client = program.Connect(program.Port(listener));
    const int64_t server = program.Accept(listener);
    const std::string data(8 << 20, 'd');
    program.Spawn([client, &data](Program writer) {
      EXPECT_EQ(writer.Run("net.tcp.write", {data, client}), (TestStack{true}));
      writer.Close(client);
    });
    size_t received = 0;
    for (;;) {
      const TestStack results = program.Run("net.tcp.read", {server});
      const size_t size = std::get<std::string>(results[0]).size();
      received += size;
      if (size == 0) break;
    }
    EXPECT_EQ(received, data.size());
    program.Close(server);
    program.Close(listener);
  });
}

// Waits until another strand uses the socket `find` gives.
template <typename Find>
void WaitUntilInUse(TcpProgram program, Find find) {
  for (;;) {
    {
      const auto socket = find();
      if (!socket || !ExclusiveUse(*socket.get()).begun()) return;
    }
    program.GiveWay();
    std::this_thread::yield();
  }
}

TEST_F(TcpSocketWaitsTest, BusySocketsFail) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const uint16_t port = program.Port(listener);
    const int64_t client = program.Connect(port);
    const int64_t server = program.Accept(listener);
    program.Spawn([server](Program reader) {
      EXPECT_EQ(reader.Run("net.tcp.read", {server}), (TestStack{"x", true}));
    });
    // Atomic: a read of the socket's end orders nothing for ThreadSanitizer.
    std::atomic<int64_t> accepted = -1;
    program.Spawn([listener, &accepted](Program acceptor) {
      accepted = acceptor.Accept(listener);
      acceptor.Close(accepted);
    });
    WaitUntilInUse(program, [server] {
      return SocketNumbers::OfProcess().FindStream(server);
    });
    WaitUntilInUse(program, [listener] {
      return SocketNumbers::OfProcess().FindListener(listener);
    });
    EXPECT_EQ(program.Run("net.tcp.read", {server}), kNoText);
    EXPECT_EQ(program.Run("net.tcp.write", {"y", server}), (TestStack{false}));
    EXPECT_EQ(program.Run("net.tcp.accept", {listener}), kNoNumber);
    EXPECT_EQ(program.Port(server), port);
    program.Run("net.tcp.write", {"x", client});
    // Ends the accept, and then the connection has been closed again.
    const int64_t second = program.Connect(port);
    EXPECT_EQ(program.Run("net.tcp.read", {second}), (TestStack{"", true}));
    EXPECT_NE(accepted, -1);
    for (const int64_t stream : {second, client, server}) program.Close(stream);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWaitsTest, CloseEndsWhatOthersWaitFor) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const int64_t client = program.Connect(program.Port(listener));
    const int64_t server = program.Accept(listener);
    program.Spawn([server](Program reader) {
      EXPECT_EQ(reader.Run("net.tcp.read", {server}), kNoText);
    });
    program.Spawn([listener](Program acceptor) {
      EXPECT_EQ(acceptor.Run("net.tcp.accept", {listener}), kNoNumber);
    });
    WaitUntilInUse(program, [server] {
      return SocketNumbers::OfProcess().FindStream(server);
    });
    WaitUntilInUse(program, [listener] {
      return SocketNumbers::OfProcess().FindListener(listener);
    });
    EXPECT_TRUE(program.Close(server));
    EXPECT_EQ(program.Run("net.tcp.read", {client}), (TestStack{"", true}));
    EXPECT_TRUE(program.Close(client));
    EXPECT_TRUE(program.Close(listener));
  });
}

// A connection that could not be accepted stays in line.
TEST_F(TcpSocketWaitsTest, WithoutDescriptorsWordsFailAndSayWhyOnce) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    LoopbackClient client(program.Port(listener));
    ::testing::internal::CaptureStderr();
    const auto failures = WithoutDescriptors([&] {
      return std::vector<TestStack>{
          program.Run("net.tcp.accept", {listener}),
          program.Run("net.tcp.connect", {"127.0.0.1", 1}),
          program.Run("net.tcp.listen", {0}),
      };
    });
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "Warning: net.tcp.accept: Too many open files (this process may "
              "hold 256; raise the limit with `ulimit -n`)\n");
    EXPECT_EQ(failures, std::vector<TestStack>(3, kNoNumber));
    const int64_t server = program.Accept(listener);
    EXPECT_EQ(program.Run("net.tcp.write", {"x", server}), (TestStack{true}));
    EXPECT_EQ(client.Receive(1), "x");
    program.Close(server);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWaitsTest, TimeLimitComesFromTheEnvironment) {
  absl::StatusOr<Descriptor> listener =
      ListenOnAllAddresses(0, {.share_port = false, .backlog = 0});
  ASSERT_TRUE(listener.ok());
  const int64_t port = LocalPort(*listener);
  ASSERT_EQ(setenv("SEQ_TCP_CONNECT_TIMEOUT_MS", "50", 1), 0);
  // The default would take this test beyond its own limit.
  int failures = 0;
  for (int i = 0; i < 10; ++i) {
    const WordOutcome outcome =
        RunWord(TcpSocketWords(), "net.tcp.connect", {"127.0.0.1", port});
    if (outcome.stack == kNoNumber) ++failures;
  }
  ASSERT_EQ(unsetenv("SEQ_TCP_CONNECT_TIMEOUT_MS"), 0);
  EXPECT_GE(failures, 8);
  for (int64_t number = 9; number >= 0; --number) {
    SocketNumbers::OfProcess().Close(number);
  }
}

}  // namespace
}  // namespace seq
