// Counts the primes below 200,000, dividing each number up to its root.

#include <cstdint>
#include <iostream>

bool IsPrime(std::int64_t n) {
  if (n < 2) return false;
  for (std::int64_t divisor = 2; divisor * divisor <= n; ++divisor) {
    if (n % divisor == 0) return false;
  }
  return true;
}

int main() {
  std::int64_t count = 0;
  for (std::int64_t n = 0; n < 200'000; ++n) {
    if (IsPrime(n)) ++count;
  }
  std::cout << count << "\n";
}
