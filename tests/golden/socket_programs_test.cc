// The socket programs T01..T06 of testdata/classic with their clients (the
// steps are in the .client file beside each program).
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/round_lines.h"
#include "tests/golden/server_fixture.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

class SocketProgramTest : public ServerTest {
 protected:
  // Starts testdata/classic/NAME.seq and waits until it listens.
  void Start(const std::string& name, int written_port) {
    name_ = name;
    ASSERT_NO_FATAL_FAILURE(
        StartServer("testdata/classic/" + name + ".seq", written_port));
    ASSERT_EQ(server_->process().ReadLine(deadline_), "ready")
        << server_->process().Stderr();
  }

  void ExpectSuccessfulEnd() {
    EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{0, 0}));
    EXPECT_EQ(server_->process().Stderr(), "");
  }

  void ExpectEndWithGoldenStdout() {
    ExpectSuccessfulEnd();
    const auto golden = ReadFile("testdata/classic/" + name_ + ".stdout");
    ASSERT_TRUE(golden.has_value());
    EXPECT_EQ(server_->process().Stdout(), *golden);
  }

  void ExpectMissionLines(int connections) {
    ExpectSuccessfulEnd();
    std::vector<std::string> lines = SplitLines(server_->process().Stdout());
    lines.erase(lines.begin());  // "ready", which Start() has checked
    EXPECT_EQ(FindLineError(lines, MissionRound(), connections), "");
  }

  std::string name_;
};

TEST_F(SocketProgramTest, T01AnswersARequest) {
  ASSERT_NO_FATAL_FAILURE(Start("t01_request_and_answer", 19481));
  EXPECT_EQ(Ask("hello there"), "HELLO THERE");
  ExpectEndWithGoldenStdout();
}

TEST_F(SocketProgramTest, T02ReadsInPiecesUntilTheEnd) {
  ASSERT_NO_FATAL_FAILURE(Start("t02_reading_in_pieces", 19482));
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  ASSERT_TRUE(client->SendAll(std::string(10000, 'x'), deadline_))
      << client->error();
  ASSERT_TRUE(client->FinishSending()) << client->error();
  EXPECT_EQ(client->ReadToEnd(deadline_), "") << client->error();
  ExpectEndWithGoldenStdout();
}

TEST_F(SocketProgramTest, T03ServesAHundredInARow) {
  ASSERT_NO_FATAL_FAILURE(Start("t03_mission_program_100", 19483));
  EXPECT_EQ(ServeInARow(*server_, 100, deadline_), "");
  ExpectMissionLines(100);
}

TEST_F(SocketProgramTest, T03ServesAHundredAtOnce) {
  ASSERT_NO_FATAL_FAILURE(Start("t03_mission_program_100", 19483));
  EXPECT_EQ(ServeAtOnce(*server_, 100, deadline_), "");
  ExpectMissionLines(100);
}

TEST_F(SocketProgramTest, T04RoutesThreeRequests) {
  ASSERT_NO_FATAL_FAILURE(Start("t04_router", 19484));
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: ";
  EXPECT_EQ(Ask("GET /ping HTTP/1.1\r\n\r\n"), head + "6\r\n\r\npong\r\n");
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\n\r\n"), head + "7\r\n\r\nhello\r\n");
  EXPECT_EQ(Ask("POST / HTTP/1.1\r\n\r\n"), head + "7\r\n\r\nwhat?\r\n");
  ExpectEndWithGoldenStdout();
}

TEST_F(SocketProgramTest, T05GivesOutTheNumberFreedLast) {
  ASSERT_NO_FATAL_FAILURE(Start("t05_socket_numbers", 19485));
  std::optional<TcpClient> a = Connect();
  std::optional<TcpClient> b = Connect();
  ASSERT_TRUE(a.has_value() && b.has_value());
  EXPECT_EQ(a->ReadToEnd(deadline_), "") << a->error();
  std::optional<TcpClient> c = Connect();
  ASSERT_TRUE(c.has_value());
  EXPECT_EQ(c->ReadToEnd(deadline_), "") << c->error();
  EXPECT_EQ(b->ReadToEnd(deadline_), "") << b->error();
  ExpectEndWithGoldenStdout();
}

TEST_F(SocketProgramTest, T06SurvivesAClientThatLeavesAtOnce) {
  ASSERT_NO_FATAL_FAILURE(Start("t06_client_leaves_at_once", 19486));
  std::optional<TcpClient> client = Connect();
  ASSERT_TRUE(client.has_value());
  client->Close();
  ExpectEndWithGoldenStdout();
}

}  // namespace
}  // namespace seq::golden
