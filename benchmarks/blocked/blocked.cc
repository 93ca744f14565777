// 10,000 threads wait at once, each on a channel of its own. When all are
// there, each is sent a number, and answers it.

#include <cstdint>
#include <iostream>
#include <thread>
#include <vector>

#include "../shared/channel.h"

int main() {
  constexpr int kThreads = 10'000;
  Channel<std::int64_t> results;
  std::vector<Channel<std::int64_t>> gates(kThreads);
  std::vector<std::jthread> threads;
  for (auto& gate : gates) {
    threads.emplace_back([&results, &gate] {
      results.Send(0);  // it is there
      results.Send(*gate.Receive());
    });
  }
  for (int i = 0; i < kThreads; ++i) results.Receive();
  for (int i = 0; i < kThreads; ++i) gates[i].Send(i);
  std::int64_t sum = 0;
  for (int i = 0; i < kThreads; ++i) sum += *results.Receive();
  std::cout << sum << "\n";
}
