#include "net/tcp_words.h"

#include <cstdint>
#include <functional>
#include <latch>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/socket_table.h"
#include "runtime/numbered_object.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "runtime/word.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

class NoLocations : public LocationTable {
 public:
  Location Resolve(SiteId) const override { return Location(); }
};

const WordRow& RowNamed(absl::string_view name) {
  for (const WordRow& row : ClassicTcpWords()) {
    if (row.name == name) return row;
  }
  ADD_FAILURE() << "no word " << name;
  std::abort();
}

// A strand's stack, and the words applied to it. What is left at the end is
// released.
class Program {
 public:
  explicit Program(Strand* strand) : strand_(strand), sp_(strand->stack_base) {}
  ~Program() {
    while (sp_ != strand_->stack_base) Drop();
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  Program& Push(int64_t number) { return Push(Value::Int(number)); }
  Program& Push(absl::string_view text) { return Push(MakeString(text)); }
  Program& Push(const Value& value) {
    *sp_++ = value;
    return *this;
  }
  // Copies the value `depth` below the top.
  Program& Pick(size_t depth) {
    const Value value = sp_[-1 - static_cast<ptrdiff_t>(depth)];
    Retain(value);
    return Push(value);
  }
  Program& Drop() {
    Release(*--sp_);
    return *this;
  }

  Program& Run(absl::string_view word) {
    Node end{ReturnNode, nullptr, 0};
    WordNode node;
    node.row = &RowNamed(word);
    node.run = node.row->run;
    node.next = &end;
    node.site = kSite;
    sp_ = Execute(&node, sp_, strand_);
    return *this;
  }
  // The message `word` fails with; checks that the stack keeps everything.
  std::string FailureOf(absl::string_view word) {
    try {
      Run(word);
    } catch (const RunTimeError& error) {
      EXPECT_EQ(strand_->failed_sp, sp_);
      EXPECT_EQ(error.site, kSite);
      return error.message;
    }
    return "no failure";
  }

  size_t depth() const {
    return static_cast<size_t>(sp_ - strand_->stack_base);
  }
  const Value& top() const { return sp_[-1]; }
  int64_t number() const { return ClassicInt(top()).value(); }
  std::string text() const {
    EXPECT_EQ(top().kind, ValueKind::kString);
    std::string text(StringBytes(top()));
    return text;
  }
  uint16_t port() const {
    auto* object = static_cast<AnySocketObject*>(top().object);
    return static_cast<ListenerObject*>(object)->listener().port();
  }
  Strand* strand() const { return strand_; }

 private:
  static constexpr SiteId kSite = 7;

  Strand* const strand_;
  Value* sp_;
};

class TcpWordsTest : public ::testing::Test {
 protected:
  // Lets every test find the numbers 0, 1, 2 ... free in this order, whatever
  // the tests before it did to the table of the process.
  void SetUp() override {
    constexpr size_t kAll = SocketTable::kMaxSockets;
    std::vector<ObjectRef<SocketObject>> by_number(kAll);
    for (size_t i = 0; i < kAll; ++i) {
      auto socket = SocketTable::OfProcess().AddSocket(Descriptor());
      ASSERT_TRUE(socket) << "a test before has left a socket open";
      const auto number = static_cast<size_t>(socket->number());
      by_number[number] = std::move(socket);
    }
    while (!by_number.empty()) by_number.pop_back();
  }

  // Runs `body` as strand 1 of a pool and waits for all strands to end.
  static void Run(const std::function<void(Program&)>& body) {
    const NoLocations locations;
    StrandPoolOptions options;
    options.permits = 1;  // a strand that waits must give it up
    options.main_stack = {4 << 20, 4096};
    options.strand_stack = {4 << 20, 1024};
    options.locations = &locations;
    StrandPool pool(options);
    pool.Run([&body](Strand* strand) {
      Program program(strand);
      body(program);
    });
  }

  // Starts a strand with `value`, which it gets ownership of, on its stack.
  static void Spawn(Strand* spawner, const Value& value,
                    std::function<void(Program&)> body) {
    MarkShared(value);
    spawner->pool()->Spawn(spawner, 0,
                           [value, body = std::move(body)](Strand* strand) {
                             Program program(strand);
                             program.Push(value);
                             body(program);
                           });
  }

  // Leaves a new listener, connected to `client`, below a new socket.
  static void Connect(Program& program, std::optional<LoopbackClient>& client) {
    program.Push(0).Run("tcp-listen");
    client.emplace(program.port());
    program.Pick(0).Run("tcp-accept");
  }
};

TEST_F(TcpWordsTest, RowsAreComplete) {
  EXPECT_EQ(ClassicTcpWords().size(), 5u);
  for (const WordRow& row : ClassicTcpWords()) {
    EXPECT_EQ(row.editions, Editions::kClassic) << row.name;
    EXPECT_EQ(row.doc.substr(row.doc.size() - 1), ".") << row.name;
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

TEST_F(TcpWordsTest, SocketNumbersFollowTheOrderOfFreeing) {
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
    EXPECT_EQ(program.strand()->wait_site, 7u);
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

TEST_F(TcpWordsTest, NumbersOfNothing) {
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

TEST_F(TcpWordsTest, TooManySockets) {
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

TEST_F(TcpWordsTest, DroppedSocketIsClosed) {
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

TEST_F(TcpWordsTest, ReadingWithTheLastReferenceClosesTheSocket) {
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

TEST_F(TcpWordsTest, ComputedNumberFindsThePinnedSocket) {
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

TEST_F(TcpWordsTest, ClosedSocketStaysClosedWhenItsNumberIsGivenAway) {
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

TEST_F(TcpWordsTest, ListenerGivenToASocketWordMeansItsNumber) {
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

TEST_F(TcpWordsTest, SocketGivenToAcceptMeansItsNumber) {
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
