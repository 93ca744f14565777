#include "interp/current_body_checker.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "interp/type_printer.h"

namespace seq {

BodyResult CurrentBodyChecker::Check(const WordDefinition& word) {
  word_ = word.name;
  Stack* start = arena_.Row();
  Stack* outputs = nullptr;
  if (word.effect.has_value()) {
    declared_ = BuildEffect(arena_, *word.effect, RowRule::kCurrent,
                            /*rigid_rest=*/true, &effects_.unions());
    effect_span_ = word.effect->span;
    start = InstantiateOwn(arena_, declared_.inputs, /*apart=*/true);
    // What the body makes of the word's variables does not bind the outputs.
    outputs = InstantiateOwn(arena_, declared_.outputs, /*apart=*/false);
  }
  Stack* end = CheckBody(word.body, start, Nesting::kWord);
  if (outputs != nullptr) {
    CheckOutputs(word, outputs, end);
    CheckYields(word);
    CheckWordAux(word);
  }
  return std::move(result_);
}

Stack* CurrentBodyChecker::CheckBody(const Body& body, Stack* stack,
                                     Nesting nesting) {
  for (size_t i = 0; i < body.size(); ++i) {
    stack = CheckItem(body, &i, stack, nesting);
  }
  return stack;
}

namespace {

// The type of a literal that is no quotation; nullopt for other items.
std::optional<TypeKind> LiteralKind(const Item& item) {
  if (std::holds_alternative<IntLiteral>(item.node)) return TypeKind::kInt;
  if (std::holds_alternative<FloatLiteral>(item.node)) return TypeKind::kFloat;
  if (std::holds_alternative<BoolLiteral>(item.node)) return TypeKind::kBool;
  if (std::holds_alternative<StringLiteral>(item.node)) {
    return TypeKind::kString;
  }
  if (std::holds_alternative<SymbolLiteral>(item.node)) {
    return TypeKind::kSymbol;
  }
  return std::nullopt;
}

}  // namespace

Stack* CurrentBodyChecker::CheckItem(const Body& body, size_t* at, Stack* stack,
                                     Nesting nesting) {
  const Item& item = body[*at];
  const Item* const next = *at + 1 < body.size() ? &body[*at + 1] : nullptr;
  if (const auto* literal = std::get_if<IntLiteral>(&item.node);
      literal != nullptr && next != nullptr) {
    // A literal index makes `pick` and `roll` exact.
    const auto* call = std::get_if<WordCall>(&next->node);
    const WordRow* row =
        call == nullptr ? nullptr : effects_.FindRow(call->name);
    if (row != nullptr && (row->typing == WordTyping::kPick ||
                           row->typing == WordTyping::kRoll)) {
      ++*at;
      return CheckPick(call->name, literal->value, Cover(item.span, next->span),
                       stack, row->typing == WordTyping::kRoll);
    }
  }
  if (const auto kind = LiteralKind(item)) {
    return arena_.Push(stack, arena_.Basic(*kind), item.span);
  }
  if (const auto* call = std::get_if<WordCall>(&item.node)) {
    const bool behind_quotation =
        *at > 0 && std::holds_alternative<QuotationLiteral>(body[*at - 1].node);
    return CheckWordCall(*call, item.span, stack, behind_quotation);
  }
  if (const auto* quotation = std::get_if<QuotationLiteral>(&item.node)) {
    return CheckQuotation(*quotation, item.span, next, stack, nesting);
  }
  if (const auto* match = std::get_if<Match>(&item.node)) {
    return CheckMatch(*match, item.span, stack, nesting);
  }
  return CheckConditional(std::get<Conditional>(item.node), item.span, stack,
                          nesting);
}

Stack* CurrentBodyChecker::CheckWordCall(const WordCall& call, Span span,
                                         Stack* stack, bool behind_quotation) {
  const Callee callee = effects_.Find(call.name, RowRule::kCurrent);
  if (callee.kind == Callee::Kind::kBuiltIn) {
    switch (callee.row->typing) {
      case WordTyping::kSugar:
        return CheckOperator(call, *callee.row, span, stack);
      case WordTyping::kToAux:
        return CheckToAux(span, stack);
      case WordTyping::kFromAux:
        return CheckFromAux(span, stack);
      case WordTyping::kSpawn:
        return CheckSpawn(callee, span, stack, behind_quotation);
      case WordTyping::kCall:
      case WordTyping::kDip:
      case WordTyping::kKeep:
      case WordTyping::kBi:
      case WordTyping::kIf:
        return CheckCombinator(call, callee, span, stack);
      case WordTyping::kEffect:
      case WordTyping::kPick:
      case WordTyping::kRoll:
        break;
    }
  }
  return ApplyCallee(call, callee, span, stack);
}

Stack* CurrentBodyChecker::ApplyCallee(const WordCall& call,
                                       const Callee& callee, Span span,
                                       Stack* stack) {
  // Undefined words and words without an effect have been reported.
  if (callee.effect == nullptr) {
    lost_ = true;
    return arena_.Row();
  }
  if (callee.effect->yields) {
    scope_.yields = true;
    const Stack* const top = ItemAt(stack, 0);
    TypePrinter printer;
    scope_.yielded = callee.definition != nullptr
                         ? std::string(sources_.Text(
                               callee.definition->effect->yields[0].span))
                     : top != nullptr ? printer.Print(top->type)
                                      : "T";
  }
  return Apply(call.name, *callee.effect, span, stack);
}

void CurrentBodyChecker::CheckYields(const WordDefinition& word) {
  const std::vector<TypeSyntax>& declared = word.effect->yields;
  if (scope_.yields == !declared.empty()) return;
  if (scope_.yields) {
    ReportAt(
        DiagnosticCode::kUndeclaredYield, word.name_span,
        absl::StrCat("Word '", word.name, "': body produces effect 'Yield ",
                     scope_.yielded, "' but no matching effect is declared"),
        absl::StrCat("declare it behind the outputs: `( … -- … | Yield ",
                     scope_.yielded, " )`"));
  } else if (!lost_) {
    ReportAt(DiagnosticCode::kUnusedYield, declared[0].span,
             absl::StrCat("Word '", word.name, "' declares effect 'Yield ",
                          sources_.Text(declared[0].span),
                          "' but body doesn't produce it"),
             "remove it; a `yield` in a quotation belongs to the quotation");
  }
}

void CurrentBodyChecker::CheckWordAux(const WordDefinition& word) {
  if (scope_.aux.empty() || lost_) return;
  ReportAt(DiagnosticCode::kAuxUnbalanced, word.name_span,
           absl::StrCat("Word '", word.name,
                        "': aux stack is not empty at word return"),
           "every `>aux` needs an `aux>` in the same body");
}

void CurrentBodyChecker::ReportAt(DiagnosticCode code, Span span,
                                  std::string message, std::string help,
                                  std::string detail) {
  Report({.code = code,
          .span = span,
          .message = std::move(message),
          .detail = std::move(detail),
          .notes = {},
          .help = std::move(help)});
}

Stack* CurrentBodyChecker::TopOrNew(Stack* stack, Span span) {
  Stack* const top = Resolve(stack);
  if (top->kind == Stack::Kind::kItem) return top;
  if (!IsFlexibleRow(top)) return nullptr;
  Stack* const item = arena_.Push(arena_.Row(), arena_.Variable(), span);
  UnifyFailure failure;
  return Unify(item, top, failure) ? item : nullptr;
}

bool CurrentBodyChecker::UnifyOperand(Type* declared, Type* wanted,
                                      const Stack& found,
                                      UnifyFailure& failure) {
  Type* const type = Resolve(found.type);
  if (!IsCallableType(Resolve(wanted)) || !IsCallableType(type)) {
    return Unify(wanted, type, failure);
  }
  // A quotation value keeps its own type, whoever uses it, so copies are
  // compared. What other operands have bound is of use if it fits, but no
  // reason to refuse the quotation.
  const Span origin = found.origin;
  UnifyFailure ignored;
  if (Unify(Instantiate(arena_, wanted, origin),
            Instantiate(arena_, type, origin), ignored)) {
    return Unify(wanted, Instantiate(arena_, type, origin), failure);
  }
  return Unify(Instantiate(arena_, declared, origin),
               Instantiate(arena_, type, origin), failure);
}

bool CurrentBodyChecker::UnifyStacks(Stack* expected, Stack* found,
                                     UnifyFailure& failure) {
  for (;;) {
    expected = Resolve(expected);
    found = Resolve(found);
    if (expected->kind != Stack::Kind::kItem ||
        found->kind != Stack::Kind::kItem) {
      return Unify(expected, found, failure);
    }
    // As in UnifyOperand, quotation values keep their own types.
    const bool callable = IsCallableType(Resolve(expected->type)) &&
                          IsCallableType(Resolve(found->type));
    Type* const a =
        callable ? Instantiate(arena_, expected->type, {}) : expected->type;
    Type* const b =
        callable ? Instantiate(arena_, found->type, {}) : found->type;
    if (!Unify(a, b, failure)) {
      failure.expected_origin = expected->origin;
      failure.origin = found->origin;
      return false;
    }
    expected = expected->below;
    found = found->below;
  }
}

}  // namespace seq
