// The servers of examples/ with real clients.
#include <signal.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/server_fixture.h"
#include "tests/golden/tcp_client.h"

namespace seq::docs {
namespace {

using golden::TcpClient;

constexpr int kCrowd = 50;

class ExampleServerTest : public golden::ServerTest {
 protected:
  // Starts the example and waits until it listens.
  void Start(const std::string& program, int written_port) {
    ASSERT_NO_FATAL_FAILURE(StartServer(program, written_port));
    ASSERT_EQ(server_->process().ReadLine(deadline_),
              "listening on port " + std::to_string(server_->port()))
        << server_->process().Stderr();
  }

  void ExpectStillRunning() {
    EXPECT_EQ(server_->process().Wait(golden::After({})), std::nullopt)
        << server_->process().Stderr();
    EXPECT_EQ(server_->process().Stderr(), "");
  }
};

class HttpServerTest : public ExampleServerTest {
 protected:
  void SetUp() override { Start("examples/classic/http_server.seq", 8080); }

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

class HttpJsonServerTest : public ExampleServerTest {
 protected:
  void SetUp() override { Start("examples/http_json_server.seq", 8080); }

  static std::string Response(const std::string& status,
                              const std::string& json) {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json"
           "\r\nConnection: close"
           "\r\nContent-Length: " +
           std::to_string(json.size() + 1) + "\r\n\r\n" + json + "\n";
  }
  static std::string Ok(const std::string& json) {
    return Response("200 OK", json);
  }
  static std::string Get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }
  static std::string Post(const std::string& path, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\ncontent-LENGTH:  " + std::to_string(body.size()) +
           "\r\nHost: test\r\n\r\n" + body;
  }
  static std::string Counter(int value) {
    return Ok("{\"counter\":" + std::to_string(value) + "}");
  }

  // The orderly end, after that many connections.
  void ExpectEnd(int served) {
    EXPECT_EQ(server_->process().Wait(deadline_), (golden::ExitStatus{0, 0}));
    EXPECT_EQ(server_->process().Stderr(), "");
    EXPECT_EQ(server_->process().Stdout(),
              "listening on port " + std::to_string(server_->port()) +
                  "\nserved " + std::to_string(served) + "\n");
  }

