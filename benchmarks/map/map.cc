// Puts 10^6 integers into a hash map and looks all up.

#include <cstdint>
#include <iostream>
#include <unordered_map>

int main() {
  constexpr std::int64_t kSize = 1'000'000;
  std::unordered_map<std::int64_t, std::int64_t> numbers;
  for (std::int64_t n = 0; n < kSize; ++n) numbers[n] = 3 * n;
  std::cout << numbers.size() << "\n";

  std::int64_t total = 0;
  for (std::int64_t n = 0; n < kSize; ++n) total += numbers.at(n);
  std::cout << total << "\n";
}
