// Counts connections: each is taken by a thread, which sends a message to the
// one that counts and closes it. The argument is the port.

#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <thread>

#include "../../shared/channel.h"
#include "../../shared/listener.h"

int main(int, char** arguments) {
  const int listener = Listen(std::atoi(arguments[1]));
  Channel<std::int64_t> connections;
  std::jthread counter([&] {
    std::int64_t count = 0;
    while (const auto more = connections.Receive()) count += *more;
  });
  for (;;) {
    const int client = accept(listener, nullptr, nullptr);
    if (client < 0) continue;
    std::thread([&connections, client] {
      connections.Send(1);
      close(client);
    }).detach();
  }
}
