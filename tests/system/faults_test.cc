// Sockets that misbehave, and descriptors that run out. Every failure is a
// run-time error with the specified message, status 70, and everything written
// before it kept; never a signal.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/server_fixture.h"

namespace seq::golden {
namespace {

constexpr int kWrittenPort = 18500;

// The server prints "ready" first, and serves one client after another.
constexpr const char* kReady = R"(
: main ( -- Int )
  18500 tcp-listen "ready" write_line
  [ dup tcp-accept "accepted" write_line serve ] forever
;
)";

class FaultsTest : public ServerTest {
 protected:
  // Runs a server whose `serve ( Int -- )` is given, and waits until it
  // listens.
  void Serve(const std::string& serve, SubprocessOptions options = {}) {
    const std::string program = directory_.Write("server.seq", serve + kReady);
    ASSERT_NO_FATAL_FAILURE(
        StartServer(program, kWrittenPort, std::move(options)));
    ASSERT_EQ(ReadLine(), "ready") << server_->process().Stderr();
  }

  std::optional<std::string> ReadLine() {
    return server_->process().ReadLine(deadline_);
  }

  // A client that the server has accepted.
  std::optional<TcpClient> ConnectAccepted() {
    std::optional<TcpClient> client = Connect();
    EXPECT_EQ(ReadLine(), "accepted");
    return client;
  }

  void ExpectRunTimeError(const std::string& message) {
    const RunResult run = Finish(server_->process());
    EXPECT_EQ(run.status, (ExitStatus{70, 0})) << run.err;
    EXPECT_NE(run.err.find("run-time error: " + message), std::string::npos)
        << run.err;
  }

