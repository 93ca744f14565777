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
#include "runtime/excerpt.h"

namespace seq {
namespace {

struct CodeRow {
  absl::string_view name;
  absl::string_view summary;
  bool is_warning;
};

constexpr CodeRow kCodes[] = {
#define SEQ_DIAGNOSTIC(name, code, summary) {code, summary, false},
#define SEQ_WARNING(name, code, summary) {code, summary, true},
#include "interp/diagnostic_code.def"
};

constexpr absl::string_view kBoldRed = "\x1b[1;31m";
constexpr absl::string_view kBoldYellow = "\x1b[1;33m";
constexpr absl::string_view kCyan = "\x1b[36m";
constexpr absl::string_view kGreen = "\x1b[32m";
constexpr absl::string_view kReset = "\x1b[0m";

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
    absl::StrAppend(&out_, ShownText(file.path()), ":", position.line, ":",
                    position.column, ": ", Colored(label, color), ": ", message,
                    "\n");
    const absl::string_view line = file.Line(position.line);
    const size_t line_start =
        static_cast<size_t>(line.data() - file.text().data());
    const Excerpt excerpt =
        MakeExcerpt(line, span.begin - line_start, span.end - line_start);
    absl::StrAppend(&out_,
                    options_.color
                        ? RenderExcerpt(excerpt, position.line, color, kReset)
                        : RenderExcerpt(excerpt, position.line));
  }

  std::string Colored(absl::string_view text, absl::string_view color) const {
    if (!options_.color) return std::string(text);
    return absl::StrCat(color, text, kReset);
  }

 private:
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
                        absl::StrCat("  ", label, AbbreviatedText(line))),
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

bool IsWarning(DiagnosticCode code) {
  return kCodes[static_cast<size_t>(code)].is_warning;
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
  const bool warning = IsWarning(diagnostic.code);
  writer.Write(diagnostic.span, warning ? "warning" : "error",
               warning ? kBoldYellow : kBoldRed,
               absl::StrCat(AbbreviatedText(diagnostic.message), " [",
                            CodeName(diagnostic.code), "]"));
  if (!diagnostic.detail.empty()) {
    AppendIndented("", diagnostic.detail, out);
  }
  for (const Note& note : diagnostic.notes) {
    writer.Write(note.span, "note", kCyan, AbbreviatedText(note.message));
  }
  if (!diagnostic.help.empty()) {
    AppendIndented(absl::StrCat(writer.Colored("help", kGreen), ": "),
                   diagnostic.help, out);
  }
  return out;
}

}  // namespace seq
