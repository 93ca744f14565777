#include "tests/golden/text.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace seq::golden {
namespace {

constexpr size_t kContext = 3;
// A runaway program must not bury the report.
constexpr size_t kMaxShown = 200;

// Lines including their newlines, so that a missing one is a difference.
std::vector<std::string_view> LinesWithEnds(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    const size_t size =
        newline == std::string_view::npos ? text.size() : newline + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

void AppendLine(std::string& out, char mark, std::string_view line) {
  const bool complete = line.ends_with('\n');
  if (complete) line.remove_suffix(1);
  out += mark;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02x", byte);
    out += escape;
  }
  out += '\n';
  if (!complete) out += "\\ No newline at end of output\n";
}

void AppendLines(std::string& out, char mark,
                 const std::vector<std::string_view>& lines, size_t begin,
                 size_t end) {
  const size_t shown = std::min(end, begin + kMaxShown);
  for (size_t i = begin; i < shown; ++i) AppendLine(out, mark, lines[i]);
  if (shown < end) {
    out += "... " + std::to_string(end - shown) + " more such lines\n";
  }
}

std::string Range(size_t begin, size_t end) {
  return std::to_string(begin + 1) + "," + std::to_string(end - begin);
}

}  // namespace

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  for (std::string_view line : LinesWithEnds(text)) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    lines.emplace_back(line);
  }
  return lines;
}

std::string Diff(std::string_view expected, std::string_view actual) {
  if (expected == actual) return "";
  const std::vector<std::string_view> old_lines = LinesWithEnds(expected);
  const std::vector<std::string_view> new_lines = LinesWithEnds(actual);
  const size_t shorter = std::min(old_lines.size(), new_lines.size());
  size_t head = 0;
  while (head < shorter && old_lines[head] == new_lines[head]) ++head;
  size_t tail = 0;
  while (tail < shorter - head &&
         old_lines.rbegin()[static_cast<std::ptrdiff_t>(tail)] ==
             new_lines.rbegin()[static_cast<std::ptrdiff_t>(tail)]) {
    ++tail;
  }
  const size_t before = std::min(head, kContext);
  const size_t after = std::min(tail, kContext);
  const size_t old_end = old_lines.size() - tail;
  const size_t new_end = new_lines.size() - tail;

  std::string out = "@@ -" + Range(head - before, old_end + after) + " +" +
                    Range(head - before, new_end + after) + " @@\n";
  AppendLines(out, ' ', old_lines, head - before, head);
  AppendLines(out, '-', old_lines, head, old_end);
  AppendLines(out, '+', new_lines, head, new_end);
  AppendLines(out, ' ', old_lines, old_end, old_end + after);
  return out;
}

}  // namespace seq::golden
