#include "interp/diagnostic.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

struct CodeRow {
  absl::string_view name;
  absl::string_view summary;
};

constexpr CodeRow kCodes[] = {
#define SEQ_DIAGNOSTIC(name, code, summary) {code, summary},
#include "interp/diagnostic_code.def"
};

// --- Showing text ------------------------------------------------------------

// How many characters of a source line are shown, and how many of them a long
// mark may fill.
constexpr size_t kWindow = 100;
constexpr size_t kMaxMark = 60;

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr absl::string_view kEllipsis = "…";

constexpr absl::string_view kBoldRed = "\x1b[1;31m";
constexpr absl::string_view kCyan = "\x1b[36m";
constexpr absl::string_view kGreen = "\x1b[32m";
constexpr absl::string_view kReset = "\x1b[0m";

// Characters that would move the cursor, change the terminal's state or make
// text appear in another order than it stands in the file.
bool IsControl(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
         code == 0x2029 || code == 0x200E || code == 0x200F ||
         (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

// Appends the first character of `text` as it is shown, one column wide.
// Returns how many bytes it takes in `text`.
size_t AppendShown(absl::string_view text, std::string& out) {
  const Utf8Character c = DecodeUtf8(text);
  if (c.code_point == U'\t') {
    out += ' ';
  } else if (!c.valid || IsControl(c.code_point)) {
    absl::StrAppend(&out, kReplacement);
  } else {
    absl::StrAppend(&out, text.substr(0, c.bytes));
  }
  return c.bytes;
}

std::string Shown(absl::string_view text) {
  std::string shown;
  while (!text.empty()) text.remove_prefix(AppendShown(text, shown));
  return shown;
}

// --- One place: header and excerpt -------------------------------------------

// Numbers of characters of a line, [begin, end).
struct Columns {
  size_t begin;
  size_t end;
};

// Which characters of a line of `length` to show so that `mark` is among them.
Columns ChooseWindow(size_t length, Columns mark) {
  if (length <= kWindow) return {0, length};
  const size_t marked = std::min(mark.end - mark.begin, kMaxMark);
  const size_t before = (kWindow - marked) / 2;
  const size_t begin =
      std::min(mark.begin > before ? mark.begin - before : 0, length - kWindow);
  return {begin, begin + kWindow};
}

// Where the character before offset `at` starts. REQUIRES: at > 0.
size_t PreviousCharacter(absl::string_view line, size_t at) {
  constexpr size_t kMaxCharacterBytes = 4;
  const size_t first = at > kMaxCharacterBytes ? at - kMaxCharacterBytes : 0;
  const auto continues = [&](size_t i) {
    return (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80;
  };
  --at;
  while (at > first && continues(at)) --at;
  return at;
}

// The part of `line`, [begin, end), that lies within kWindow characters of
// offset `at`. All that is shown is in it, so work does not depend on how long
// the line is.
Columns Surroundings(absl::string_view line, size_t at) {
  Columns part = {at, at};
  for (size_t i = 0; i < kWindow && part.begin > 0; ++i) {
    part.begin = PreviousCharacter(line, part.begin);
  }
  for (size_t i = 0; i < kWindow && part.end < line.size(); ++i) {
    part.end += DecodeUtf8(line.substr(part.end)).bytes;
  }
  return part;
}

// Where each character of `text` starts, and where the last one ends.
std::vector<size_t> CharacterStarts(absl::string_view text) {
  std::vector<size_t> starts = {0};
  while (starts.back() < text.size()) {
    starts.push_back(starts.back() +
                     DecodeUtf8(text.substr(starts.back())).bytes);
  }
  return starts;
}

// The characters that the bytes [begin, end) touch; `end` may lie behind the
// last character. REQUIRES: begin <= starts.back().
Columns CharactersOf(const std::vector<size_t>& starts, size_t begin,
                     size_t end) {
  const auto character_at = [&](size_t offset) {
    return static_cast<size_t>(
        std::lower_bound(starts.begin(), starts.end(), offset) -
        starts.begin());
  };
  return {character_at(begin), std::min(character_at(end), starts.size() - 1)};
}

// Writes one part of a message: a place, what is said about it, and the source
// line with the place marked.
class ExcerptWriter {
 public:
  ExcerptWriter(const SourceMap& sources, const RenderOptions& options,
                std::string& out)
      : sources_(sources), options_(options), out_(out) {}

  void Write(Span span, absl::string_view label, absl::string_view color,
             absl::string_view message) {
    const SourceFile& file = sources_.file(span.file);
    const LineColumn position = file.Position(span.begin);
    absl::StrAppend(&out_, Shown(file.path()), ":", position.line, ":",
                    position.column, ": ", Colored(label, color), ": ", message,
                    "\n");
    const absl::string_view line = file.Line(position.line);
    const size_t line_start =
        static_cast<size_t>(line.data() - file.text().data());
    WriteLine(absl::StrCat(position.line), line,
              std::min(span.begin - line_start, line.size()),
              span.end - line_start, color);
  }

  std::string Colored(absl::string_view text, absl::string_view color) const {
    if (!options_.color) return std::string(text);
    return absl::StrCat(color, text, kReset);
  }

 private:
  // Shows the line with its bytes [begin, end) marked.
  void WriteLine(absl::string_view number, absl::string_view line, size_t begin,
                 size_t end, absl::string_view color) {
    const Columns part = Surroundings(line, begin);
    const bool cut_before = part.begin > 0;
    const bool cut_behind = part.end < line.size();
    line = line.substr(part.begin, part.end - part.begin);
    const std::vector<size_t> starts = CharacterStarts(line);
    const size_t length = starts.size() - 1;
    const Columns mark =
        CharactersOf(starts, begin - part.begin, end - part.begin);
    const Columns window = ChooseWindow(length, mark);

    std::string text;
    size_t indent = mark.begin - window.begin;
    if (cut_before || window.begin > 0) {
      absl::StrAppend(&text, kEllipsis);
      ++indent;
    }
    for (size_t i = window.begin; i < window.end; ++i) {
      AppendShown(line.substr(starts[i]), text);
    }
    if (cut_behind || window.end < length) absl::StrAppend(&text, kEllipsis);

    // A mark may lie just behind the last character of the line.
    const size_t carets =
        std::max(std::min(mark.end, window.end), mark.begin + 1) - mark.begin;
    absl::StrAppend(&out_,
                    absl::StripTrailingAsciiWhitespace(
                        absl::StrCat("  ", number, " | ", text)),
                    "\n", std::string(number.size() + 2, ' '), " | ",
                    std::string(indent, ' '),
                    Colored(std::string(carets, '^'), color), "\n");
  }

  const SourceMap& sources_;
  const RenderOptions& options_;
  std::string& out_;
};

// Appends the lines of `text`, each indented; `label` stands before the first.
void AppendIndented(absl::string_view label, absl::string_view text,
                    std::string& out) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&out,
                    absl::StripTrailingAsciiWhitespace(
                        absl::StrCat("  ", label, Shown(line))),
                    "\n");
    label = {};
  }
}

