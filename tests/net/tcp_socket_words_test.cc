#include "net/tcp_socket_words.h"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/socket.h"
#include "net/socket_numbers.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "runtime/value.h"
#include "tests/net/loopback.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using ::testing::HasSubstr;

// The TCP words as a strand of a program uses them.
class Program {
 public:
  explicit Program(Strand* strand) : strand_(strand) {}

  TestStack Run(const char* word, const TestStack& operands) const {
    const WordOutcome outcome =
        RunWordOn(strand_, TcpSocketWords(), word, operands);
    EXPECT_EQ(outcome.failure, "") << word;
    return outcome.stack;
  }
  // For words that give an Int (or a Socket) and true.
  int64_t Number(const char* word, const TestStack& operands) const {
    const TestStack results = Run(word, operands);
    EXPECT_EQ(results.size(), 2u);
    EXPECT_EQ(results.back(), TestValue(true)) << word;
    return std::get<int64_t>(results[0]);
  }
  int64_t Listen() const { return Number("net.tcp.listen", {0}); }
  uint16_t Port(int64_t socket) const {
    return static_cast<uint16_t>(Number("net.tcp.local-port", {socket}));
  }
  int64_t Connect(uint16_t port) const {
    return Number("net.tcp.connect", {"127.0.0.1", port});
  }
  int64_t Accept(int64_t listener) const {
    return Number("net.tcp.accept", {listener});
  }
  bool Close(int64_t socket) const {
    return Run("net.tcp.close", {socket}) == TestStack{true};
  }
  void Spawn(std::function<void(Program)> body) const {
    strand_->pool()->Spawn(
        strand_, 0,
        [body = std::move(body)](Strand* strand) { body(Program(strand)); });
  }
  // Lets the other strands run.
  void GiveWay() const { strand_->pool()->GiveWay(strand_); }

 private:
  Strand* const strand_;
};

class TcpSocketWordsTest : public ::testing::Test {
 protected:
  // Runs `body` as strand 1 of a pool with one permit: a strand that waits must
  // give it up.
  static void Run(const std::function<void(Program)>& body) {
    StrandPool pool(TestPoolOptions());
    pool.Run([&body](Strand* strand) { body(Program(strand)); });
  }
  // Tests share the numbers of the process, so each closes what it opens.
  void TearDown() override {
    EXPECT_FALSE(SocketNumbers::OfProcess().FindStream(0));
    EXPECT_FALSE(SocketNumbers::OfProcess().FindListener(0));
  }
};

const TestStack kNoNumber = {0, false};
const TestStack kNoText = {"", false};

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

TEST_F(TcpSocketWordsTest, WriteWaitsForASlowReader) {
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
void WaitUntilInUse(Program program, Find find) {
  for (;;) {
    {
      const auto socket = find();
      if (!socket || !ExclusiveUse(*socket.get()).begun()) return;
    }
    program.GiveWay();
    std::this_thread::yield();
  }
}

TEST_F(TcpSocketWordsTest, BusySocketsFail) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    const uint16_t port = program.Port(listener);
    const int64_t client = program.Connect(port);
    const int64_t server = program.Accept(listener);
    program.Spawn([server](Program reader) {
      EXPECT_EQ(reader.Run("net.tcp.read", {server}), (TestStack{"x", true}));
    });
    int64_t accepted = -1;
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

TEST_F(TcpSocketWordsTest, CloseEndsWhatOthersWaitFor) {
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

TEST_F(TcpSocketWordsTest, Retyping) {
  Run([](Program program) {
    EXPECT_EQ(program.Run("fd->socket", {7, 12}), (TestStack{7, 12}));
    EXPECT_EQ(program.Run("socket->fd", {7, -1}), (TestStack{7, -1}));
  });
}

TEST_F(TcpSocketWordsTest, AcceptAtTheSocketLimit) {
  Run([](Program program) {
    const int64_t listener = program.Listen();
    SocketNumbers& numbers = SocketNumbers::OfProcess();
    std::vector<int64_t> fillers;
    // The table does not look at descriptors.
    while (const auto number = numbers.AddStream(Descriptor(), 1)) {
      fillers.push_back(*number);
    }
    EXPECT_EQ(fillers.size(), 10'000u);
    const int64_t port = program.Port(0);
    EXPECT_EQ(port, 1);
    const auto real = numbers.FindListener(listener);
    LoopbackClient client(real->port());
    EXPECT_EQ(program.Run("net.tcp.accept", {listener}), kNoNumber);
    EXPECT_EQ(program.Run("net.tcp.connect", {"127.0.0.1", real->port()}),
              kNoNumber);
    std::string nothing;
    EXPECT_EQ(client.ReceiveAll(&nothing), StreamEnd::kEndOfStream);
    for (const int64_t number : fillers) numbers.Close(number);
    program.Close(listener);
  });
}

TEST_F(TcpSocketWordsTest, TimeLimitComesFromTheEnvironment) {
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

// --- Rows --------------------------------------------------------------------

TEST_F(TcpSocketWordsTest, EveryWordChecksItsOperands) {
  for (const WordRow& row : TcpSocketWords()) {
    SCOPED_TRACE(std::string(row.name));
    EXPECT_THAT(RunWord(TcpSocketWords(), row.name, {}).failure,
                HasSubstr("stack is empty"));
    const TestStack wrong = {1, "x"};
    const WordOutcome outcome = RunWord(TcpSocketWords(), row.name, wrong);
    EXPECT_THAT(outcome.failure,
                HasSubstr(absl::StrCat(row.name, ": expected")));
    EXPECT_EQ(outcome.stack, wrong);
  }
}

TEST_F(TcpSocketWordsTest, RowsAreComplete) {
  EXPECT_EQ(TcpSocketWords().size(), 9u);
  for (const WordRow& row : TcpSocketWords()) {
    SCOPED_TRACE(std::string(row.name));
    EXPECT_TRUE(absl::StartsWith(row.effect, "( ..a "));
    EXPECT_TRUE(absl::EndsWith(row.doc, "."));
    EXPECT_EQ(row.editions, Editions::kCurrent);
  }
}

}  // namespace
}  // namespace seq
