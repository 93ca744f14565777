#include "interp/modules.h"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interp/lexer.h"
#include "interp/read_file.h"

namespace seq {
namespace {

namespace fs = std::filesystem;

// A file that will be parsed when its turn comes.
struct Pending {
  IncludeSyntax include;
  // Of the file that contains the include; nullopt in a module that is not a
  // file.
  std::optional<std::string> directory;
};

class ModuleLoader {
 public:
  ModuleLoader(SourceMap& sources, Edition edition,
               const StandardModules& standard_modules,
               Diagnostics& diagnostics)
      : sources_(sources),
        edition_(edition),
        standard_modules_(standard_modules),
        diagnostics_(diagnostics) {}

  ParsedProgram Run(uint32_t main_file) {
    const fs::path path(std::string(sources_.file(main_file).path()));
    seen_.insert(FileKey(path));
    ParseFile(main_file, path.parent_path().string());
    // The next include is the last one here: chains of includes may be long,
    // so they are not followed by recursion.
    while (!pending_.empty()) {
      const Pending next = std::move(pending_.back());
      pending_.pop_back();
      Include(next);
    }
    return std::move(result_);
  }

 private:
  // What tells a file apart from every other.
  static std::string FileKey(const fs::path& path) {
    std::error_code error;
    const fs::path canonical = fs::canonical(path, error);
    return absl::StrCat("file:", (error ? path : canonical).string());
  }

  void ParseFile(uint32_t file, std::optional<std::string> directory) {
    const size_t errors = diagnostics_.all().size();
    const std::vector<Token> tokens =
        Lex(sources_, file, edition_, diagnostics_);
    // Tokens of a file that cannot be cut cleanly say nothing about its words.
    if (diagnostics_.all().size() != errors || diagnostics_.full()) {
      result_.complete = false;
      return;
    }
    std::vector<IncludeSyntax>& includes = result_.program.includes;
    const size_t first = includes.size();
    Parse(tokens, edition_, result_.program, result_.broken, diagnostics_);
    for (size_t i = includes.size(); i > first; --i) {
      pending_.push_back({includes[i - 1], directory});
    }
  }

  void Include(const Pending& pending) {
    switch (pending.include.form) {
      case IncludeSyntax::Form::kModule:
        IncludeModule(pending.include);
        return;
      case IncludeSyntax::Form::kFile:
        IncludeFile(pending.include, pending.directory);
        return;
      case IncludeSyntax::Form::kForeign:
        ReportForeign(pending.include);
        return;
    }
  }

  void IncludeModule(const IncludeSyntax& include) {
    if (!seen_.insert(absl::StrCat("std:", include.name)).second) return;
    std::optional<StandardModule> module;
    // A name is no path.
    if (standard_modules_ && !absl::StrContains(include.name, "/")) {
      module = standard_modules_(include.name);
    }
    if (!module.has_value()) {
      ReportMissing(include, absl::StrCat("Standard library module '",
                                          include.name, "' not found"));
      return;
    }
    const uint32_t file = sources_.Add(
        absl::StrCat("<stdlib:", include.name, ">"), std::move(module->text));
    std::optional<std::string> directory;
    if (!module->directory.empty()) directory = std::move(module->directory);
    ParseFile(file, std::move(directory));
  }

  void IncludeFile(const IncludeSyntax& include,
                   const std::optional<std::string>& directory) {
    const std::string error = PathError(include.name);
    if (!error.empty()) {
      Report(DiagnosticCode::kInvalidInclude, include, error);
      return;
    }
    if (!directory.has_value()) {
      ReportMissing(include,
                    absl::StrCat("Include file '", include.name,
                                 "' not found: a built-in module is no file"));
      return;
    }
    const fs::path path =
        (fs::path(*directory) / (include.name + ".seq")).lexically_normal();
    if (!seen_.insert(FileKey(path)).second) return;
    absl::StatusOr<std::string> text = ReadSourceFile(path.string());
    if (!text.ok()) {
      ReportMissing(include,
                    text.status().code() == absl::StatusCode::kNotFound
                        ? absl::StrCat("Include file '", include.name,
                                       "' not found at ", path.string())
                        : std::string(text.status().message()));
      return;
    }
    const uint32_t file = sources_.Add(path.string(), *std::move(text));
    ParseFile(file, path.parent_path().string());
  }

  // What is wrong with a path as written; empty if nothing is.
  static std::string PathError(absl::string_view path) {
    if (path.empty()) return "Include path cannot be empty";
    if (path[0] == '/') {
      return absl::StrCat("Include path '", path,
                          "' is absolute: paths cannot be absolute");
    }
    return path.find('\0') == absl::string_view::npos
               ? ""
               : "Include path cannot contain a zero byte";
  }

  void ReportForeign(const IncludeSyntax& include) {
    if (include.name == "libedit") {
      Report(DiagnosticCode::kIncludeNotFound, include,
             "FFI library 'libedit' cannot be used: foreign functions are not "
             "available in this version");
    } else {
      Report(DiagnosticCode::kIncludeNotFound, include,
             absl::StrCat("FFI library '", include.name,
                          "' not found. Available: libedit"));
    }
  }

  void ReportMissing(const IncludeSyntax& include, std::string message) {
    Report(DiagnosticCode::kIncludeNotFound, include, std::move(message));
  }

  void Report(DiagnosticCode code, const IncludeSyntax& include,
              std::string message) {
    result_.complete = false;
    diagnostics_.Add({code, include.span, std::move(message), "", {}, ""});
  }

  SourceMap& sources_;
  const Edition edition_;
  const StandardModules& standard_modules_;
  Diagnostics& diagnostics_;
  ParsedProgram result_;
  std::vector<Pending> pending_;
  absl::flat_hash_set<std::string> seen_;
};

}  // namespace

ParsedProgram ParseProgram(SourceMap& sources, uint32_t main_file,
                           Edition edition,
                           const StandardModules& standard_modules,
                           Diagnostics& diagnostics) {
  return ModuleLoader(sources, edition, standard_modules, diagnostics)
      .Run(main_file);
}

}  // namespace seq
