// Builds 2*10^5 strings, joins them to one, splits it again and adds the
// lengths of the parts.

#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

std::string Join(const std::vector<std::string>& parts, char separator) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += separator;
    joined += parts[i];
  }
  return joined;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string::npos) return parts;
    start = end + 1;
  }
}

int main() {
  std::vector<std::string> items;
  for (int n = 0; n < 200'000; ++n) {
    items.push_back("item-" + std::to_string(n));
  }
  const std::string joined = Join(items, ',');
  std::cout << joined.size() << "\n";

  const std::vector<std::string> parts = Split(joined, ',');
  std::cout << parts.size() << "\n";

  std::size_t total = 0;
  for (const std::string& part : parts) total += part.size();
  std::cout << total << "\n";
}