  const TempDir directory_;
};

// --- Descriptors -------------------------------------------------------------

TEST_F(FaultsTest, ListenWithoutDescriptors) {
  const std::string program = directory_.Write(
      "listen.seq",
      ": main ( -- ) [ 0 tcp-listen drop \"listening\" write_line ] forever ;");
  SubprocessOptions options;
  options.max_descriptors = 16;
  const RunResult run = RunSeq({program}, "", options);
  EXPECT_EQ(run.status, (ExitStatus{70, 0})) << ::testing::PrintToString(run);
  EXPECT_EQ(run.out.rfind("listening\nlistening\n", 0), 0U) << run.out;
  EXPECT_NE(run.err.find("tcp_listen: failed to bind to 0.0.0.0:0: "
                         "Too many open files"),
            std::string::npos)
      << run.err;
}

TEST_F(FaultsTest, AcceptWithoutDescriptors) {
  SubprocessOptions options;
  options.max_descriptors = 16;
  // Each client stays connected: a strand holds its socket and waits for data.
  Serve(
      ": hold ( Int -- ) tcp-read drop ; : serve ( Int -- ) "
      "[ hold ] spawn drop ;",
      options);
  std::vector<TcpClient> clients;
  std::string error;
  for (int i = 0; i < 16; ++i) {
    std::optional<TcpClient> client = server_->Connect(deadline_, &error);
    if (!client.has_value()) break;  // the server has ended
    clients.push_back(*std::move(client));
  }
  ExpectRunTimeError("tcp_accept: failed to accept connection: ");
  EXPECT_NE(server_->process().Stderr().find("Too many open files"),
            std::string::npos);
  EXPECT_EQ(server_->process().Stdout().rfind("ready\naccepted\naccepted\n", 0),
            0U);
}

// --- Peers that go away ------------------------------------------------------

TEST_F(FaultsTest, ResetWhileReading) {
  Serve(
      ": serve ( Int -- ) dup tcp-read write_line dup tcp-read write_line "
      "tcp-close ;");
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  ASSERT_TRUE(client->SendAll("first piece", deadline_));
  ASSERT_EQ(ReadLine(), "first piece");
  client->Reset();
  ExpectRunTimeError("tcp_read: failed to read from socket: ");
  EXPECT_EQ(server_->process().Stdout(), "ready\naccepted\nfirst piece\n");
}

// More than any socket buffer holds.
constexpr const char* kWriteMuch =
    ": serve ( Int -- ) \"0123456789abcdef\" [ dup string-concat ] 21 times "
    "over tcp-write tcp-close ;";
constexpr size_t kMuch = size_t{16} << 21;

TEST_F(FaultsTest, ResetWhileWriting) {
  Serve(kWriteMuch);
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  const auto piece = client->ReadSome(deadline_);
  ASSERT_TRUE(piece.has_value() && !piece->empty());
  client->Reset();
  ExpectRunTimeError("tcp_write: failed to write to socket: ");
  EXPECT_EQ(server_->process().Stdout(), "ready\naccepted\n");
}

// Without a reset the system answers with one, or with SIGPIPE, which must not
// end the process.
TEST_F(FaultsTest, PeerClosesBeforeTheServerWrites) {
  Serve(
      ": serve ( Int -- ) dup tcp-read drop [ \"x\" over tcp-write ] forever "
      "drop ;");
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  client->Close();
  ExpectRunTimeError("tcp_write: failed to write to socket: ");
}

TEST_F(FaultsTest, SlowReaderGetsEverything) {
  Serve(kWriteMuch);
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  const auto all = client->ReadToEnd(deadline_);
  ASSERT_TRUE(all.has_value()) << client->error();
  EXPECT_EQ(all->size(), kMuch);
  ExpectEndOnInterrupt();
}

TEST_F(FaultsTest, HalfClosedClientStillGetsItsAnswer) {
  Serve(
      ": read-all ( Int String -- Int String ) "
      "over tcp-read dup string-empty if drop else string-concat read-all "
      "then ; "
      ": serve ( Int -- ) \"\" read-all string-to-upper over tcp-write "
      "tcp-close ;");
  for (int i = 0; i < 20; ++i) {
    std::optional<TcpClient> client = ConnectAccepted();
    ASSERT_TRUE(client.has_value());
    ASSERT_TRUE(client->SendAll("one ", deadline_));
    ASSERT_TRUE(client->SendAll("two", deadline_));
    ASSERT_TRUE(client->FinishSending());
    EXPECT_EQ(client->ReadToEnd(deadline_), "ONE TWO");
  }
  ExpectEndOnInterrupt();
}

// Answers every piece, so that the client knows that a byte was a piece.
TEST_F(FaultsTest, ClientThatWritesByteByByte) {
  Serve(
      ": echo ( Int -- Int ) "
      "dup tcp-read dup string-empty if drop else over tcp-write echo then ; "
      ": serve ( Int -- ) echo tcp-close ;");
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  for (const char byte : std::string("one byte at a time")) {
    ASSERT_TRUE(client->SendAll(std::string(1, byte), deadline_));
    ASSERT_EQ(client->ReadSome(deadline_), std::string(1, byte));
  }
  // A character of four bytes arrives whole, however it was cut.
  for (const char byte : std::string("\xF0\x9F\x90\xA2")) {
    ASSERT_TRUE(client->SendAll(std::string(1, byte), deadline_));
  }
  ASSERT_TRUE(client->FinishSending());
  EXPECT_EQ(client->ReadToEnd(deadline_), "\xF0\x9F\x90\xA2");
  ExpectEndOnInterrupt();
}

TEST_F(FaultsTest, BytesThatAreNotUtf8) {
  Serve(": serve ( Int -- ) dup tcp-read write_line tcp-close ;");
  std::optional<TcpClient> client = ConnectAccepted();
  ASSERT_TRUE(client.has_value());
  ASSERT_TRUE(client->SendAll("\xFF\xFE", deadline_));
  ExpectRunTimeError("tcp_read: invalid UTF-8 data: ");
}

// Clients that come and go in every way do not disturb a server that does not
// write to them.
TEST_F(FaultsTest, ClientsThatVanish) {
  Serve(
      ": work ( Int -- ) tcp-close ; "
      ": serve ( Int -- ) [ work ] spawn drop ;");
  for (int i = 0; i < 200; ++i) {
    std::optional<TcpClient> client = ConnectAccepted();
    ASSERT_TRUE(client.has_value());
    switch (i % 4) {
      case 0:
        client->Reset();
        break;
      case 1:
        client->Close();
        break;
      case 2:
        client->FinishSending();
        break;
      default:
        client->SendAll("never read", deadline_);
    }
  }
  ExpectEndOnInterrupt();
}

}  // namespace
}  // namespace seq::golden
