// Finds the start below 300,000 with the longest Collatz chain.

#include <cstdint>
#include <iostream>

std::int64_t ChainLength(std::int64_t n) {
  std::int64_t length = 1;
  while (n != 1) {
    n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    ++length;
  }
  return length;
}

int main() {
  std::int64_t best = 0;
  std::int64_t best_length = 0;
  for (std::int64_t start = 1; start < 300'000; ++start) {
    const std::int64_t length = ChainLength(start);
    if (length > best_length) {
      best = start;
      best_length = length;
    }
  }
  std::cout << best << "\n" << best_length << "\n";
}
