#include "absl/strings/str_cat.h"
#include "interp/body_checker.h"

namespace seq {

Stack* BodyChecker::CheckCondition(Span span, Stack* stack) {
  Stack* top = Resolve(stack);
  Type* const wanted = arena_.Basic(TypeKind::kInt);
  if (top->kind != Stack::Kind::kItem) {
    Stack* below = arena_.Row();
    UnifyFailure failure;
    if (!Unify(arena_.Push(below, wanted, span), top, failure)) {
      Report({.code = DiagnosticCode::kStackUnderflow,
              .span = span,
              .message = "if condition: stack underflow: mismatch, `if` needs "
                         "an Int and the stack is empty",
              .detail = "",
              .notes = {},
              .help = ""});
    }
    return below;
  }
  UnifyFailure failure;
  if (!Unify(wanted, top->type, failure)) {
    TypePrinter printer;
    Diagnostic diagnostic{
        .code = DiagnosticCode::kConditionType,
        .span = span,
        .message = absl::StrCat("if condition must be Int: found ",
                                printer.Print(top->type)),
        .detail = "",
        .notes = {},
        .help = ""};
    AddOrigin(diagnostic, top->type, top->origin);
    Report(std::move(diagnostic));
  }
  return top->below;
}

Stack* BodyChecker::CheckConditional(const Conditional& conditional, Span span,
                                     Stack* stack, Nesting nesting) {
  stack = CheckCondition(span, stack);
  Stack* then_end = CheckBody(conditional.then_body, stack, nesting);
  Stack* else_end = CheckBody(conditional.else_body, stack, nesting);
  UnifyFailure failure;
  if (Unify(then_end, else_end, failure)) return then_end;
  TypePrinter printer;
  Diagnostic diagnostic{
      .code = DiagnosticCode::kBranchMismatch,
      .span = span,
      .message = "if branches have incompatible stack effects",
      .detail = absl::StrCat("then leaves ", printer.Print(then_end),
                             "\nelse leaves ", printer.Print(else_end)),
      .notes = {},
      .help = ""};
  if (failure.reason == UnifyFailure::Reason::kTypes) {
    AddOrigin(diagnostic, failure.found, failure.origin);
  }
  if (!conditional.has_else) {
    diagnostic.help =
        "without `else` the branch must leave the stack as it found it";
  }
  Report(std::move(diagnostic));
  // Go on with what one branch leaves; unknown below.
  Stack* recovered = arena_.Row();
  for (const Stack* item : Items(then_end)) {
    recovered = arena_.Push(recovered, item->type, item->origin);
  }
  return recovered;
}

}  // namespace seq
