#include "docs/word_reference.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "docs/module_reference.h"
#include "stdlib/std_modules.h"

namespace seq {
namespace {

constexpr absl::string_view kBegin =
    "<!-- words: begin (bazel run //docs:update_reference) -->\n";
constexpr absl::string_view kEnd = "<!-- words: end -->\n";

// The comment of a word that a module needs for itself only.
constexpr absl::string_view kHelper = "Helper of";

using ExamplesByWord = absl::flat_hash_map<std::string, const WordExample*>;

// Code as a table cell shows it: a bar would end the cell.
std::string CodeCell(absl::string_view text) {
  return absl::StrCat("`", absl::StrReplaceAll(text, {{"|", "\\|"}}), "`");
}

// The same for text, where `*` and `_` have a meaning, too, outside of code.
std::string Cell(absl::string_view text) {
  std::string out;
  bool in_code = false;
  for (const char c : text) {
    if (c == '`') in_code = !in_code;
    const bool special = c == '|' || (!in_code && (c == '*' || c == '_'));
    absl::StrAppend(&out, special ? "\\" : "", absl::string_view(&c, 1));
  }
  return out;
}

std::string ExampleCell(absl::string_view word, const ExamplesByWord& by_word) {
  const auto found = by_word.find(word);
  if (found == by_word.end()) return "";
  const WordExample& example = *found->second;
  if (example.program.empty()) return absl::StrCat("(", example.result, ")");
  std::string cell = CodeCell(example.program);
  if (!example.output.empty()) {
    absl::StrAppend(&cell, " writes ", CodeCell(example.output));
  }
  if (!example.result.empty()) {
    absl::StrAppend(&cell, " → ", CodeCell(example.result));
  }
  return cell;
}

std::string Head(Edition edition) {
  return edition == Edition::kClassic
             ? "\n\n| Word | Effect | What it does, and when it fails |\n"
               "| --- | --- | --- |\n"
             : "\n\n| Word | Effect | What it does, and when it fails | "
               "Example "
               "|\n| --- | --- | --- | --- |\n";
}

void AppendFamily(const WordFamily& family, Edition edition,
                  const ExamplesByWord& by_word, std::string& out) {
  absl::StrAppend(&out, "\n### ", family.title, Head(edition));
  for (const WordRow& row : family.rows) {
    absl::StrAppend(&out, "| ", CodeCell(row.name), " | ", CodeCell(row.effect),
                    " | ", Cell(row.doc));
    if (!row.failure.empty()) absl::StrAppend(&out, " ", Cell(row.failure));
    if (edition == Edition::kCurrent) {
      absl::StrAppend(&out, " | ", ExampleCell(row.name, by_word));
    }
    absl::StrAppend(&out, " |\n");
  }
}

void AppendModule(absl::string_view name, const ExamplesByWord& by_word,
                  std::string& out) {
  const ModuleWords module = ReadModuleWords(*FindStandardModule(name));
  absl::StrAppend(&out, "\n### std:", name, "\n\n", module.intro);
  std::string rows;
  std::string helpers;
  for (const ModuleWord& word : module.words) {
    if (absl::StartsWith(word.doc, kHelper)) {
      absl::StrAppend(&helpers, helpers.empty() ? "" : ", ",
                      CodeCell(absl::StrCat(word.name, " ", word.effect)));
      continue;
    }
    absl::StrAppend(&rows, "| ", CodeCell(word.name), " | ",
                    CodeCell(word.effect), " | ", Cell(word.doc), " | ",
                    ExampleCell(word.name, by_word), " |\n");
  }
  if (!rows.empty()) {
    absl::StrAppend(&out, "\n\n| Word | Effect | What it does | Example |\n",
                    "| --- | --- | --- | --- |\n", rows);
  } else {
    absl::StrAppend(&out, "\n");
  }
  if (!helpers.empty()) {
    absl::StrAppend(&out, "\nIts helpers are words, too: ", helpers, ".\n");
  }
}

}  // namespace

std::string WordTables(Edition edition,
                       const std::vector<WordExample>& examples) {
  ExamplesByWord by_word;
  for (const WordExample& example : examples) {
    by_word.emplace(example.word, &example);
  }
  std::string out;
  for (const WordFamily& family : WordFamilies(edition)) {
    AppendFamily(family, edition, by_word, out);
  }
  if (edition == Edition::kCurrent) {
    absl::StrAppend(&out, "\n## The standard modules\n");
    for (const absl::string_view name : StandardModuleNames()) {
      AppendModule(name, by_word, out);
    }
  }
  absl::StrAppend(&out, "\n");
  return out;
}

std::optional<std::string> WithWordTables(const std::string& manual,
                                          const std::string& tables) {
  const size_t begin = manual.find(std::string(kBegin));
  if (begin == std::string::npos) return std::nullopt;
  const size_t head = begin + kBegin.size();
  const size_t tail = manual.find(std::string(kEnd), head);
  if (tail == std::string::npos) return std::nullopt;
  return absl::StrCat(manual.substr(0, head), tables, manual.substr(tail));
}

}  // namespace seq
