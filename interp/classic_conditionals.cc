#include "absl/strings/str_cat.h"
#include "interp/classic_body_checker.h"
#include "interp/type_printer.h"

namespace seq {

Stack* ClassicBodyChecker::CheckCondition(Span span, Stack* stack) {
  Stack* top = Resolve(stack);
  Type* const wanted = arena_.Basic(TypeKind::kInt);
  if (top->kind != Stack::Kind::kItem) {
    Stack* below = arena_.Row();
    UnifyFailure failure;
    if (!Unify(arena_.Push(below, wanted, span), top, failure)) {
      Report({.code = DiagnosticCode::kStackUnderflow,
              .span = span,
              .message =
                  "if condition must be Int: stack shape mismatch, there "
                  "is no value to decide by",
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

Stack* ClassicBodyChecker::CheckConditional(const Conditional& conditional,
                                            Span span, Stack* stack,
                                            Nesting nesting) {
  stack = CheckCondition(span, stack);
  Stack* then_end = CheckBody(conditional.then_body, stack, nesting);
  Stack* else_end = CheckBody(conditional.else_body, stack, nesting);
  const bool has_else = conditional.has_else;
  return Join({"then leaves", then_end},
              {has_else ? "else leaves" : "without it", else_end}, span,
              "if branches have incompatible stack effects",
              has_else ? ""
                       : "without `else` the branch must leave the stack as it "
                         "found it");
}

}  // namespace seq
