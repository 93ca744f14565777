#include "interp/checker_effects.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "interp/lexer.h"
#include "interp/parser.h"

namespace seq {

WordEffects::WordEffects(const Program& program, const Vocabulary& vocabulary)
    : vocabulary_(vocabulary) {
  for (const WordDefinition& word : program.words) {
    definitions_.emplace(word.name, &word);
  }
}

Callee WordEffects::Find(absl::string_view name, RowRule rule) {
  Callee callee;
  if (const WordRow* row = vocabulary_.Find(name); row != nullptr) {
    callee.kind = Callee::Kind::kBuiltIn;
    callee.row = row;
    callee.effect = BuiltIn(*row);
  } else if (const auto found = definitions_.find(name);
             found != definitions_.end()) {
    callee.kind = Callee::Kind::kDefined;
    callee.definition = found->second;
    callee.effect = Defined(*found->second, rule);
  }
  return callee;
}

const Effect* WordEffects::BuiltIn(const WordRow& row) {
  const auto known = built_in_.find(&row);
  if (known != built_in_.end()) return known->second;
  SourceMap sources;
  const uint32_t file =
      sources.Add(std::string(row.name), std::string(row.effect));
  Diagnostics diagnostics;
  const std::vector<Token> tokens =
      Lex(sources, file, vocabulary_.edition(), diagnostics);
  const std::optional<EffectSyntax> syntax = ParseEffect(tokens, diagnostics);
  if (!syntax.has_value()) {
    std::fprintf(stderr, "internal error: the effect of `%s` does not parse\n",
                 std::string(row.name).c_str());
    std::abort();
  }
  // Rows are written out in the table; the edition's rule gives an empty side
  // of a quotation parameter its meaning, "wants an empty stack".
  effects_.push_back(
      BuildEffect(arena_, *syntax, RowRule::kEdition, /*rigid_rest=*/false));
  built_in_.emplace(&row, &effects_.back());
  return &effects_.back();
}

const Effect* WordEffects::Defined(const WordDefinition& word, RowRule rule) {
  if (!word.effect.has_value()) return nullptr;
  auto& known = defined_[static_cast<int>(rule)];
  const auto found = known.find(&word);
  if (found != known.end()) return found->second;
  effects_.push_back(
      BuildEffect(arena_, *word.effect, rule, /*rigid_rest=*/false));
  known.emplace(&word, &effects_.back());
  return &effects_.back();
}

}  // namespace seq
