// One producer sends 10^6 numbers to ten threads through one channel.

#include <cstdint>
#include <iostream>
#include <thread>
#include <vector>

#include "../shared/channel.h"

int main() {
  constexpr int kWorkers = 10;
  Channel<std::int64_t> jobs;
  Channel<std::int64_t> results;
  std::vector<std::jthread> workers;
  for (int i = 0; i < kWorkers; ++i) {
    workers.emplace_back([&] {
      std::int64_t sum = 0;
      while (const auto job = jobs.Receive()) sum += *job;
      results.Send(sum);
    });
  }
  for (std::int64_t job = 0; job < 1'000'000; ++job) jobs.Send(job);
  jobs.Close();
  std::int64_t sum = 0;
  for (int i = 0; i < kWorkers; ++i) sum += *results.Receive();
  std::cout << sum << "\n";
}
