#include "interp/checker.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
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
  if (!second.diagnostics.empty()) return result;
  Diagnostic warning = result.diagnostics.all().front();
  warning.code = DiagnosticCode::kRowRule;
  warning.message =
      absl::StrCat("only the row rule of the classic edition accepts '",
                   word.name, "': ", warning.message);
  second.warnings.push_back(std::move(warning));
  return second;
}

Diagnostic DeadDefinition(const WordDefinition& word) {
  return {.code = DiagnosticCode::kDeadDefinition,
          .span = word.name_span,
          .message = absl::StrCat("'", word.name,
                                  "' is a built-in word: this definition is "
                                  "never used"),
          .detail = "",
          .notes = {},
          .help = "give it another name"};
}

}  // namespace

CheckedTypes CheckTypes(const Program& program, const UnionTable& unions,
                        const SourceMap& sources, const Vocabulary& vocabulary,
                        Diagnostics& diagnostics) {
  CheckedTypes types;
  types.captures.resize(program.quotation_count, 0);
  WordEffects effects(program, unions, vocabulary);
  const bool classic = vocabulary.edition() == Edition::kClassic;
  std::optional<CallGraph> calls;
  if (!classic) calls.emplace(program, vocabulary);
  for (const WordDefinition& word : program.words) {
    if (diagnostics.full()) break;
    if (vocabulary.Find(word.name) != nullptr) {
      types.warnings.push_back(DeadDefinition(word));
    }
    const BodyResult result =
        classic ? CheckClassic(word, sources, effects)
                : CurrentBodyChecker(sources, effects, *calls).Check(word);
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
    absl::c_copy(result.warnings, std::back_inserter(types.warnings));
  }
  return types;
}

}  // namespace seq
