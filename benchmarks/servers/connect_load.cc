// connect_load PORT AT_ONCE SECONDS: connects so many times at once to the port
// of this machine, again and again, and waits each time until the server closes.
// Prints "connections errors seconds".

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace {

using Clock = std::chrono::steady_clock;

// Begins to connect, and tells the epoll when the server has closed; false if
// that is not possible.
bool Connect(int epoll, const sockaddr_in& address) {
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (client < 0) return false;
  const auto* target = reinterpret_cast<const sockaddr*>(&address);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = client;
  if ((connect(client, target, sizeof address) && errno != EINPROGRESS) ||
      epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event)) {
    close(client);
    return false;
  }
  return true;
}

// Whether the server has closed in an orderly way.
bool Ended(int client) {
  char byte;
  const bool ended = recv(client, &byte, 1, 0) == 0;
  close(client);
  return ended;
}

}  // namespace

int main(int, char** arguments) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(arguments[1])));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int at_once = std::atoi(arguments[2]);
  const auto start = Clock::now();
  const std::chrono::duration<double> seconds(std::atof(arguments[3]));
  const auto end = start + seconds;
  const auto last_end = end + std::chrono::seconds(5);

  const int epoll = epoll_create1(0);
  std::int64_t connections = 0;
  std::int64_t errors = 0;
  int open = 0;
  while (Clock::now() < (open > 0 ? last_end : end)) {
    while (open < at_once && Clock::now() < end) {
      if (Connect(epoll, address)) {
        ++open;
      } else {
        ++errors;
      }
    }
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(epoll, events.data(), events.size(), 100);
    for (int i = 0; i < count; ++i) {
      ++(Ended(events[i].data.fd) ? connections : errors);
      --open;
    }
  }
  const std::chrono::duration<double> taken = Clock::now() - start;
  std::cout << connections << " " << errors + open << " " << taken.count()
            << "\n";
}
