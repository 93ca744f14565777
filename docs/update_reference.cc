// Writes the tables of built-in words into the reference manuals:
//
//   bazel run //docs:update_reference             rewrites the source tree
//   bazel run //docs:update_reference -- --print  prints the tables only
//
// Exit status 0: done; 1: a manual could not be read or written; 2: wrong
// usage.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "docs/word_reference.h"

namespace seq {
namespace {

constexpr char kClassicManual[] = "docs/language/classic.md";

int Update(const std::string& path, Edition edition) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << path << "\n";
    return 1;
  }
  const std::string old(std::istreambuf_iterator<char>(in), {});
  const std::optional<std::string> text = WithWordTables(old, edition);
  if (!text.has_value()) {
    std::cerr << path << " has no markers for the tables of words\n";
    return 1;
  }
  if (*text == old) {
    std::cout << path << ": unchanged\n";
    return 0;
  }
  std::ofstream out(path, std::ios::binary);
  out << *text;
  out.close();
  std::cout << path << (out ? ": rewritten\n" : ": cannot write\n");
  return out ? 0 : 1;
}

int Main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "--print") {
    std::cout << WordTables(Edition::kClassic);
    return 0;
  }
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (argc != 1 || workspace == nullptr) {
    std::cerr << "usage: bazel run //docs:update_reference [-- --print]\n";
    return 2;
  }
  return Update(std::string(workspace) + "/" + kClassicManual,
                Edition::kClassic);
}

}  // namespace
}  // namespace seq

int main(int argc, char** argv) { return seq::Main(argc, argv); }
