// The process and socket helpers, with shell scripts and a small listener in
// the servers' place.
#include "tests/golden/subprocess.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/round_lines.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/tcp_client.h"

namespace seq::golden {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);

std::unique_ptr<Subprocess> StartShell(const std::string& script,
                                       SubprocessOptions options = {}) {
  options.argv = {"/bin/sh", "-c", script};
  std::string error;
  auto process = Subprocess::Start(options, &error);
  EXPECT_NE(process, nullptr) << error;
  return process;
}

TEST(SubprocessTest, TalksLineByLine) {
  const auto process = StartShell("while read x; do echo \"<$x>\"; done");
  process->WriteStdin("a\n");
  EXPECT_EQ(process->ReadLine(After(kPatience)), "<a>");
  process->WriteStdin("b\n");
  EXPECT_EQ(process->ReadLine(After(kPatience)), "<b>");
  process->CloseStdin();
  EXPECT_EQ(process->ReadLine(After(kPatience)), std::nullopt);
  EXPECT_EQ(process->Wait(After(kPatience)), (ExitStatus{0, 0}));
  EXPECT_EQ(process->Stdout(), "<a>\n<b>\n");
}

TEST(SubprocessTest, DeadlinesPass) {
  const auto process = StartShell("read x");
  EXPECT_EQ(process->ReadLine(After({})), std::nullopt);
  EXPECT_EQ(process->Wait(After({})), std::nullopt);
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(After(kPatience)), (ExitStatus{0, SIGTERM}));
  process->Signal(SIGTERM);  // harmless now
}

TEST(SubprocessTest, SaysWhyAProgramCannotStart) {
  SubprocessOptions options;
  options.argv = {"/no/such/program"};
  std::string error;
  EXPECT_EQ(Subprocess::Start(options, &error), nullptr);
  EXPECT_NE(error.find("No such file"), std::string::npos) << error;
}

TEST(SubprocessTest, SetsEnvironmentDirectoryAndLimits) {
  SubprocessOptions options;
  options.env = {"HOME=/elsewhere"};
  options.working_directory = "/";
  options.max_descriptors = 17;
  const auto process = StartShell("echo $HOME; pwd; ulimit -n", options);
  EXPECT_EQ(process->Wait(After(kPatience)), (ExitStatus{0, 0}));
  EXPECT_EQ(process->Stdout(), "/elsewhere\n/\n17\n");
}

TEST(SubprocessTest, KeepsWhatNobodyReadsAndDropsWhatTheChildDoesNot) {
  const auto process = StartShell("head -c 1000000 /dev/zero; exit 3");
  process->WriteStdin(std::string(1000000, 'x'));
  EXPECT_EQ(process->Wait(After(kPatience)), (ExitStatus{3, 0}));
  EXPECT_EQ(process->Stdout().size(), 1000000u);
}

TEST(SubprocessTest, KnowsWhatTheChildUses) {
  const auto process = StartShell("echo up; read x");
  ASSERT_EQ(process->ReadLine(After(kPatience)), "up");
  EXPECT_GT(process->ResidentKib().value_or(0), 100);
  EXPECT_EQ(process->ThreadCount(), 1);
  EXPECT_GE(process->DescriptorCount().value_or(0), 3);
  process->CloseStdin();
  ASSERT_TRUE(process->Wait(After(kPatience)).has_value());
  EXPECT_EQ(process->ResidentKib(), std::nullopt);
  EXPECT_EQ(process->DescriptorCount(), std::nullopt);
}

// Listens on a reserved port, as a server with address reuse does.
class Listener {
 public:
  Listener() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port()));
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address),
              0);
    EXPECT_EQ(listen(fd_, 1), 0);
  }
  ~Listener() { close(fd_); }

  int port() const { return reservation_.port(); }
  int Accept() { return accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC); }

 private:
  PortReservation reservation_;
  const int fd_;
};

TEST(TcpClientTest, SendsHalfClosesAndReadsToTheEnd) {
  Listener listener;
  std::string error;
  auto client = TcpClient::Connect(listener.port(), After(kPatience), &error);
  ASSERT_TRUE(client.has_value()) << error;
  const int server = listener.Accept();
  ASSERT_TRUE(client->SendAll("ping", After(kPatience)));
  ASSERT_TRUE(client->FinishSending());
  char buffer[8];
  EXPECT_EQ(recv(server, buffer, sizeof buffer, MSG_WAITALL), 4);
  EXPECT_EQ(client->ReadSome(After({})), std::nullopt);  // nothing there yet
  EXPECT_EQ(send(server, "pong", 4, 0), 4);
  close(server);
  EXPECT_EQ(client->ReadToEnd(After(kPatience)), "pong");
}

TEST(TcpClientTest, ResetReachesTheServer) {
  Listener listener;
  std::string error;
  auto client = TcpClient::Connect(listener.port(), After(kPatience), &error);
  ASSERT_TRUE(client.has_value()) << error;
  const int server = listener.Accept();
  client->Reset();
  char buffer[8];
  EXPECT_EQ(recv(server, buffer, sizeof buffer, 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
  close(server);
}

TEST(TcpClientTest, ReportsARefusedConnection) {
  const PortReservation nobody_listens;
  std::string error;
  int number = 0;
  EXPECT_FALSE(TcpClient::Connect(nobody_listens.port(), After(kPatience),
                                  &error, &number)
                   .has_value());
  EXPECT_EQ(number, ECONNREFUSED) << error;
}

TEST(RoundLinesTest, FindsMissingDoubledAndBrokenLines) {
  const RoundLines round = {{"accepted", "spawned"}, "worker", "spawned"};
  EXPECT_EQ(FindLineError({"accepted", "spawned", "accepted", "worker",
                           "spawned", "worker"},
                          round, 2),
            "");
  EXPECT_NE(FindLineError({"accepted", "spawned"}, round, 1), "");
  EXPECT_NE(FindLineError({"accepted", "worker", "spawned"}, round, 1), "");
  EXPECT_NE(FindLineError({"accepted", "accepted"}, round, 1), "");
  EXPECT_NE(FindLineError({"accepted", "spaworker", "wned"}, round, 1), "");
  EXPECT_NE(FindLineError({"accepted", "spawned", "worker"}, round, 2), "");
}

}  // namespace
}  // namespace seq::golden
