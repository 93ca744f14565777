// The nodes of single items: literals, calls, quotations, conditionals,
// matches.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "interp/lowerer.h"
#include "runtime/symbol.h"

namespace seq {

const Node* Lowerer::Push(Value value, Span span, const Node* next) {
  return executable_->Add(PushNode{{RunPush, next, Site(span)}, value});
}

const Node* Lowerer::LowerItem(const IntLiteral& literal, Span span,
                               const Node* next) {
  const int64_t value =
      current_ ? WrapInt(static_cast<uint64_t>(literal.value)) : literal.value;
  return Push(Value::Int(value), span, next);
}

const Node* Lowerer::LowerItem(const FloatLiteral& literal, Span span,
                               const Node* next) {
  return Push(Value::Float(literal.value), span, next);
}

const Node* Lowerer::LowerItem(const BoolLiteral& literal, Span span,
                               const Node* next) {
  return Push(
      current_ ? Value::Bool(literal.value) : Value::Int(literal.value ? 1 : 0),
      span, next);
}

const Node* Lowerer::LowerItem(const StringLiteral& literal, Span span,
                               const Node* next) {
  return Push(executable_->NewString(literal.bytes), span, next);
}

const Node* Lowerer::LowerItem(const SymbolLiteral& literal, Span span,
                               const Node* next) {
  return Push(
      Value::Counted(ValueKind::kSymbol, Symbol::InternLiteral(literal.name)),
      span, next);
}

const Node* Lowerer::Call(const WordRow& row, Span span, const Node* next) {
  const bool last = next == Return();
  const NodeFunction run =
      last && row.run_as_tail != nullptr ? row.run_as_tail : row.run;
  return executable_->Add(WordNode{{run, next, Site(span)}, &row});
}

const Node* Lowerer::LowerCall(const WordCall& call, Span span,
                               const KnownKinds& known, const Node* next) {
  const NodeFunction run = next == Return() ? RunTailCall : RunCall;
  CallNode* const node = executable_->Add(
      CallNode{{run, next, Site(span)}, Callee(call.name, known)});
  calls_.push_back(node);
  return node;
}

const Node* Lowerer::LowerItem(const WordCall& call, Span span,
                               const Node* next) {
  const WordRow* row = vocabulary_.Find(call.name);
  if (row != nullptr && row->typing == WordTyping::kSugar) {
    row = types_.operators.at(&call);
  }
  if (row != nullptr) return Call(*row, span, next);
  if (!codes_.contains(call.name)) {
    return LowerUnionWord(*unions_.FindWord(call.name), span, next);
  }
  next = LowerCall(call, span, {}, next);
  const auto excess = types_.aux_excess.find(&call);
  if (excess == types_.aux_excess.end()) return next;
  return executable_->Add(
      AuxAdjustNode{{RunAuxAdjust, next, Site(span)}, excess->second});
}

const Node* Lowerer::LowerUnionWord(const UnionWord& word, Span span,
                                    const Node* next) {
  NodeFunction run = RunVariantField;
  size_t number = word.field;
  if (word.kind == UnionWord::Kind::kMake) {
    run = RunMakeVariant;
    number = word.variant->fields.size();
  } else if (word.kind == UnionWord::Kind::kTest) {
    run = RunTestVariant;
  }
  return executable_->Add(UnionNode{{run, next, Site(span)},
                                    Symbol::InternLiteral(word.variant->name),
                                    static_cast<uint32_t>(number),
                                    executable_->Keep(word.name)});
}

const Node* Lowerer::LowerItem(const QuotationLiteral& quotation, Span span,
                               const Node* next) {
  const Code* code = QuotationCode(quotation);
  const uint32_t captured = types_.captures[quotation.id];
  if (captured == 0) return Push(Value::Quotation(code), span, next);
  return executable_->Add(
      ClosureNode{{RunMakeClosure, next, Site(span)}, code, captured});
}

const Node* Lowerer::LowerItem(const Conditional& conditional, Span span,
                               const Node* next) {
  return executable_->Add(Branches(conditional, *known_, span, next));
}

BranchNode Lowerer::Branches(const Conditional& conditional,
                             const KnownKinds& known, Span span,
                             const Node* next, const Entry& entry) {
  const auto chain = [&](const Body& body) {
    return Chain(body, known, next, entry);
  };
  const Node* then_entry = nullptr;
  // The longer one is put behind the branch.
  const bool then_is_longer =
      conditional.then_body.size() > conditional.else_body.size();
  if (!then_is_longer) then_entry = chain(conditional.then_body);
  const Node* const else_entry = chain(conditional.else_body);
  if (then_is_longer) then_entry = chain(conditional.then_body);
  return {{current_ ? RunBranch : RunClassicBranch, next, Site(span)},
          then_entry,
          else_entry};
}

const Node* Lowerer::LowerItem(const Match& match, Span span,
                               const Node* next) {
  MatchNode node{{RunMatch, next, Site(span)}, {}};
  for (const MatchArm& arm : match.arms) {
    node.arms.push_back(LowerArm(arm, next));
  }
  return executable_->Add(std::move(node));
}

MatchNode::Arm Lowerer::LowerArm(const MatchArm& arm, const Node* next) {
  const VariantSyntax& variant = *unions_.FindVariant(arm.variant).variant;
  MatchNode::Arm lowered{
      Symbol::InternLiteral(arm.variant), Chain(arm.body, {}, next), 0, {}};
  const auto take = [&lowered](uint32_t field) {
    lowered.fields.push_back(field);
    lowered.field_count = std::max(lowered.field_count, field + 1);
  };
  const auto count = static_cast<uint32_t>(variant.fields.size());
  if (!arm.bindings.has_value()) {
    for (uint32_t i = 0; i < count; ++i) take(i);
    return lowered;
  }
  for (const BindingSyntax& binding : *arm.bindings) {
    for (uint32_t i = 0; i < count; ++i) {
      if (variant.fields[i].name == binding.name) take(i);
    }
  }
  return lowered;
}

}  // namespace seq
