#include "docs/word_reference.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace seq {
namespace {

constexpr absl::string_view kBegin =
    "<!-- words: begin (bazel run //docs:update_reference) -->\n";
constexpr absl::string_view kEnd = "<!-- words: end -->\n";

// Text as a table cell shows it: a bar would end the cell, and `*` and `_`
// change the typeface.
std::string Cell(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"*", "\\*"}, {"_", "\\_"}});
}

// The same for code, where only the bar has a meaning.
std::string CodeCell(absl::string_view text) {
  return absl::StrCat("`", absl::StrReplaceAll(text, {{"|", "\\|"}}), "`");
}

void AppendRow(const WordRow& row, std::string& out) {
  absl::StrAppend(&out, "| ", CodeCell(row.name), " | ", CodeCell(row.effect),
                  " | ", Cell(row.doc));
  if (!row.failure.empty()) absl::StrAppend(&out, " ", Cell(row.failure));
  absl::StrAppend(&out, " |\n");
}

}  // namespace

std::string WordTables(Edition edition) {
  std::string out;
  for (const WordFamily& family : WordFamilies(edition)) {
    absl::StrAppend(&out, "\n### ", family.title,
                    "\n\n| Word | Effect | What it does, and when it fails |\n"
                    "| --- | --- | --- |\n");
    for (const WordRow& row : family.rows) AppendRow(row, out);
  }
  absl::StrAppend(&out, "\n");
  return out;
}

std::optional<std::string> WithWordTables(const std::string& manual,
                                          Edition edition) {
  const size_t begin = manual.find(std::string(kBegin));
  if (begin == std::string::npos) return std::nullopt;
  const size_t head = begin + kBegin.size();
  const size_t tail = manual.find(std::string(kEnd), head);
  if (tail == std::string::npos) return std::nullopt;
  return absl::StrCat(manual.substr(0, head), WordTables(edition),
                      manual.substr(tail));
}

}  // namespace seq
