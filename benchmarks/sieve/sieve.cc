// The sieve of Eratosthenes on a vector of flags.

#include <iostream>
#include <vector>

namespace {

std::vector<char> Sieve(int limit) {
  std::vector<char> flags(limit, true);
  flags[0] = flags[1] = false;
  for (int number = 2; number * number < limit; ++number) {
    if (!flags[number]) continue;
    for (int multiple = number * number; multiple < limit; multiple += number) {
      flags[multiple] = false;
    }
  }
  return flags;
}

}  // namespace

int main() {
  const int limit = 1000000;
  const std::vector<char> flags = Sieve(limit);
  int count = 0;
  int largest = 0;
  for (int number = 0; number < limit; ++number) {
    if (!flags[number]) continue;
    ++count;
    largest = number;
  }
  std::cout << "primes: " << count << "\nlargest: " << largest << "\n";
}
