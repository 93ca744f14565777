#include "tests/golden/seq_server.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>
#include <vector>

#include "tests/golden/files.h"

namespace seq::golden {
namespace {

// How long Connect() gives a server that is not listening yet to come up
// before it asks again; the server's end cuts the pause short.
constexpr auto kRetryPause = std::chrono::milliseconds(2);

// Replaces the only occurrence of the number; false if there is not just one.
bool ReplacePort(std::string& text, int written, int port) {
  const std::string number = std::to_string(written);
  const size_t at = text.find(number);
  if (at == std::string::npos ||
      text.find(number, at + 1) != std::string::npos) {
    return false;
  }
  text.replace(at, number.size(), std::to_string(port));
  return true;
}

// One client's visit; "" when it went as it should.
std::string Visit(SeqServer& server, Deadline deadline) {
  std::string error;
  std::optional<TcpClient> client = server.Connect(deadline, &error);
  if (!client.has_value()) return error;
  const std::optional<std::string> data = client->ReadToEnd(deadline);
  if (!data.has_value()) return client->error();
  if (!data->empty()) return "unexpected data: " + *data;
  return "";
}

}  // namespace

std::string SeqBinary() {
  const char* binary = std::getenv("SEQ");
  return binary != nullptr ? binary : "cli/seq";
}

PortReservation::PortReservation()
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(fd_, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(fd_, generic, size) == 0 && getsockname(fd_, generic, &size) == 0) {
    port_ = ntohs(address.sin_port);
  }
}

PortReservation::~PortReservation() {
  if (fd_ >= 0) close(fd_);
}

std::unique_ptr<SeqServer> SeqServer::Start(const std::string& program,
                                            int written_port,
                                            std::string* error,
                                            SubprocessOptions options) {
  std::unique_ptr<SeqServer> server(new SeqServer);
  std::optional<std::string> text = ReadFile(program);
  if (!text.has_value()) {
    *error = "cannot read " + program;
    return nullptr;
  }
  if (!ReplacePort(*text, written_port, server->port())) {
    *error = program + ": the port must occur exactly once";
    return nullptr;
  }
  if (server->port() == 0) {
    *error = "no port for " + program;
    return nullptr;
  }
  options.argv.insert(options.argv.begin(), SeqBinary());
  options.argv.push_back(server->directory_.Write(
      std::filesystem::path(program).filename().string(), *text));
  server->process_ = Subprocess::Start(options, error);
  if (server->process_ == nullptr) return nullptr;
  server->process_->CloseStdin();
  return server;
}

std::optional<TcpClient> SeqServer::Connect(Deadline deadline,
                                            std::string* error) {
  while (true) {
    int error_number = 0;
    std::optional<TcpClient> client =
        TcpClient::Connect(port(), deadline, error, &error_number);
    if (client.has_value() || error_number != ECONNREFUSED ||
        Clock::now() >= deadline) {
      return client;
    }
    if (const auto status = process_->Wait(After(kRetryPause))) {
      *error = "the server has ended: " + status->ToString() + "\n" +
               process_->Stderr();
      return std::nullopt;
    }
  }
}

std::string ServeInARow(SeqServer& server, int clients, Deadline deadline) {
  for (int i = 1; i <= clients; ++i) {
    const std::string error = Visit(server, deadline);
    if (!error.empty()) return "client " + std::to_string(i) + ": " + error;
  }
  return "";
}

std::string ServeAtOnce(SeqServer& server, int clients, Deadline deadline) {
  std::latch start(clients);
  std::vector<std::string> errors(static_cast<size_t>(clients));
  std::vector<std::thread> threads;
  for (std::string& error : errors) {
    threads.emplace_back([&server, &start, &error, deadline] {
      start.arrive_and_wait();
      error = Visit(server, deadline);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors) {
    if (!error.empty()) return error;
  }
  return "";
}

}  // namespace seq::golden
