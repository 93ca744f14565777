// An HTTP server that gives every request the same answer, one thread a
// connection. The argument is its port.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "../../shared/listener.h"

namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n";
constexpr std::string_view kLastAnswer =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nHello\n";

void Serve(int client) {
  std::array<char, 4096> buffer;
  std::string request;
  ssize_t size;
  while ((size = recv(client, buffer.data(), buffer.size(), 0)) > 0) {
    request.append(buffer.data(), size);
    if (request.find("\r\n\r\n") == std::string::npos) continue;
    const bool last = request.find("Connection: close") != std::string::npos;
    const std::string_view answer = last ? kLastAnswer : kAnswer;
    send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    if (last) break;
    request.clear();
  }
  close(client);
}

}  // namespace

int main(int, char** arguments) {
  const int listener = Listen(std::atoi(arguments[1]));
  for (;;) {
    const int client = accept(listener, nullptr, nullptr);
    if (client >= 0) std::thread(Serve, client).detach();
  }
}
