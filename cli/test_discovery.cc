#include "cli/test_discovery.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <system_error>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interp/lexer.h"
#include "interp/parser.h"

namespace seq {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kPrefix = "test-";
constexpr absl::string_view kExtension = ".seq";

bool IsTestFile(const fs::path& path) {
  const std::string name = path.filename().string();
  // `test-*`: the star may stand for nothing.
  if (name.size() < kPrefix.size() + kExtension.size()) return false;
  if (!absl::StartsWith(name, kPrefix) || !absl::EndsWith(name, kExtension)) {
    return false;
  }
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// One directory after the other and not fs::recursive_directory_iterator: that
// ends at the first directory it cannot read.
void CollectBelow(fs::path root, std::set<fs::path>* files,
                  std::vector<std::string>* warnings) {
  std::vector<fs::path> pending = {std::move(root)};
  while (!pending.empty()) {
    const fs::path directory = std::move(pending.back());
    pending.pop_back();
    std::error_code error;
    fs::directory_iterator entry(directory, error);
    while (!error && entry != fs::directory_iterator()) {
      std::error_code ignored;
      if (entry->symlink_status(ignored).type() == fs::file_type::directory) {
        pending.push_back(entry->path());
      } else if (IsTestFile(entry->path())) {
        files->insert(entry->path());
      }
      entry.increment(error);
    }
    if (error) {
      warnings->push_back(absl::StrCat("cannot read directory '",
                                       directory.string(),
                                       "': ", error.message()));
    }
  }
}

// An effect as its author wrote it, in one line and without comments.
std::string WrittenEffect(const EffectSyntax& effect,
                          const std::vector<Token>& tokens) {
  const auto first =
      std::lower_bound(tokens.begin(), tokens.end(), effect.span.begin,
                       [](const Token& token, uint32_t begin) {
                         return token.span.begin < begin;
                       });
  std::string text;
  for (auto token = first; token != tokens.end(); ++token) {
    if (token->span.end > effect.span.end) break;
    absl::StrAppend(&text, text.empty() ? "" : " ", token->text);
  }
  return text;
}

std::string SkipReason(const WordDefinition& word,
                       const std::vector<Token>& tokens) {
  constexpr absl::string_view kStart = "name starts with `test-` but ";
  constexpr absl::string_view kAdvice =
      ", not ( -- ). (give it the effect ( -- ) to make it a test, or another "
      "name)";
  if (!word.effect.has_value()) {
    return absl::StrCat(kStart, "no stack effect declared", kAdvice);
  }
  const EffectSyntax& effect = *word.effect;
  if (effect.inputs.types.empty() && effect.outputs.types.empty() &&
      effect.yields.empty()) {
    return "";
  }
  return absl::StrCat(kStart, "stack effect is ", WrittenEffect(effect, tokens),
                      kAdvice);
}

}  // namespace

const std::string* FindMisnamedPath(const std::vector<std::string>& paths) {
  const auto found = absl::c_find_if(paths, [](const std::string& path) {
    return absl::EndsWith(path, kExtension) &&
           !absl::StartsWith(fs::path(path).filename().string(), kPrefix);
  });
  return found == paths.end() ? nullptr : &*found;
}

std::vector<std::string> FindTestFiles(const std::vector<std::string>& paths,
                                       std::vector<std::string>* warnings) {
  std::set<fs::path> found;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      CollectBelow(path, &found, warnings);
    } else if (IsTestFile(path)) {
      found.insert(path);
    }
  }
  std::vector<std::string> files;
  // One file may be named in several ways: `.` and `test-a.seq`.
  std::set<fs::path> seen;
  for (const fs::path& path : found) {
    if (seen.insert(path.lexically_normal()).second) {
      files.push_back(path.string());
    }
  }
  return files;
}

std::vector<TestWord> FindTestWords(const SourceMap& sources, uint32_t file,
                                    absl::string_view pattern,
                                    Diagnostics& diagnostics) {
  const std::vector<Token> tokens =
      Lex(sources, file, Edition::kCurrent, diagnostics);
  if (!diagnostics.empty()) return {};
  Program program;
  BrokenDefinitions broken;
  Parse(tokens, Edition::kCurrent, program, broken, diagnostics);
  std::vector<TestWord> words;
  for (const WordDefinition& word : program.words) {
    if (word.name == "main") return {};
    if (!absl::StartsWith(word.name, kPrefix) ||
        !absl::StrContains(word.name, pattern)) {
      continue;
    }
    words.push_back({word.name, word.name_span, SkipReason(word, tokens)});
  }
  absl::c_stable_sort(words, [](const TestWord& a, const TestWord& b) {
    return a.name < b.name;
  });
  return words;
}

}  // namespace seq
