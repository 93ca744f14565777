#include "docs/error_reference.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "interp/diagnostic.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

constexpr DiagnosticCode kCodes[] = {
#define SEQ_DIAGNOSTIC(name, code, summary) DiagnosticCode::k##name,
#include "interp/diagnostic_code.def"
};

constexpr absl::string_view kBadPrograms = "testdata/diagnostics/";
constexpr absl::string_view kGoodPrograms = "testdata/diagnostics_good/";
constexpr absl::string_view kFence = "```";

constexpr absl::string_view kHead =
    R"(# What the interpreter says about a program it refuses

<!-- written by `bazel run //docs:update_reference`: do not edit -->

A program is checked as a whole before it runs. As many errors as can honestly
be found are reported at once, and then the exit status is 1. Each message has
the place, what is wrong, a stable code in brackets and the source line; below
that, as far as they help, the stacks that were expected and found, notes about
other places, and a line `help:` with what could mend it.

Every program on this page is a golden test, its output included. Most show
several errors of one code. A program that says `# edition: classic` is written
in the classic edition, because only that has the error.

)";

constexpr absl::string_view kWarnings =
    R"(## Warnings

What the language accepts although it is dead or unsound. Only
`seq check --strict` reports these; the program runs.

)";

// The code as the name of a file.
std::string FileName(DiagnosticCode code) {
  return absl::StrReplaceAll(CodeName(code), {{"-", "_"}});
}

// Bytes that are no UTF-8 text as U+FFFD, as the interpreter shows them.
std::string ValidUtf8(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Utf8Character c = DecodeUtf8(text);
    absl::StrAppend(&out, c.valid ? text.substr(0, c.bytes) : "\uFFFD");
    text.remove_prefix(c.bytes);
  }
  return out;
}

void AppendTable(bool warnings, std::string& out) {
  absl::StrAppend(&out, "| Code | Meaning |\n| --- | --- |\n");
  for (const DiagnosticCode code : kCodes) {
    if (IsWarning(code) != warnings) continue;
    const absl::string_view name = CodeName(code);
    absl::StrAppend(&out, "| ",
                    warnings ? absl::StrCat("`", name, "`")
                             : absl::StrCat("[`", name, "`](#", name, ")"),
                    " | ", CodeSummary(code), " |\n");
  }
  absl::StrAppend(&out, "\n");
}

class ErrorManual {
 public:
  explicit ErrorManual(const FileReader& read) : read_(read) {}

  std::string Text() {
    std::string out(kHead);
    AppendTable(/*warnings=*/false, out);
    for (const DiagnosticCode code : kCodes) {
      if (!IsWarning(code)) AppendError(code, out);
    }
    absl::StrAppend(&out, kWarnings);
    AppendTable(/*warnings=*/true, out);
    out.pop_back();
    return out;
  }

  // Why the text is of no use; empty if it is.
  const std::string& error() const { return error_; }

 private:
  void AppendError(DiagnosticCode code, std::string& out) {
    const std::string name = FileName(code);
    std::string bad = absl::StrCat(kBadPrograms, name, "_current");
    std::optional<std::string> program = read_(bad + ".seq");
    if (!program.has_value()) {
      bad = absl::StrCat(kBadPrograms, name);
      program = Read(bad + ".seq");
    }
    // Messages show the paths of the test.
    const std::string output = absl::StrReplaceAll(
        Read(bad + ".stderr"),
        {{bad + ".seq", "program.seq"}, {std::string(kBadPrograms), ""}});
    if (!absl::StrContains(output, absl::StrCat(" [", CodeName(code), "]\n"))) {
      Fail(absl::StrCat(bad, ".seq does not show ", CodeName(code)));
    }
    absl::StrAppend(&out, "## `", CodeName(code), "`\n\n", CodeSummary(code),
                    "\n\n");
    AppendBlock(*program, out);
    AppendBlock(output, out);
    absl::StrAppend(&out, "Right:\n\n");
    AppendBlock(Read(absl::StrCat(kGoodPrograms, name, ".seq")), out);
  }

  // Without a language after the fence: the goldens run these programs, so the
  // tests of the documents need not.
  void AppendBlock(absl::string_view text, std::string& out) {
    if (absl::StrContains(text, kFence)) Fail("a block contains a fence");
    absl::StrAppend(&out, kFence, "\n", ValidUtf8(text), kFence, "\n\n");
  }

  std::string Read(const std::string& path) {
    std::optional<std::string> text = read_(path);
    if (!text.has_value()) Fail(absl::StrCat("there is no ", path));
    return std::move(text).value_or("");
  }

  void Fail(std::string error) {
    if (error_.empty()) error_ = std::move(error);
  }

  const FileReader& read_;
  std::string error_;
};

}  // namespace

std::optional<std::string> ErrorReference(const FileReader& read,
                                          std::string* error) {
  ErrorManual manual(read);
  std::string text = manual.Text();
  if (manual.error().empty()) return text;
  *error = manual.error();
  return std::nullopt;
}

}  // namespace seq
