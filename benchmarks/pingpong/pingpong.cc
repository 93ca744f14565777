// 200,000 messages between two threads.

#include <cstdint>
#include <iostream>
#include <thread>

#include "../shared/channel.h"

int main() {
  Channel<std::int64_t> pings;
  Channel<std::int64_t> pongs;
  std::jthread answerer([&] {
    while (const auto ball = pings.Receive()) pongs.Send(*ball + 1);
  });
  std::int64_t ball = 0;
  for (int round = 0; round < 100'000; ++round) {
    pings.Send(ball);
    ball = *pongs.Receive();
  }
  pings.Close();
  std::cout << ball << "\n";
}
