#include "tests/golden/temp_dir.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "tests/golden/files.h"

namespace seq::golden {
namespace {

[[noreturn]] void Die(const std::string& path) {
  std::perror(path.c_str());
  std::abort();
}

}  // namespace

TempDir::TempDir(const std::string& base) {
  const char* place = std::getenv("TEST_TMPDIR");
  if (!base.empty()) place = base.c_str();
  path_ = std::string(place != nullptr ? place : "/tmp") + "/seq_test.XXXXXX";
  if (mkdtemp(path_.data()) == nullptr || chmod(path_.c_str(), 0755) != 0) {
    Die(path_);
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::File(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

std::string TempDir::Write(std::string_view name,
                           const std::string& bytes) const {
  const std::string file = File(name);
  std::error_code error;  // if there is one, writing fails too
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(),
                                      error);
  if (!WriteFile(file, bytes)) Die(file);
  return file;
}

}  // namespace seq::golden
