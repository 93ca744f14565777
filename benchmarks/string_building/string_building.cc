// Builds a string of 10 MB by appending short pieces, then looks at all of its
// characters.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>

namespace {

std::string Build(std::size_t size) {
  std::string text;
  for (int number = 0; text.size() < size; number += 7) {
    text += std::to_string(number);
    text += ",";
  }
  return text;
}

}  // namespace

int main() {
  const std::string text = Build(10000000);
  std::cout << "length: " << text.size() << "\n";
  std::cout << "pieces: " << std::count(text.begin(), text.end(), ',') << "\n";
  std::cout << "first 777777: " << text.find(",777777,") << "\n";
  std::int64_t hash = 0;
  for (char character : text) hash = (hash * 31 + character) % 2147483648;
  std::cout << "hash: " << hash << "\n";
}
