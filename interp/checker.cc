#include "interp/checker.h"

#include <utility>

#include "interp/body_checker.h"
#include "interp/checker_effects.h"

namespace seq {

CheckedTypes CheckTypes(const Program& program, const SourceMap& sources,
                        const Vocabulary& vocabulary,
                        Diagnostics& diagnostics) {
  CheckedTypes types;
  types.captures.resize(program.quotation_count, 0);
  WordEffects effects(program, vocabulary);
  for (const WordDefinition& word : program.words) {
    BodyResult result =
        BodyChecker(sources, effects, RowRule::kUniform).Check(word);
    if (!result.diagnostics.empty()) {
      BodyResult second =
          BodyChecker(sources, effects, RowRule::kEdition).Check(word);
      if (second.diagnostics.empty()) result = std::move(second);
    }
    for (const Diagnostic& diagnostic : result.diagnostics.all()) {
      diagnostics.Add(diagnostic);
    }
    for (const auto& [quotation, count] : result.captures) {
      types.captures[quotation] = count;
    }
  }
  return types;
}

}  // namespace seq
