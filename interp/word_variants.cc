#include "interp/word_variants.h"

#include <algorithm>
#include <optional>

#include "runtime/value.h"

namespace seq {
namespace {

bool Implies(const KnownKinds& known, const KnownKinds& wanted) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == ValueKind::kHole) continue;
    if (i >= known.size() || known[i] != wanted[i]) return false;
  }
  return true;
}

}  // namespace

void WordVariants::Begin(const WordDefinition& word, Code* general) {
  word_ = &word;
  general_ = general;
  variants_.clear();
}

Code* WordVariants::For(const KnownKinds& known) {
  const KnownKinds operands = Operands(known);
  if (operands.empty()) return general_;
  for (const Variant& variant : variants_) {
    if (variant.known == operands) return variant.code;
  }
  if (variants_.size() < kMaxVariants) {
    variants_.push_back({operands, executable_->NewCode()});
    return variants_.back().code;
  }
  for (const Variant& variant : variants_) {
    if (Implies(operands, variant.known)) return variant.code;
  }
  return general_;
}

// What `known` says of the word's operands: of values that operations want.
KnownKinds WordVariants::Operands(const KnownKinds& known) const {
  const std::optional<EffectSyntax>& effect = word_->effect;
  if (!effect.has_value()) return {};
  KnownKinds operands = known;
  operands.resize(std::min(known.size(), effect->inputs.types.size()));
  for (ValueKind& kind : operands) {
    if (kind > ValueKind::kHole) kind = ValueKind::kHole;
  }
  while (!operands.empty() && operands.back() == ValueKind::kHole) {
    operands.pop_back();
  }
  return operands;
}

}  // namespace seq
