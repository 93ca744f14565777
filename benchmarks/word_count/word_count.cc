// Counts the words of a text file, line by line, and shows the ten most
// frequent.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

int main(int, char** arguments) {
  std::ios::sync_with_stdio(false);
  std::ifstream file(arguments[1]);
  std::unordered_map<std::string, int> counts;
  std::string line;
  std::string word;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    while (words >> word) ++counts[word];
  }

  using Entry = std::pair<std::string, int>;
  std::vector<Entry> best(10);
  std::partial_sort_copy(counts.begin(), counts.end(), best.begin(), best.end(),
                         [](const Entry& one, const Entry& other) {
                           if (one.second != other.second)
                             return one.second > other.second;
                           return one.first < other.first;
                         });
  std::cout << counts.size() << " distinct words\n";
  for (const auto& [text, count] : best)
    std::cout << text << ": " << count << "\n";
}
