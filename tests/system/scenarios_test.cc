// The scenarios of classic.md 7.2 that need a client, or whose output is not
// the same every time. Those with one output are goldens in
// testdata/scenarios; 1, 9, 10 and the memory of 19 are in memory_test.cc, 12
// in fairness_test.cc.
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/round_lines.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/server_fixture.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

class ScenariosTest : public ServerTest {
 protected:
  void Start(const std::string& name, int written_port) {
    StartServer("testdata/scenarios/" + name + ".seq", written_port);
  }

  void ExpectMissionLines(int connections) {
    EXPECT_EQ(FindLineError(SplitLines(server_->process().Stdout()),
                            MissionRound(), connections),
              "");
  }
};

// The dropped sockets are closed although nobody closes them.
TEST_F(ScenariosTest, Scenario02ThousandsOfWaitingStrands) {
  constexpr int kConnections = 3000;
  ASSERT_NO_FATAL_FAILURE(Start("s02_without_send", 18102));
  ASSERT_EQ(ServeInARow(*server_, kConnections, deadline_), "");
  for (int i = 0; i < kConnections; ++i) {
    ASSERT_EQ(server_->process().ReadLine(deadline_), "Spawned worker");
  }
  EXPECT_EQ(ServeAtOnce(*server_, 50, deadline_), "");
  ExpectEndOnInterrupt();
}

TEST_F(ScenariosTest, Scenario03CountedByTimes) {
  ASSERT_NO_FATAL_FAILURE(Start("s03_times", 18103));
  EXPECT_EQ(ServeInARow(*server_, 50, deadline_), "");
  EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{0, 0}));
  ExpectMissionLines(50);
}

TEST_F(ScenariosTest, Scenario03CountedByWhile) {
  ASSERT_NO_FATAL_FAILURE(Start("s03_while", 18103));
  EXPECT_EQ(ServeAtOnce(*server_, 50, deadline_), "");
  EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{0, 0}));
  ExpectMissionLines(50);
}

TEST_F(ScenariosTest, Scenario04CapturedSocketAndMessage) {
  ASSERT_NO_FATAL_FAILURE(Start("s04_socket_and_message", 18104));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Ask(""), "a message");
  EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{0, 0}));
}

TEST_F(ScenariosTest, Scenario11ManyPrinters) {
  constexpr int kPrinters = 20;
  constexpr int kLines = 500;
  const RunResult run = RunSeq({"testdata/scenarios/s11_many_printers.seq"});
  ASSERT_EQ(run.status, (ExitStatus{0, 0})) << ::testing::PrintToString(run);
  std::vector<int> printed(kPrinters + 1);
  for (const std::string& line : SplitLines(run.out)) {
    const size_t printer = std::stoul("0" + line);
    ASSERT_LE(printer, size_t{kPrinters}) << line;
    const int number = ++printed[printer];
    ASSERT_EQ(line, std::to_string(printer) + " " + std::to_string(number) +
                        " " + std::string(256, '-'));
  }
  for (int i = 1; i <= kPrinters; ++i) EXPECT_EQ(printed[i], kLines) << i;
}

TEST_F(ScenariosTest, Scenario17SlowClientDelaysNobody) {
  ASSERT_NO_FATAL_FAILURE(Start("s17_slow_client", 18117));
  std::vector<TcpClient> slow;
  for (int i = 0; i < 20; ++i) {
    std::optional<TcpClient> client = Connect();
    ASSERT_TRUE(client.has_value());
    slow.push_back(*std::move(client));
  }
  for (int i = 0; i < 200; ++i) EXPECT_EQ(Ask("quick"), "QUICK");
  for (TcpClient& client : slow) {
    EXPECT_TRUE(client.SendAll("slow", deadline_)) << client.error();
    EXPECT_EQ(client.ReadToEnd(deadline_), "SLOW");
  }
  ExpectEndOnInterrupt();
}

std::string Response(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST_F(ScenariosTest, Scenario19HttpServerFourRoutes) {
  ASSERT_NO_FATAL_FAILURE(Start("s19_http_server", 18119));
  const std::string rest = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::vector<std::pair<std::string, std::string>> exchanges = {
      {"GET /" + rest, Response("200 OK", "Hello from Seq!")},
      {"GET /health" + rest, Response("200 OK", "OK")},
      {"GET /echo" + rest, Response("200 OK", "echo")},
      {"GET /other" + rest, Response("404 Not Found", "not found")},
      {"POST /" + rest, Response("404 Not Found", "not found")},
  };
  const auto ask_all = [&] {
    for (const auto& [request, response] : exchanges) {
      EXPECT_EQ(Ask(request), response);
    }
  };
  ask_all();
  std::vector<std::thread> clients;
  for (int i = 0; i < 40; ++i) clients.emplace_back(ask_all);
  for (std::thread& client : clients) client.join();
  ask_all();
  ExpectEndOnInterrupt();
}

TEST_F(ScenariosTest, Scenario20OpenSocketIsClosedWithItsStrand) {
  ASSERT_NO_FATAL_FAILURE(Start("s20_open_socket", 18120));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(Ask("hello"), "");
  ExpectEndOnInterrupt();
}

}  // namespace
}  // namespace seq::golden
