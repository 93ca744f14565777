// A listening socket, for servers that block.

#ifndef SEQ_BENCHMARKS_SHARED_LISTENER_H_
#define SEQ_BENCHMARKS_SHARED_LISTENER_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdlib>

// A descriptor; the program ends if there is none.
inline int Listen(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) ||
      listen(listener, SOMAXCONN)) {
    std::exit(1);
  }
  return listener;
}

#endif  // SEQ_BENCHMARKS_SHARED_LISTENER_H_
