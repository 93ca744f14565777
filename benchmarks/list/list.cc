// Builds a vector of 10^6 numbers, and maps, filters and folds it.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <numeric>
#include <vector>

int main() {
  std::vector<std::int64_t> numbers;
  for (std::int64_t n = 0; n < 1'000'000; ++n) numbers.push_back(n);

  std::vector<std::int64_t> mapped;
  std::transform(numbers.begin(), numbers.end(), std::back_inserter(mapped),
                 [](std::int64_t n) { return 3 * n + 1; });

  std::vector<std::int64_t> even;
  std::copy_if(mapped.begin(), mapped.end(), std::back_inserter(even),
               [](std::int64_t n) { return n % 2 == 0; });

  std::cout << std::accumulate(even.begin(), even.end(), std::int64_t{0})
            << "\n";
}
