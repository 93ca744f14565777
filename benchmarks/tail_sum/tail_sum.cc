// Adds the numbers from 10^8 down to 1 with a tail call for each. The number
// may be an argument, as g++ would compute the sum of a constant when it
// compiles.

#include <cstdint>
#include <cstdlib>
#include <iostream>

std::int64_t Sum(std::int64_t total, std::int64_t n) {
  return n == 0 ? total : Sum(total + n, n - 1);
}

int main(int argc, char** argv) {
  const std::int64_t n = argc > 1 ? std::atoll(argv[1]) : 100'000'000;
  std::cout << Sum(0, n) << "\n";
}
