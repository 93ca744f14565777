#include "absl/strings/str_cat.h"
#include "interp/body_checker.h"

namespace seq {
namespace {

// Whether a side holds quotation types, through which its own row variable can
// come back.
bool HoldsCallables(Stack* side) {
  for (Stack* at = Resolve(side); at->kind == Stack::Kind::kItem;
       at = Resolve(at->below)) {
    if (IsCallableType(Resolve(at->type))) return true;
  }
  return false;
}

std::string Values(size_t count) {
  return count == 0   ? "no value"
         : count == 1 ? "1 value"
                      : absl::StrCat(count, " values");
}

// A word that turns what was found into what was expected, if there is one.
std::string Conversion(const UnifyFailure& failure) {
  if (failure.reason != UnifyFailure::Reason::kTypes) return "";
  if (Resolve(failure.expected)->kind == TypeKind::kString &&
      Resolve(failure.found)->kind == TypeKind::kInt) {
    return "`int->string` turns an Int into a String";
  }
  if (Resolve(failure.expected)->kind == TypeKind::kInt &&
      IsCallableType(Resolve(failure.found))) {
    return "is the quotation meant to lie below the Int?";
  }
  return "";
}

}  // namespace

Stack* BodyChecker::CheckWordCall(const WordCall& call, Span span,
                                  Stack* stack) {
  const Callee callee = effects_.Find(call.name, rule_);
  if (callee.kind == Callee::Kind::kUnknown) return arena_.Row();
  if (callee.effect == nullptr) {
    Report({.code = DiagnosticCode::kUnknownEffect,
            .span = span,
            .message = absl::StrCat("Unknown word: '", call.name,
                                    "' declares no stack effect and cannot be "
                                    "called"),
            .detail = "",
            .notes = {{callee.definition->name_span, "defined here"}},
            .help = absl::StrCat("declare one: `: ", call.name,
                                 " ( … -- … ) … ;`")});
    return arena_.Row();
  }
  const Effect effect = Instantiate(arena_, *callee.effect, span);
  if (callee.kind == Callee::Kind::kBuiltIn &&
      callee.row->typing == WordTyping::kCall) {
    return CheckCallWord(call.name, span, stack, effect);
  }
  return Apply(call.name, effect, span, stack);
}

Stack* BodyChecker::CheckCallWord(absl::string_view name, Span span,
                                  Stack* stack, const Effect& generic) {
  Stack* top = Resolve(stack);
  // The edition's own rule does not look at the callee.
  if (rule_ == RowRule::kUniform && top->kind == Stack::Kind::kItem &&
      IsCallableType(Resolve(top->type))) {
    const Effect effect =
        Instantiate(arena_, Resolve(top->type)->effect, span);
    return Apply(name, effect, span, top->below);
  }
  return Apply(name, generic, span, stack);
}

Stack* BodyChecker::Apply(absl::string_view name, const Effect& effect,
                          Span span, Stack* stack) {
  UnifyFailure failure;
  const bool flat = !HoldsCallables(effect.inputs);
  Stack* wanted = Resolve(effect.inputs);
  Stack* found = Resolve(stack);
  while (wanted->kind == Stack::Kind::kItem &&
         found->kind == Stack::Kind::kItem) {
    if (!Unify(wanted->type, found->type, failure)) {
      failure.origin = found->origin;
      return FailApply(name, effect, span, stack, failure);
    }
    wanted = Resolve(wanted->below);
    found = Resolve(found->below);
  }
  if (flat && wanted->kind == Stack::Kind::kRow) {
    // A new row that occurs nowhere else: no need to search `found` for it,
    // which would make long bodies quadratic.
    wanted->binding = found;
  } else if (!Unify(wanted, found, failure)) {
    return FailApply(name, effect, span, stack, failure);
  }
  return effect.outputs;
}

Stack* BodyChecker::FailApply(absl::string_view name, const Effect& effect,
                              Span span, Stack* stack,
                              const UnifyFailure& failure) {
  TypePrinter printer;
  const size_t needed = Items(effect.inputs).size();
  const size_t available = Items(stack).size();
  Diagnostic diagnostic{.code = DiagnosticCode::kStackMismatch,
                        .span = span,
                        .message = absl::StrCat(name, ": stack type mismatch. "),
                        .detail = "",
                        .notes = {},
                        .help = Conversion(failure)};
  if (failure.reason == UnifyFailure::Reason::kTypes) {
    absl::StrAppend(&diagnostic.message, "Type mismatch: expected ",
                    printer.Print(failure.expected), ", found ",
                    printer.Print(failure.found));
    AddOrigin(diagnostic, failure.found, failure.origin);
  } else if (needed > available) {
    diagnostic.code = DiagnosticCode::kStackUnderflow;
    absl::StrAppend(&diagnostic.message, "Stack shape mismatch: needs ",
                    Values(needed), ", but there is ",
                    available == 0 ? "none" : absl::StrCat("only ", available));
  } else {
    absl::StrAppend(&diagnostic.message,
                    "Stack shape mismatch: what lies below the operands does "
                    "not fit");
  }
  diagnostic.detail =
      absl::StrCat("expected ", printer.Print(effect.inputs), "\nfound    ",
                   printer.Print(stack));
  Report(std::move(diagnostic));
  Stack* recovered = arena_.Row();
  for (const Stack* output : Items(effect.outputs)) {
    recovered = arena_.Push(recovered, output->type, output->origin);
  }
  return recovered;
}

}  // namespace seq
