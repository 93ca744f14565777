// Splits a text into lines and words, and looks for substrings in all of them.

#include <cstddef>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Texts = std::vector<std::string>;

const Texts kNeedles = {"a",      "en",     "ter",   "win",       " un",
                        "corden", "verver", "lo ma", "xylophone", "zebra"};
const Texts kBeginnings = {"a", "sto", "un", "lo"};

// The parts before each separator.
Texts Split(const std::string& text, char separator) {
  Texts parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Texts Words(const std::string& line) {
  Texts words;
  for (std::string& word : Split(line + " ", ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

// Shows what is in the words, which are a vector for each line.
void ShowWords(const std::vector<Texts>& words) {
  std::size_t count = 0;
  std::string longest;
  for (const Texts& of_line : words) {
    count += of_line.size();
    for (const std::string& word : of_line) {
      if (word.size() > longest.size()) longest = word;
    }
  }
  std::cout << "words: " << count << "\nlongest: " << longest << "\n";
  for (const std::string& beginning : kBeginnings) {
    int found = 0;
    for (const Texts& of_line : words) {
      for (const std::string& word : of_line)
        found += word.starts_with(beginning);
    }
    std::cout << beginning << ": " << found << "\n";
  }
}

int CountOccurrences(const std::string& text, const std::string& needle) {
  int count = 0;
  for (std::size_t place = text.find(needle); place != std::string::npos;
       place = text.find(needle, place + needle.size())) {
    ++count;
  }
  return count;
}

void Search(const std::string& text, const Texts& lines,
            const std::string& needle) {
  int count = 0;
  for (const std::string& line : lines)
    count += line.find(needle) != std::string::npos;
  std::size_t columns = 0;
  for (const std::string& line : lines) {
    const std::size_t column = line.find(needle);
    if (column != std::string::npos) columns += column;
  }
  std::cout << needle << ": lines " << count << ", columns " << columns
            << ", occurrences " << CountOccurrences(text, needle) << ", first "
            << static_cast<std::ptrdiff_t>(text.find(needle)) << "\n";
}

}  // namespace

int main(int, char** arguments) {
  std::ostringstream content;
  content << std::ifstream(arguments[1], std::ios::binary).rdbuf();
  const std::string text = content.str();
  const Texts lines = Split(text, '\n');
  std::cout << "lines: " << lines.size() << "\n";
  std::vector<Texts> words;
  for (const std::string& line : lines) words.push_back(Words(line));
  ShowWords(words);
  for (const std::string& needle : kNeedles) Search(text, lines, needle);
}
