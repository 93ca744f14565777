#include "tests/interp/checked_program.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/lexer.h"
#include "interp/names.h"
#include "interp/parser.h"
#include "stdlib/vocabularies.h"

namespace seq {

const Vocabulary& ClassicVocabulary() {
  static const Vocabulary* const kVocabulary = [] {
    std::vector<absl::Span<const WordRow>> rows;
    for (const WordFamily& family : WordFamilies(Edition::kClassic)) {
      rows.push_back(family.rows);
    }
    return new Vocabulary(Edition::kClassic, rows);
  }();
  return *kVocabulary;
}

CheckedProgram::CheckedProgram(std::string text) {
  const uint32_t file = sources.Add("test.seq", std::move(text));
  const std::vector<Token> tokens =
      Lex(sources, file, Edition::kClassic, diagnostics);
  std::vector<std::string> broken_names;
  Parse(tokens, program, broken_names, diagnostics);
  CheckNames(program, file, broken_names, ClassicVocabulary(), diagnostics);
  types = CheckTypes(program, sources, ClassicVocabulary(), diagnostics);
  diagnostics.Sort();
}

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
