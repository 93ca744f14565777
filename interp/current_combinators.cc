// The words that run quotations on the live stack, and `strand.spawn`.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/current_body_checker.h"
#include "interp/type_printer.h"

namespace seq {
namespace {

// What a combinator takes, for people.
std::string Operands(WordTyping typing) {
  switch (typing) {
    case WordTyping::kDip:
    case WordTyping::kKeep:
      return "it takes a value and, above it, a quotation";
    case WordTyping::kBi:
      return "it takes a value and, above it, two quotations";
    case WordTyping::kIf:
      return "it takes a Bool and, above it, two quotations";
    default:
      return "it takes a quotation";
  }
}

// What messages call the quotation operand `depth` below the top.
absl::string_view QuotationName(WordTyping typing, size_t depth) {
  if (typing == WordTyping::kIf) {
    return depth == 0 ? "else-quotation" : "then-quotation";
  }
  if (typing == WordTyping::kBi) {
    return depth == 0 ? "second quotation" : "first quotation";
  }
  return "quotation";
}

}  // namespace

Stack* CurrentBodyChecker::CheckCombinator(const WordCall& call,
                                           const Callee& callee, Span span,
                                           Stack* stack) {
  const WordTyping typing = callee.row->typing;
  const size_t quotations =
      typing == WordTyping::kBi || typing == WordTyping::kIf ? 2 : 1;
  bool ok = true;
  const std::vector<Type*> types =
      QuotationOperands(callee, span, stack, quotations, &ok);
  if (!ok) return arena_.Row();
  if (types.empty()) return Apply(call.name, *callee.effect, span, stack);
  Stack* below = stack;
  for (size_t i = 0; i < quotations; ++i) below = Resolve(below)->below;
  switch (typing) {
    case WordTyping::kDip:
      return CheckDip(types[0], span, below);
    case WordTyping::kKeep:
      return CheckKeep(types[0], span, below);
    case WordTyping::kBi:
      return CheckBi(types[0], types[1], span, below);
    case WordTyping::kIf:
      return CheckDynamicIf(types[0], types[1], span, below);
    default:
      return CheckCall(types[0], span, below);
  }
}

std::vector<Type*> CurrentBodyChecker::QuotationOperands(
    const Callee& callee, Span span, Stack* stack, size_t count, bool* ok) {
  const absl::string_view name = callee.row->name;
  std::vector<Type*> types;
  Stack* at = Resolve(stack);
  for (size_t i = 0; i < count; ++i) {
    if (at->kind != Stack::Kind::kItem) {
      if (!at->rigid || lost_) return {};
      ReportAt(DiagnosticCode::kStackUnderflow, span,
               absl::StrCat(name, ": stack underflow - expected ",
                            QuotationName(callee.row->typing, i), " on stack"),
               Operands(callee.row->typing));
      *ok = false;
      return {};
    }
    Type* const type = Resolve(at->type);
    if (type->kind == TypeKind::kVariable) return {};
    if (!IsCallableType(type)) {
      TypePrinter printer;
      Diagnostic diagnostic{
          .code = DiagnosticCode::kNotAQuotation,
          .span = span,
          .message =
              absl::StrCat(name, ": expected quotation or closure on ",
                           i == 0 && name != "call" ? "top of stack" : "stack",
                           ", got ", printer.Print(type)),
          .detail = "",
          .notes = {},
          .help = name == "if" ? "write `… if … else … then`, or two "
                                 "quotations before `if`"
                               : ""};
      AddOrigin(diagnostic, type, at->origin);
      Report(std::move(diagnostic));
      *ok = false;
      return {};
    }
    types.push_back(type);
    at = Resolve(at->below);
  }
  std::reverse(types.begin(), types.end());
  return types;
}

Stack* CurrentBodyChecker::CheckCall(Type* quotation, Span span, Stack* below) {
  if (quotation->effect.yields) {
    ReportAt(DiagnosticCode::kYieldingQuotation, span,
             "Cannot call quotation with Yield effect directly",
             "only `strand.weave` can run it");
    return arena_.Row();
  }
  return Apply("call", quotation->effect, span, below);
}

bool CurrentBodyChecker::RejectYields(absl::string_view word, Span span,
                                      std::initializer_list<Type*> quotations) {
  const bool yields =
      std::any_of(quotations.begin(), quotations.end(),
                  [](const Type* type) { return type->effect.yields; });
  if (!yields) return false;
  ReportAt(DiagnosticCode::kYieldingQuotation, span,
           absl::StrCat(word, ": quotation(s) must not have Yield effects"),
           "only `strand.weave` can run it");
  return true;
}

Stack* CurrentBodyChecker::KeptValue(absl::string_view word, Span span,
                                     Stack* stack) {
  Stack* item = TopOrNew(stack, span);
  if (item == nullptr) {
    item = arena_.Push(arena_.Row(), arena_.Variable(), span);
    ReportAt(DiagnosticCode::kStackUnderflow, span,
             absl::StrCat(word, ": expected a value below the quotation",
                          word == "bi" ? "s" : "", ": stack underflow"),
             Operands(word == "bi" ? WordTyping::kBi : WordTyping::kDip));
  }
  return item;
}

Stack* CurrentBodyChecker::CheckDip(Type* quotation, Span span, Stack* stack) {
  if (RejectYields("dip", span, {quotation})) return arena_.Row();
  const Stack* const kept = KeptValue("dip", span, stack);
  Stack* const left =
      Apply("dip (quotation)", quotation->effect, span, kept->below);
  return arena_.Push(left, kept->type, kept->origin);
}

Stack* CurrentBodyChecker::CheckKeep(Type* quotation, Span span, Stack* stack) {
  if (RejectYields("keep", span, {quotation})) return arena_.Row();
  Stack* const kept = KeptValue("keep", span, stack);
  Stack* const left = Apply("keep (quotation)", quotation->effect, span, kept);
  return arena_.Push(left, kept->type, kept->origin);
}

Stack* CurrentBodyChecker::CheckBi(Type* first, Type* second, Span span,
                                   Stack* stack) {
  if (RejectYields("bi", span, {first, second})) return arena_.Row();
  Stack* const kept = KeptValue("bi", span, stack);
  Stack* left = Apply("bi (first quotation)", first->effect, span, kept);
  left = arena_.Push(left, kept->type, kept->origin);
  return Apply("bi (second quotation)", second->effect, span, left);
}

Stack* CurrentBodyChecker::CheckDynamicIf(Type* then_type, Type* else_type,
                                          Span span, Stack* stack) {
  stack = CheckCondition(span, stack, "if: condition");
  scope_.yields |= then_type->effect.yields || else_type->effect.yields;
  Stack* const then_end =
      Apply("if (then-quotation)", then_type->effect, span, stack);
  Stack* const else_end =
      Apply("if (else-quotation)", else_type->effect, span, stack);
  return Join({"then leaves", then_end}, {"else leaves", else_end}, span,
              "if branches have incompatible stack effects",
              "Both quotations of `if` must produce the same stack shape");
}

// The child works on a copy of the stack, whatever the quotation takes. Only of
// a quotation that was not written right here does the edition take the inputs
// off the parent's stack type, although at run time they stay.
Stack* CurrentBodyChecker::CheckSpawn(const Callee& callee, Span span,
                                      Stack* stack, bool behind_quotation) {
  const Stack* const top = ItemAt(stack, 0);
  if (behind_quotation || top == nullptr ||
      !IsCallableType(Resolve(top->type))) {
    return Apply(callee.row->name, *callee.effect, span, stack);
  }
  const size_t taken = CountItems(Resolve(top->type)->effect.inputs, SIZE_MAX);
  Stack* below = Resolve(top->below);
  for (size_t i = 0; i < taken; ++i) {
    if (below->kind != Stack::Kind::kItem) {
      ReportAt(DiagnosticCode::kStackUnderflow, span,
               absl::StrCat(callee.row->name,
                            ": not enough values on stack to capture"),
               absl::StrCat("the quotation takes ", taken,
                            taken == 1 ? " value: put it" : " values: put them",
                            " below it"));
      return arena_.Row();
    }
    below = Resolve(below->below);
  }
  return arena_.Push(below, arena_.Basic(TypeKind::kInt), span);
}

}  // namespace seq
