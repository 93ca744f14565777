// NamedProgram: a program of the current edition up to its names and effects,
// with a small vocabulary, for tests. Types are not checked.

#ifndef SEQ_TESTS_INTERP_NAMED_PROGRAM_H_
#define SEQ_TESTS_INTERP_NAMED_PROGRAM_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interp/definitions.h"
#include "interp/diagnostic.h"
#include "interp/modules.h"
#include "interp/names.h"
#include "interp/source.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

inline const Vocabulary& SmallVocabulary() {
  static const auto* const kRows = [] {
    auto* rows = new std::vector<WordRow>;
    for (const char* name : {"dup", "drop", "if", "+", "i.+", "io.write-line",
                             "net.tcp.listen", "int->string"}) {
      WordRow row = {};
      row.name = name;
      row.editions = Editions::kCurrent;
      rows->push_back(row);
    }
    return rows;
  }();
  static const Vocabulary* const kVocabulary =
      new Vocabulary(Edition::kCurrent, {absl::MakeSpan(*kRows)});
  return *kVocabulary;
}

struct NamedProgram {
  explicit NamedProgram(std::string text, bool requires_main = false) {
    const uint32_t file = sources.Add("a.seq", std::move(text));
    parsed = ParseProgram(sources, file, Edition::kCurrent, {}, diagnostics);
    const UnionTable unions(parsed.program);
    CheckNames(parsed, unions, SmallVocabulary(),
               {.main_file = file, .requires_main = requires_main},
               diagnostics);
    CheckUnions(parsed, unions, diagnostics);
    unusable = CheckEffects(parsed, unions, diagnostics);
    diagnostics.Sort();
  }

  // "MESSAGE @ MARKED TEXT", one line per error.
  std::string Errors() const {
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      absl::StrAppend(&errors, errors.empty() ? "" : "\n", diagnostic.message,
                      " @ ", sources.Text(diagnostic.span));
    }
    return errors;
  }
  // The help of the first error.
  std::string Help() const {
    return diagnostics.empty() ? "no error" : diagnostics.all()[0].help;
  }

  SourceMap sources;
  Diagnostics diagnostics;
  ParsedProgram parsed;
  std::vector<size_t> unusable;
};

}  // namespace seq

#endif  // SEQ_TESTS_INTERP_NAMED_PROGRAM_H_
