// The four server programs that started this project (testdata/servers):
// every connection gets its lines and its end of stream, one after the other
// and all at once, and SIGINT ends the server with status 130.
#include <signal.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/round_lines.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

constexpr auto kPatience = std::chrono::seconds(120);
constexpr int kWrittenPort = 8081;
constexpr int kInARow = 300;
constexpr int kAtOnce = 200;

struct ServerProgram {
  std::string name;
  RoundLines round;
};

const ServerProgram kPrograms[] = {
    {"a_failing_pattern", MissionRound()},
    {"b_accept_loop", {{"Connection accepted"}, "", ""}},
    {"c_accept_and_spawn",
     {{"Connection accepted", "Spawned worker"},
      "Worker started",
      "Connection accepted"}},
    {"d_accept_and_channel",
     {{"Connection accepted", "Channel created"}, "", ""}},
};

class ServersTest : public ::testing::TestWithParam<ServerProgram> {
 protected:
  void SetUp() override {
    std::string error;
    server_ = SeqServer::Start("testdata/servers/" + GetParam().name + ".seq",
                               kWrittenPort, &error);
    ASSERT_NE(server_, nullptr) << error;
  }

  // Reads the lines of that many connections: clients may see the end of the
  // stream before the server has printed the last of them.
  void ReadLinesOf(int connections) {
    const int count = connections * GetParam().round.PerRound();
    for (int i = 0; i < count; ++i) {
      std::optional<std::string> line = server_->process().ReadLine(deadline_);
      ASSERT_TRUE(line.has_value())
          << "after " << i << " of " << count << " lines\n"
          << server_->process().Stderr();
      lines_.push_back(*std::move(line));
    }
  }

  const Deadline deadline_ = After(kPatience);
  std::unique_ptr<SeqServer> server_;
  std::vector<std::string> lines_;
};

TEST_P(ServersTest, ServesEveryConnectionAndEndsOnInterrupt) {
  ASSERT_EQ(ServeInARow(*server_, kInARow, deadline_), "");
  ASSERT_NO_FATAL_FAILURE(ReadLinesOf(kInARow));
  ASSERT_EQ(ServeAtOnce(*server_, kAtOnce, deadline_), "");
  ASSERT_NO_FATAL_FAILURE(ReadLinesOf(kAtOnce));
  ASSERT_EQ(ServeInARow(*server_, 1, deadline_), "");
  ASSERT_NO_FATAL_FAILURE(ReadLinesOf(1));
  EXPECT_EQ(server_->process().Stderr(), "");

  server_->process().Signal(SIGINT);
  EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{130, 0}));
  EXPECT_EQ(SplitLines(server_->process().Stdout()).size(), lines_.size())
      << "more lines than connections account for";
  EXPECT_EQ(FindLineError(lines_, GetParam().round, kInARow + kAtOnce + 1), "");
}

INSTANTIATE_TEST_SUITE_P(
    All, ServersTest, ::testing::ValuesIn(kPrograms),
    [](const ::testing::TestParamInfo<ServerProgram>& instance) {
      return instance.param.name;
    });

}  // namespace
}  // namespace seq::golden
