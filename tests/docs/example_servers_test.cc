// The servers of examples/ with real clients.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/tcp_client.h"

namespace seq::docs {
namespace {

using golden::SeqServer;
using golden::TcpClient;

// Nothing here takes longer than this unless it hangs.
constexpr auto kPatience = std::chrono::seconds(60);
constexpr int kCrowd = 50;

class ExampleServerTest : public ::testing::Test {
 protected:
  // Starts the example and waits until it listens.
  void Start(const std::string& program, int written_port) {
    std::string error;
    server_ = SeqServer::Start(program, written_port, &error);
    ASSERT_NE(server_, nullptr) << error;
    ASSERT_EQ(server_->process().ReadLine(deadline_),
              "listening on port " + std::to_string(server_->port()))
        << server_->process().Stderr();
  }

  std::optional<TcpClient> Connect() {
    std::string error;
    std::optional<TcpClient> client = server_->Connect(deadline_, &error);
    if (!client.has_value()) ADD_FAILURE() << error;
    return client;
  }

  // What the server answers to `request` until it closes.
  std::string Ask(const std::string& request) {
    std::optional<TcpClient> client = Connect();
    if (!client.has_value()) return "(no connection)";
    if (!client->SendAll(request, deadline_)) return client->error();
    return client->ReadToEnd(deadline_).value_or(client->error());
  }

  void ExpectStillRunning() {
    EXPECT_EQ(server_->process().Wait(golden::After({})), std::nullopt)
        << server_->process().Stderr();
    EXPECT_EQ(server_->process().Stderr(), "");
  }

  const golden::Deadline deadline_ = golden::After(kPatience);
  std::unique_ptr<SeqServer> server_;
};

class HttpServerTest : public ExampleServerTest {
 protected:
  void SetUp() override { Start("examples/http_server.seq", 8080); }

  static std::string Response(const std::string& status,
                              const std::string& body) {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: text/plain; charset=utf-8"
           "\r\nConnection: close"
           "\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  static std::string Get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }

  const std::string health_ = Response("200 OK", "ok\n");
};

TEST_F(HttpServerTest, AnswersItsRoutes) {
  // The length is in bytes: this body has two characters of two bytes.
  EXPECT_EQ(Ask(Get("/")), Response("200 OK", "Grüße from a strand\n"));
  EXPECT_EQ(Ask(Get("/health")), health_);
  EXPECT_EQ(Ask(Get("/echo")), Response("200 OK", Get("/echo")));
  const std::string not_found = Response("404 Not Found", "no such page\n");
  EXPECT_EQ(Ask(Get("/nowhere")), not_found);
  EXPECT_EQ(Ask(Get("/healthy")), not_found);
  EXPECT_EQ(Ask("POST / HTTP/1.1\r\n\r\n"), not_found);
  EXPECT_EQ(Ask("\r\n\r\n"), not_found);
  ExpectStillRunning();
}

TEST_F(HttpServerTest, ReadsAHeaderInPieces) {
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  // Between the pieces the server answers somebody else, which gives it time
  // to read each piece by itself. One cut lies inside the line ends that close
  // the header, another inside a character.
  for (const std::string piece : {"GE", "T /echo HTTP/1.1\r\nX-Name: Gr\xc3",
                                  "\xbc\xc3\x9f", "e\r\n\r"}) {
    ASSERT_TRUE(client->SendAll(piece, deadline_)) << client->error();
    EXPECT_EQ(Ask(Get("/health")), health_);
  }
  ASSERT_TRUE(client->SendAll("\n", deadline_)) << client->error();
  EXPECT_EQ(client->ReadToEnd(deadline_),
            Response("200 OK", "GET /echo HTTP/1.1\r\nX-Name: Grüße\r\n\r\n"));
  ExpectStillRunning();
}

TEST_F(HttpServerTest, GoesOnAfterClientsThatLeave) {
  for (const std::string sent : {"", "GET /hea"}) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    ASSERT_TRUE(client->SendAll(sent, deadline_)) << client->error();
    ASSERT_TRUE(client->FinishSending()) << client->error();
    EXPECT_EQ(client->ReadToEnd(deadline_), "");  // no answer, closed
  }
  std::optional<TcpClient> hasty = Connect();
  ASSERT_TRUE(hasty.has_value());
  hasty->Close();
  EXPECT_EQ(Ask(Get("/health")), health_);
  ExpectStillRunning();
}

TEST_F(HttpServerTest, ServesManyClientsAtOnce) {
  // All are connected, and have begun, before any of them finishes.
  std::vector<TcpClient> clients;
  for (int i = 0; i < kCrowd; ++i) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    ASSERT_TRUE(client->SendAll("GET /health ", deadline_));
    clients.push_back(*std::move(client));
  }
  for (auto client = clients.rbegin(); client != clients.rend(); ++client) {
    ASSERT_TRUE(client->SendAll("HTTP/1.1\r\n\r\n", deadline_));
    EXPECT_EQ(client->ReadToEnd(deadline_), health_);
  }
  ExpectStillRunning();
}

TEST_F(HttpServerTest, AResetEndsIt) {
  // What the comment in the example warns of.
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  ASSERT_TRUE(client->SendAll("GET /", deadline_)) << client->error();
  client->Reset();
  EXPECT_EQ(server_->process().Wait(deadline_), (golden::ExitStatus{70, 0}));
  EXPECT_NE(server_->process().Stderr().find("tcp_read: failed to read"),
            std::string::npos)
      << server_->process().Stderr();
}

class ConcurrentServerTest : public ExampleServerTest {
 protected:
  void SetUp() override { Start("examples/concurrent_server.seq", 8081); }

  // Sends a text and reads until that many bytes have come back.
  std::string Shout(TcpClient& client, const std::string& text) {
    if (!client.SendAll(text, deadline_)) return client.error();
    std::string answer;
    while (answer.size() < text.size()) {
      const auto piece = client.ReadSome(deadline_);
      if (!piece.has_value() || piece->empty()) return answer + client.error();
      answer += *piece;
    }
    return answer;
  }
};

TEST_F(ConcurrentServerTest, TalksToAllClientsAtTheSameTime) {
  std::optional<TcpClient> silent = Connect();
  ASSERT_TRUE(silent.has_value());
  std::vector<TcpClient> clients;
  for (int i = 0; i < kCrowd; ++i) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    clients.push_back(*std::move(client));
  }
  for (TcpClient& client : clients) EXPECT_EQ(Shout(client, "one"), "ONE");
  for (TcpClient& client : clients) EXPECT_EQ(Shout(client, "two"), "TWO");
  for (TcpClient& client : clients) {
    ASSERT_TRUE(client.FinishSending()) << client.error();
    EXPECT_EQ(client.ReadToEnd(deadline_), "");
  }
  EXPECT_EQ(Shout(*silent, "now"), "NOW");
  ExpectStillRunning();
}

TEST_F(ConcurrentServerTest, SaysWhoComesAndGoes) {
  for (int i = 0; i < 3; ++i) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    EXPECT_EQ(server_->process().ReadLine(deadline_), "client connected");
    client->Close();
    EXPECT_EQ(server_->process().ReadLine(deadline_), "client left");
  }
  ExpectStillRunning();
}

}  // namespace
}  // namespace seq::docs
