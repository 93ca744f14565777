// Writes the tables of words into the reference manuals, and the manual of
// errors:
//
//   bazel run //docs:update_reference             rewrites the source tree
//   bazel run //docs:update_reference -- --print  prints the tables only
//
// Exit status 0: done; 1: a file could not be read or written, or
// docs/word_examples.tsv is not well formed; 2: wrong usage.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "docs/error_reference.h"
#include "docs/word_examples.h"
#include "docs/word_reference.h"

namespace seq {
namespace {

struct Manual {
  const char* path;
  Edition edition;
};

constexpr Manual kManuals[] = {
    {"docs/language/classic.md", Edition::kClassic},
    {"docs/language/current.md", Edition::kCurrent},
};
constexpr char kExamples[] = "docs/word_examples.tsv";

std::optional<std::string> ReadIfThere(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::optional<std::string> Read(const std::string& path) {
  std::optional<std::string> text = ReadIfThere(path);
  if (!text.has_value()) std::cerr << "cannot read " << path << "\n";
  return text;
}

std::optional<std::vector<WordExample>> ReadExamples(const std::string& path) {
  const std::optional<std::string> text = Read(path);
  if (!text.has_value()) return std::nullopt;
  std::string errors;
  std::vector<WordExample> examples = ParseWordExamples(*text, &errors);
  if (errors.empty()) return examples;
  std::cerr << path << ":\n" << errors;
  return std::nullopt;
}

// Writes the file unless that is what it contains.
int Write(const std::string& path, const std::string& old,
          const std::string& text) {
  if (text == old) {
    std::cout << path << ": unchanged\n";
    return 0;
  }
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  std::cout << path << (out ? ": rewritten\n" : ": cannot write\n");
  return out ? 0 : 1;
}

int UpdateTables(const std::string& path, const std::string& tables) {
  const std::optional<std::string> old = Read(path);
  if (!old.has_value()) return 1;
  const std::optional<std::string> text = WithWordTables(*old, tables);
  if (text.has_value()) return Write(path, *old, *text);
  std::cerr << path << " has no markers for the tables of words\n";
  return 1;
}

int UpdateErrors(const std::string& root) {
  std::string error;
  const std::optional<std::string> text = ErrorReference(
      [&root](const std::string& path) { return ReadIfThere(root + path); },
      &error);
  if (!text.has_value()) {
    std::cerr << error << "\n";
    return 1;
  }
  const std::string path = root + kErrorManual;
  return Write(path, ReadIfThere(path).value_or(""), *text);
}

int Main(int argc, char** argv) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  const bool print = argc == 2 && std::string(argv[1]) == "--print";
  if (workspace == nullptr || (argc != 1 && !print)) {
    std::cerr << "usage: bazel run //docs:update_reference [-- --print]\n";
    return 2;
  }
  const std::string root = std::string(workspace) + "/";
  const auto examples = ReadExamples(root + kExamples);
  if (!examples.has_value()) return 1;
  int status = 0;
  for (const Manual& manual : kManuals) {
    const std::string tables = WordTables(manual.edition, *examples);
    if (print) {
      std::cout << tables;
    } else if (UpdateTables(root + manual.path, tables) != 0) {
      status = 1;
    }
  }
  if (!print && UpdateErrors(root) != 0) status = 1;
  return status;
}

}  // namespace
}  // namespace seq

int main(int argc, char** argv) { return seq::Main(argc, argv); }
