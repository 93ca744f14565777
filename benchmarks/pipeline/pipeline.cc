// 20,000 numbers go through 100 threads, each of which adds one.

#include <cstdint>
#include <iostream>
#include <thread>
#include <vector>

#include "../shared/channel.h"

int main() {
  constexpr int kStages = 100;
  std::vector<Channel<std::int64_t>> channels(kStages + 1);
  std::vector<std::jthread> stages;
  for (int i = 0; i < kStages; ++i) {
    stages.emplace_back([&input = channels[i], &output = channels[i + 1]] {
      while (const auto number = input.Receive()) output.Send(*number + 1);
      output.Close();
    });
  }
  for (std::int64_t n = 0; n < 20'000; ++n) channels.front().Send(n);
  channels.front().Close();
  std::int64_t sum = 0;
  while (const auto number = channels.back().Receive()) sum += *number;
  std::cout << sum << "\n";
}