auto Place(const Diagnostic& d) {
  return std::make_tuple(d.span.file, d.span.begin, d.span.end);
}

}  // namespace

absl::string_view CodeName(DiagnosticCode code) {
  return kCodes[static_cast<size_t>(code)].name;
}

absl::string_view CodeSummary(DiagnosticCode code) {
  return kCodes[static_cast<size_t>(code)].summary;
}

void Diagnostics::Sort() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return Place(a) < Place(b);
                   });
  std::vector<Diagnostic> kept;
  for (Diagnostic& diagnostic : diagnostics_) {
    // Repeats need not be neighbours: another code may stand between them.
    const bool repeat =
        std::any_of(kept.rbegin(), kept.rend(), [&](const Diagnostic& other) {
          return other.code == diagnostic.code &&
                 Place(other) == Place(diagnostic);
        });
    if (!repeat) kept.push_back(std::move(diagnostic));
  }
  diagnostics_ = std::move(kept);
}

std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             const SourceMap& sources,
                             const RenderOptions& options) {
  std::string out;
  ExcerptWriter writer(sources, options, out);
  writer.Write(diagnostic.span, "error", kBoldRed,
               absl::StrCat(Shown(diagnostic.message), " [",
                            CodeName(diagnostic.code), "]"));
  if (!diagnostic.detail.empty()) {
    AppendIndented("", diagnostic.detail, out);
  }
  for (const Note& note : diagnostic.notes) {
    writer.Write(note.span, "note", kCyan, Shown(note.message));
  }
  if (!diagnostic.help.empty()) {
    AppendIndented(absl::StrCat(writer.Colored("help", kGreen), ": "),
                   diagnostic.help, out);
  }
  return out;
}

}  // namespace seq
