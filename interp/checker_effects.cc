#include "interp/checker_effects.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "interp/lexer.h"
#include "interp/parser.h"

namespace seq {

WordEffects::WordEffects(const Program& program, const UnionTable& unions,
                         const Vocabulary& vocabulary)
    : unions_(unions), vocabulary_(vocabulary) {
  for (const WordDefinition& word : program.words) {
    definitions_.emplace(word.name, &word);
  }
}

Callee WordEffects::Find(absl::string_view name, RowRule rule) {
  Callee callee;
  if (const WordRow* row = vocabulary_.Find(name); row != nullptr) {
    callee.kind = Callee::Kind::kBuiltIn;
    callee.row = row;
    if (row->typing != WordTyping::kSugar) callee.effect = BuiltIn(*row);
  } else if (const auto found = definitions_.find(name);
             found != definitions_.end()) {
    callee.kind = Callee::Kind::kDefined;
    callee.definition = found->second;
    callee.effect = Defined(*found->second, rule);
  } else if (const UnionWord* word = unions_.FindWord(name); word != nullptr) {
    callee.kind = Callee::Kind::kUnion;
    callee.effect = OfUnion(*word);
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
  // Rows are written out in the table; the classic edition's own rule gives an
  // empty side of a quotation parameter its meaning, "wants an empty stack".
  const RowRule rule = vocabulary_.edition() == Edition::kCurrent
                           ? RowRule::kCurrent
                           : RowRule::kEdition;
  effects_.push_back(BuildEffect(arena_, *syntax, rule, /*rigid_rest=*/false));
  built_in_.emplace(&row, &effects_.back());
  return &effects_.back();
}

const Effect* WordEffects::Defined(const WordDefinition& word, RowRule rule) {
  if (!word.effect.has_value()) return nullptr;
  auto& known = defined_[static_cast<int>(rule)];
  const auto found = known.find(&word);
  if (found != known.end()) return found->second;
  effects_.push_back(
      BuildEffect(arena_, *word.effect, rule, /*rigid_rest=*/false, &unions_));
  known.emplace(&word, &effects_.back());
  return &effects_.back();
}

const Effect* WordEffects::OfUnion(const UnionWord& word) {
  const auto known = of_unions_.find(&word);
  if (known != of_unions_.end()) return known->second;
  const auto field_type = [this](const FieldSyntax& field) {
    Type* type = NamedType(arena_, field.type, RowRule::kCurrent, &unions_);
    return type != nullptr ? type : arena_.Variable();
  };
  Stack* const rest = arena_.Row();
  Type* const whole = arena_.Union(word.definition);
  Effect effect{arena_.Push(rest, whole), rest};
  switch (word.kind) {
    case UnionWord::Kind::kMake:
      effect = {rest, arena_.Push(rest, whole)};
      for (const FieldSyntax& field : word.variant->fields) {
        effect.inputs = arena_.Push(effect.inputs, field_type(field));
      }
      break;
    case UnionWord::Kind::kTest:
      effect.outputs = arena_.Push(rest, arena_.Basic(TypeKind::kBool));
      break;
    case UnionWord::Kind::kField:
      effect.outputs =
          arena_.Push(rest, field_type(word.variant->fields[word.field]));
      break;
  }
  effects_.push_back(effect);
  of_unions_.emplace(&word, &effects_.back());
  return &effects_.back();
}

}  // namespace seq