  const std::string not_found_ =
      Response("404 Not Found", "{\"error\":\"no such page\"}");
};

TEST_F(HttpJsonServerTest, AnswersItsRoutes) {
  EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  EXPECT_EQ(Ask(Post("/counter", "{\"add\": 5}")), Counter(5));
  EXPECT_EQ(Ask(Post("/counter", "{\"by\":1,\"add\":-2}")), Counter(3));
  EXPECT_EQ(Ask(Get("/counter")), Counter(3));
  EXPECT_EQ(Ask(Get("/hello/Grüße")), Ok("{\"hello\":\"Grüße\"}"));
  EXPECT_EQ(Ask(Post("/sum", "[1, 2, 3.5]")), Ok("{\"sum\":6.5}"));
  EXPECT_EQ(Ask(Post("/sum", "[]")), Ok("{\"sum\":0}"));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, SaysWhatIsWrong) {
  const std::string no_number =
      Response("400 Bad Request", R"({"error":"expected {\"add\": NUMBER}"})");
  for (const std::string body :
       {"", "{", "{}", "{\"add\":}", "{\"add\":\"1\"}", "[\"add\",1]"}) {
    EXPECT_EQ(Ask(Post("/counter", body)), no_number) << body;
  }
  const std::string no_numbers =
      Response("400 Bad Request", R"({"error":"expected [NUMBER, ...]"})");
  for (const std::string body : {"", "1", "{}", "[1,true]", "[1"}) {
    EXPECT_EQ(Ask(Post("/sum", body)), no_numbers) << body;
  }
  EXPECT_EQ(
      Ask("PUT /counter HTTP/1.1\r\n\r\n"),
      Response("405 Method Not Allowed", R"({"error":"use GET or POST"})"));
  EXPECT_EQ(Ask("nonsense\r\n\r\n"),
            Response("400 Bad Request", R"({"error":"no request line"})"));
  EXPECT_EQ(Ask(Get("/")), not_found_);
  EXPECT_EQ(Ask(Get("/sum")), not_found_);
  EXPECT_EQ(Ask(Get("/counter/")), not_found_);
  EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, RefusesWhatIsTooLong) {
  const std::string too_long =
      Response("413 Content Too Large", "{\"error\":\"too long\"}");
  // It ends exactly where the server has read enough, so that the server does
  // not close with bytes unread, which would reset the connection.
  const std::string header =
      "POST /sum HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n";
  EXPECT_EQ(Ask(header + std::string(65537 - header.size(), 'x')), too_long);
  EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, ReadsARequestInPieces) {
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  // Between the pieces the server answers somebody else, which gives it time
  // to read each piece by itself.
  for (const std::string piece :
       {"PO", "ST /sum HTTP/1.1\r\nContent-Length: 12\r\n\r", "\n[1,\r\n\r\n",
        "2,3"}) {
    ASSERT_TRUE(client->SendAll(piece, deadline_)) << client->error();
    EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  }
  ASSERT_TRUE(client->SendAll(" ]", deadline_)) << client->error();
  EXPECT_EQ(client->ReadToEnd(deadline_), Ok("{\"sum\":6}"));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, GoesOnAfterClientsThatLeave) {
  for (const std::string sent : {"", "GET /cou", "POST /sum HTTP/1.1\r\n"}) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    ASSERT_TRUE(client->SendAll(sent, deadline_)) << client->error();
    ASSERT_TRUE(client->FinishSending()) << client->error();
    EXPECT_EQ(client->ReadToEnd(deadline_), "");  // no answer, closed
  }
  std::optional<TcpClient> hasty = Connect();
  ASSERT_TRUE(hasty.has_value());
  ASSERT_TRUE(hasty->SendAll("GET /counter HT", deadline_));
  hasty->Reset();
  EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, ManyClientsCountAtTheSameTime) {
  // All are connected, and have begun, before any of them finishes; all finish
  // before any reads its answer.
  const std::string request = Post("/counter", "{\"add\":1}");
  std::vector<TcpClient> clients;
  for (int i = 0; i < kCrowd; ++i) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    ASSERT_TRUE(client->SendAll(request.substr(0, 9), deadline_));
    clients.push_back(*std::move(client));
  }
  for (TcpClient& client : clients) {
    ASSERT_TRUE(client.SendAll(request.substr(9), deadline_));
  }
  std::vector<std::string> answers;
  std::vector<std::string> expected;
  for (int i = 0; i < kCrowd; ++i) {
    answers.push_back(clients[i].ReadToEnd(deadline_).value_or("(nothing)"));
    expected.push_back(Counter(i + 1));
  }
  std::sort(answers.begin(), answers.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(answers, expected);
  EXPECT_EQ(Ask(Get("/counter")), Counter(kCrowd));
  ExpectStillRunning();
}

TEST_F(HttpJsonServerTest, FinishesWhatItHasBegunWhenItIsToldToEnd) {
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  ASSERT_TRUE(client->SendAll("GET /coun", deadline_)) << client->error();
  // Connections are accepted in order: after this, so is the one above.
  EXPECT_EQ(Ask(Post("/counter", "{\"add\":2}")), Counter(2));
  server_->process().Signal(SIGTERM);
  ASSERT_TRUE(client->SendAll("ter HTTP/1.1\r\n\r\n", deadline_));
  EXPECT_EQ(client->ReadToEnd(deadline_), Counter(2));
  ExpectEnd(2);
}

TEST_F(HttpJsonServerTest, EndsOnControlCWhenIdle) {
  EXPECT_EQ(Ask(Get("/counter")), Counter(0));
  server_->process().Signal(SIGINT);
  ExpectEnd(1);
}

class ConcurrentServerTest : public ExampleServerTest {
 protected:
  void SetUp() override {
    Start("examples/classic/concurrent_server.seq", 8081);
  }

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
