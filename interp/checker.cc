#include "interp/checker.h"

#include <utility>

#include "interp/call_graph.h"
#include "interp/checker_effects.h"
#include "interp/classic_body_checker.h"
#include "interp/current_body_checker.h"

namespace seq {
namespace {

BodyResult CheckClassic(const WordDefinition& word, const SourceMap& sources,
                        WordEffects& effects) {
  BodyResult result =
      ClassicBodyChecker(sources, effects, RowRule::kUniform).Check(word);
  if (result.diagnostics.empty()) return result;
  BodyResult second =
      ClassicBodyChecker(sources, effects, RowRule::kEdition).Check(word);
  return second.diagnostics.empty() ? std::move(second) : std::move(result);
}

}  // namespace

CheckedTypes CheckTypes(const Program& program, const UnionTable& unions,
                        const SourceMap& sources, const Vocabulary& vocabulary,
                        Diagnostics& diagnostics) {
  CheckedTypes types;
  types.captures.resize(program.quotation_count, 0);
  WordEffects effects(program, unions, vocabulary);
  const bool classic = vocabulary.edition() == Edition::kClassic;
  const CallGraph calls(program, vocabulary);
  for (const WordDefinition& word : program.words) {
    if (diagnostics.full()) break;
    const BodyResult result =
        classic ? CheckClassic(word, sources, effects)
                : CurrentBodyChecker(sources, effects, calls).Check(word);
    for (const Diagnostic& diagnostic : result.diagnostics.all()) {
      diagnostics.Add(diagnostic);
    }
    for (const auto& [quotation, count] : result.captures) {
      types.captures[quotation] = count;
    }
    for (const auto& [call, row] : result.operators) {
      types.operators[call] = row;
    }
    for (const auto& [call, excess] : result.aux_excess) {
      types.aux_excess[call] = excess;
    }
  }
  return types;
}

}  // namespace seq
