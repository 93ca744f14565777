// Diagnostics: what is wrong with a program, found before it runs.
//
// Phases collect diagnostics instead of throwing, and go on, so that one run
// reports every error that can honestly be found. Wording: messages start with
// lower case unless the language reference fixes their text, end without a full
// stop, quote code in backquotes or, where the reference does, in quotes.

#ifndef SEQ_INTERP_DIAGNOSTIC_H_
#define SEQ_INTERP_DIAGNOSTIC_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/limits.h"
#include "interp/source.h"

namespace seq {

// The stable codes; see diagnostic_code.def for each one's meaning.
enum class DiagnosticCode {
#define SEQ_DIAGNOSTIC(name, code, summary) k##name,
#include "interp/diagnostic_code.def"
};

// The code as shown in brackets after a message, e.g. "undefined-word".
absl::string_view CodeName(DiagnosticCode code);
// What the code means, one sentence.
absl::string_view CodeSummary(DiagnosticCode code);
// Whether it is no error: the program may run.
bool IsWarning(DiagnosticCode code);

// Something that helps to understand a diagnostic, at another place.
struct Note {
  Span span;
  std::string message;
};

struct Diagnostic {
  DiagnosticCode code;
  Span span;
  std::string message;
  // Further lines below the source excerpt, for example expected and found
  // stacks aligned below each other. May be empty; no final line break.
  std::string detail;
  std::vector<Note> notes;
  std::string help;  // a suggested fix; may be empty
};

// Collects the diagnostics of one run. Not thread-safe.
class Diagnostics {
 public:
  // Dropped if full().
  void Add(Diagnostic diagnostic) {
    if (!full()) diagnostics_.push_back(std::move(diagnostic));
  }
  bool empty() const { return diagnostics_.empty(); }
  // Whether there are kMaxDiagnostics already: phases stop looking for more.
  bool full() const { return diagnostics_.size() >= kMaxDiagnostics; }
  // Sorts by file and position and drops repeats: all but the first with the
  // same span and code.
  void Sort();
  const std::vector<Diagnostic>& all() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

struct RenderOptions {
  bool color = false;
};

// The text a person sees, ending in a line break:
//
//   file.seq:3:7: error: MESSAGE [code]
//     3 | the source line
//       |       ^^^^
//     detail
//   file.seq:1:3: note: MESSAGE
//     1 | the source line
//       |   ^^
//     help: HELP
//
// Long source lines are cut to a window around the marked text; of a span that
// covers several lines the part on its first line is marked. Control characters
// (of messages too) are shown as U+FFFD, tabs as spaces. The label of a warning
// is `warning`. With colour, the labels and carets are bold red (of a warning,
// bold yellow), cyan and green.
std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             const SourceMap& sources,
                             const RenderOptions& options);

}  // namespace seq

#endif  // SEQ_INTERP_DIAGNOSTIC_H_
