// Calls closures 10^7 times, every tenth time a new one, and prints what they
// have added.

#include <cstdint>
#include <functional>
#include <iostream>

using Adder = std::function<std::int64_t(std::int64_t)>;

Adder MakeAdder(std::int64_t amount) {
  return [amount](std::int64_t number) { return number + amount; };
}

int main() {
  std::int64_t total = 0;
  Adder add = MakeAdder(0);
  for (std::int64_t n = 0; n < 10'000'000; ++n) {
    if (n % 10 == 0) add = MakeAdder(n);
    total = add(total);
  }
  std::cout << total << "\n";
}
