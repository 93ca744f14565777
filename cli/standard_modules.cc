#include "cli/standard_modules.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "interp/read_file.h"
#include "stdlib/std_modules.h"

namespace seq {
namespace {

namespace fs = std::filesystem;

bool IsDirectory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

// Empty if there is none.
fs::path FindLibraryDirectory() {
  if (const char* set = std::getenv("SEQ_STDLIB")) {
    if (IsDirectory(set)) return set;
    std::cerr << "Warning: SEQ_STDLIB is set to '" << set
              << "' but that directory doesn't exist\n";
  }
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& path :
       {executable.parent_path() / "stdlib",
        executable.parent_path().parent_path() / "stdlib",
        fs::path("stdlib")}) {
    if (IsDirectory(path)) return path;
  }
  return {};
}

}  // namespace

std::optional<StandardModule> LoadStandardModule(absl::string_view name) {
  if (const absl::optional<absl::string_view> text = FindStandardModule(name)) {
    return StandardModule{std::string(*text), ""};
  }
  static const fs::path* const kDirectory =
      new fs::path(FindLibraryDirectory());
  if (kDirectory->empty()) return std::nullopt;
  absl::StatusOr<std::string> text =
      ReadSourceFile((*kDirectory / absl::StrCat(name, ".seq")).string());
  if (!text.ok()) return std::nullopt;
  return StandardModule{*std::move(text), kDirectory->string()};
}

}  // namespace seq
