// Conditionals whose branches are known, and `match`.

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interp/current_body_checker.h"
#include "interp/suggest.h"
#include "interp/type_printer.h"

namespace seq {

// `word` is what messages say: "if condition" or "if: condition".
Stack* CurrentBodyChecker::CheckCondition(Span span, Stack* stack,
                                          absl::string_view word) {
  Stack* const top = Resolve(stack);
  Type* const wanted = arena_.Basic(TypeKind::kBool);
  if (top->kind != Stack::Kind::kItem) {
    Stack* const below = arena_.Row();
    UnifyFailure failure;
    if (!Unify(arena_.Push(below, wanted, span), top, failure)) {
      ReportAt(DiagnosticCode::kStackUnderflow, span,
               absl::StrCat(word, ": stack underflow"),
               "`if` takes a Bool below its two branches");
    }
    return below;
  }
  UnifyFailure failure;
  if (!Unify(wanted, top->type, failure)) {
    TypePrinter printer;
    Diagnostic diagnostic{.code = DiagnosticCode::kConditionType,
                          .span = span,
                          .message = absl::StrCat(word, " must be Bool: found ",
                                                  printer.Print(top->type)),
                          .detail = "",
                          .notes = {},
                          .help = Resolve(top->type)->kind == TypeKind::kInt
                                      ? "compare it: `0 i.<>` gives a Bool"
                                      : ""};
    AddOrigin(diagnostic, top->type, top->origin);
    Report(std::move(diagnostic));
  }
  return top->below;
}

// A branch whose last step calls the word being checked, or one that is
// mutually recursive with it, never reaches the end of the conditional.
bool CurrentBodyChecker::Diverges(const Body& branch) const {
  const auto* call =
      branch.empty() ? nullptr : std::get_if<WordCall>(&branch.back().node);
  return call != nullptr && calls_.AreMutuallyRecursive(word_, call->name);
}

Stack* CurrentBodyChecker::CheckConditional(const Conditional& conditional,
                                            Span span, Stack* stack,
                                            Nesting nesting) {
  stack = CheckCondition(span, stack, "if condition");
  const std::vector<Type*> aux = scope_.aux;
  Stack* const then_end = CheckBody(conditional.then_body, stack, nesting);
  std::vector<Type*> then_aux = std::exchange(scope_.aux, aux);
  Stack* const else_end = CheckBody(conditional.else_body, stack, nesting);
  const bool then_diverges = Diverges(conditional.then_body);
  if (then_diverges != Diverges(conditional.else_body)) {
    const Body& branch =
        then_diverges ? conditional.then_body : conditional.else_body;
    if (!then_diverges) std::swap(then_aux, scope_.aux);
    // Now then_aux is what the branch that diverges leaves.
    const auto excess = static_cast<int32_t>(then_aux.size()) -
                        static_cast<int32_t>(scope_.aux.size());
    if (excess != 0) {
      result_.aux_excess.emplace_back(
          std::get_if<WordCall>(&branch.back().node), excess);
    }
    return then_diverges ? else_end : then_end;
  }
  if (!SameAux(then_aux, scope_.aux) && !lost_) {
    ReportAt(DiagnosticCode::kAuxBranches, span,
             "if/else branches have incompatible aux stack effects",
             "both branches must leave the aux stack alike");
  }
  const bool has_else = conditional.has_else;
  return Join({"then branch produces:", then_end},
              {has_else ? "else branch produces:" : "without it:", else_end},
              span, "if/else branches have incompatible stack effects",
              has_else ? ""
                       : "without `else` the branch must leave the stack "
                         "as it found it");
}

Stack* CurrentBodyChecker::CheckMatch(const Match& match, Span span,
                                      Stack* stack, Nesting nesting) {
  Stack* const top = Resolve(stack);
  if (top->kind == Stack::Kind::kItem) {
    stack = top->below;
    WarnOfOperand(match, span, *top);
  } else if (!lost_) {
    ReportAt(DiagnosticCode::kStackUnderflow, span,
             absl::StrCat(
                 "match expression: ", top->rigid ? "stack underflow - " : "",
                 "cannot pop from polymorphic stack"),
             "`match` needs a value that is known here");
  }
  const std::vector<Type*> aux = scope_.aux;
  std::optional<std::vector<Type*>> first_aux;
  Stack* result = nullptr;
  for (const MatchArm& arm : match.arms) {
    scope_.aux = aux;
    Stack* const end = CheckBody(arm.body, PushFields(arm, stack), nesting);
    if (result == nullptr) {
      result = end;
      first_aux = scope_.aux;
      continue;
    }
    if (!SameAux(*first_aux, scope_.aux) && !lost_) {
      ReportAt(DiagnosticCode::kAuxBranches, arm.variant_span,
               "match arms have incompatible aux stack effects",
               "all arms must leave the aux stack alike");
    }
    result = Join({absl::StrCat(match.arms[0].variant, " leaves"), result},
                  {absl::StrCat(arm.variant, " leaves"), end}, arm.variant_span,
                  "match arms have incompatible stack effects", "");
  }
  CheckExhaustive(match, span);
  return result == nullptr ? stack : result;
}

// What an arm's body starts with: the matched value's fields on `stack`.
Stack* CurrentBodyChecker::PushFields(const MatchArm& arm, Stack* stack) {
  const VariantSyntax* const variant =
      effects_.unions().FindVariant(arm.variant).variant;
  if (variant == nullptr) {
    ReportAt(
        DiagnosticCode::kUnknownVariant, arm.variant_span,
        absl::StrCat("Unknown variant '", arm.variant, "' in match pattern"),
        ClosestVariant(arm.variant));
    lost_ = true;
    return arena_.Row();
  }
  const auto push = [&](const FieldSyntax& field, Span origin) {
    Type* const type =
        NamedType(arena_, field.type, RowRule::kCurrent, &effects_.unions());
    stack =
        arena_.Push(stack, type != nullptr ? type : arena_.Variable(), origin);
  };
  if (!arm.bindings.has_value()) {
    for (const FieldSyntax& field : variant->fields) {
      push(field, arm.variant_span);
    }
    return stack;
  }
  for (const BindingSyntax& binding : *arm.bindings) {
    const auto field =
        absl::c_find_if(variant->fields, [&](const FieldSyntax& candidate) {
          return candidate.name == binding.name;
        });
    if (field != variant->fields.end()) {
      push(*field, binding.span);
      continue;
    }
    const std::string available = absl::StrJoin(
        variant->fields, ", ", [](std::string* out, const FieldSyntax& known) {
          absl::StrAppend(out, known.name);
        });
    ReportAt(DiagnosticCode::kUnknownField, binding.span,
             absl::StrCat("Unknown field '", binding.name,
                          "' in pattern for variant '", arm.variant, "'"),
             available.empty()
                 ? absl::StrCat("'", arm.variant, "' has no fields")
                 : absl::StrCat("available fields: ", available));
    stack = arena_.Push(stack, arena_.Variable(), binding.span);
  }
  return stack;
}

std::string CurrentBodyChecker::ClosestVariant(absl::string_view name) const {
  std::vector<absl::string_view> candidates;
  for (const auto& [union_name, definition] : effects_.unions().unions()) {
    for (const VariantSyntax& variant : definition->variants) {
      candidates.push_back(variant.name);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  const absl::string_view closest = ClosestName(name, candidates);
  return closest.empty() ? "" : absl::StrCat("did you mean `", closest, "`?");
}

// Every variant of the union that the first arm's variant belongs to must have
// an arm.
void CurrentBodyChecker::CheckExhaustive(const Match& match, Span span) {
  if (match.arms.empty()) return;
  const UnionDefinition* const definition =
      effects_.unions().FindVariant(match.arms[0].variant).definition;
  if (definition == nullptr) return;
  absl::flat_hash_set<absl::string_view> handled;
  for (const MatchArm& arm : match.arms) {
    // Reported; perhaps one of those that would be missing is meant.
    if (effects_.unions().FindVariant(arm.variant).variant == nullptr) return;
    handled.insert(arm.variant);
  }
  std::vector<absl::string_view> missing;
  for (const VariantSyntax& variant : definition->variants) {
    if (!handled.contains(variant.name)) missing.push_back(variant.name);
  }
  if (missing.empty()) return;
  const bool lost = lost_;
  ReportAt(DiagnosticCode::kNonExhaustive, span,
           absl::StrCat("Non-exhaustive match on union '", definition->name,
                        "'. Missing variants: ", absl::StrJoin(missing, ", ")),
           absl::StrCat("add an arm: `", missing[0], " -> …`"));
  // The types are known all the same.
  lost_ = lost;
}

// The language looks only at the variants that the arms name. What lies on the
// stack may be something that none of them, or not all, can ever fit.
void CurrentBodyChecker::WarnOfOperand(const Match& match, Span span,
                                       const Stack& operand) {
  const Type* const type = Resolve(operand.type);
  if (type->kind == TypeKind::kVariable || type->kind == TypeKind::kVariant) {
    return;
  }
  TypePrinter printer;
  for (const MatchArm& arm : match.arms) {
    const UnionDefinition* const definition =
        effects_.unions().FindVariant(arm.variant).definition;
    if (definition == nullptr ||
        (type->kind == TypeKind::kUnion && type->definition == definition)) {
      continue;
    }
    const bool first = &arm == &match.arms[0];
    Diagnostic warning{
        .code = DiagnosticCode::kMatchOperand,
        .span = first ? span : arm.variant_span,
        .message = absl::StrCat("'", arm.variant, "' is a variant of ",
                                definition->name, ", but the value is ",
                                printer.Print(operand.type)),
        .detail = "",
        .notes = {},
        .help = ""};
    AddOrigin(warning, operand.type, operand.origin);
    Warn(std::move(warning));
    // The other arms are most likely of the same union.
    if (first) return;
  }
}

}  // namespace seq
