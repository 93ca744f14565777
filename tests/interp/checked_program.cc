#include "tests/interp/checked_program.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "stdlib/vocabularies.h"

namespace seq {

namespace {

const Vocabulary* MakeVocabulary(Edition edition) {
  std::vector<absl::Span<const WordRow>> rows;
  for (const WordFamily& family : WordFamilies(edition)) {
    rows.push_back(family.rows);
  }
  return new Vocabulary(edition, rows);
}

std::unique_ptr<AnalyzedProgram> Analyze(std::string text, Edition edition,
                                         SourceMap& sources,
                                         Diagnostics& diagnostics) {
  const uint32_t file = sources.Add("test.seq", std::move(text));
  std::unique_ptr<AnalyzedProgram> program = CheckSource(
      sources, file,
      edition == Edition::kClassic ? ClassicVocabulary() : CurrentVocabulary(),
      {}, diagnostics);
  diagnostics.Sort();
  return program;
}

}  // namespace

const Vocabulary& ClassicVocabulary() {
  static const Vocabulary* const kVocabulary =
      MakeVocabulary(Edition::kClassic);
  return *kVocabulary;
}

const Vocabulary& CurrentVocabulary() {
  static const Vocabulary* const kVocabulary =
      MakeVocabulary(Edition::kCurrent);
  return *kVocabulary;
}

CheckedProgram::CheckedProgram(std::string text, Edition edition)
    : analyzed(Analyze(std::move(text), edition, sources, diagnostics)),
      program(analyzed->parsed.program),
      types(analyzed->types) {}

std::string CheckedProgram::Rendered() const {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    absl::StrAppend(&text, RenderDiagnostic(diagnostic, sources, {}));
  }
  return text;
}

std::vector<std::string> CheckedProgram::Codes() const {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    codes.emplace_back(CodeName(diagnostic.code));
  }
  return codes;
}

}  // namespace seq
