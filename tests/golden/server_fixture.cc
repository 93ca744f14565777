#include "tests/golden/server_fixture.h"

#include <signal.h>

#include <utility>

namespace seq::golden {

void ServerTest::StartServer(const std::string& program, int written_port,
                             SubprocessOptions options) {
  std::string error;
  server_ = SeqServer::Start(program, written_port, &error, std::move(options));
  ASSERT_NE(server_, nullptr) << error;
}

std::optional<TcpClient> ServerTest::Connect() {
  std::string error;
  std::optional<TcpClient> client = server_->Connect(deadline_, &error);
  if (!client.has_value()) ADD_FAILURE() << error;
  return client;
}

std::string ServerTest::Ask(const std::string& request) {
  std::optional<TcpClient> client = Connect();
  if (!client.has_value()) return "(no connection)";
  if (client->SendAll(request, deadline_)) {
    const std::optional<std::string> answer = client->ReadToEnd(deadline_);
    if (answer.has_value()) return *answer;
  }
  ADD_FAILURE() << client->error();
  return client->error();
}

void ServerTest::ExpectEndOnInterrupt() {
  EXPECT_EQ(server_->process().Stderr(), "");
  server_->process().Signal(SIGINT);
  EXPECT_EQ(server_->process().Wait(deadline_), (ExitStatus{130, 0}));
}

}  // namespace seq::golden
