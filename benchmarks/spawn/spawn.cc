// Starts 100,000 threads that send their number.

#include <cstdint>
#include <iostream>
#include <thread>

#include "../shared/channel.h"

int main() {
  constexpr std::int64_t kThreads = 100'000;
  static Channel<std::int64_t> results;  // outlives the last thread's call
  for (std::int64_t i = 0; i < kThreads; ++i) {
    std::thread([i] { results.Send(i); }).detach();
  }
  std::int64_t sum = 0;
  for (std::int64_t i = 0; i < kThreads; ++i) sum += *results.Receive();
  std::cout << sum << std::endl;
  std::quick_exit(0);  // without waiting for threads or destroying the channel
}
