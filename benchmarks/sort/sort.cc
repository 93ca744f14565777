// Sorts pseudo-random integers by a merge sort that makes new vectors.

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <vector>

namespace {

using List = std::vector<std::int64_t>;

List Numbers(std::size_t count) {
  List list;
  std::int64_t state = 42;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 16807 % 2147483647;
    list.push_back(state);
  }
  return list;
}

List Merge(const List& left, const List& right) {
  List merged;
  merged.reserve(left.size() + right.size());
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size()) {
    merged.push_back(left[i] <= right[j] ? left[i++] : right[j++]);
  }
  merged.insert(merged.end(), left.begin() + i, left.end());
  merged.insert(merged.end(), right.begin() + j, right.end());
  return merged;
}

// The elements from the one index up to the other, excluded, in order.
List SortedRange(const List& list, std::size_t from, std::size_t to) {
  if (to - from <= 1) return {list[from]};
  const std::size_t middle = (from + to) / 2;
  return Merge(SortedRange(list, from, middle), SortedRange(list, middle, to));
}

}  // namespace

int main() {
  const std::size_t size = 1000000;
  const List sorted = SortedRange(Numbers(size), 0, size);
  std::int64_t hash = 0;
  for (std::int64_t number : sorted) hash = (hash * 31 + number) % 2147483648;
  std::cout << sorted.front() << "\n" << sorted.back() << "\n" << hash << "\n";
}
