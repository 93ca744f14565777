// Whole files as byte strings. Both functions block on the disk only, keep no
// state and may be called from any thread.
#ifndef TESTS_GOLDEN_FILES_H_
#define TESTS_GOLDEN_FILES_H_

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace seq::golden {

// The contents; nothing if the file cannot be opened.
inline std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Replaces the file; false if it could not be written completely.
inline bool WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  return !out.fail();
}

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_FILES_H_
