#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "interp/body_checker.h"
#include "interp/limits.h"

namespace seq {

Stack* BodyChecker::CheckQuotation(const QuotationLiteral& quotation, Span span,
                                   const Item* next, Stack* stack,
                                   Nesting nesting) {
  Stack* start = arena_.Row();
  Stack* end = CheckBody(quotation.body, start, Nesting::kQuotation);
  const Effect inferred{start, end};
  const Expected expected = ExpectedType(next, nesting);
  const size_t captured = CaptureCount(expected, Items(start).size());
  if (captured > 0) {
    stack = Capture(span, inferred, captured, stack);
    result_.captures.emplace_back(quotation.id, captured);
  }
  Type* type = QuotationType(expected, inferred, captured, span);
  return arena_.Push(stack, type, span);
}

// The next word's parameter decides, else, outside other quotations, the word's
// declared result.
BodyChecker::Expected BodyChecker::ExpectedType(const Item* next,
                                                Nesting nesting) {
  const auto* call =
      next == nullptr ? nullptr : std::get_if<WordCall>(&next->node);
  if (call != nullptr) {
    const Callee callee = effects_.Find(call->name, rule_);
    if (callee.effect != nullptr) {
      const Stack* top = Resolve(callee.effect->inputs);
      if (top->kind == Stack::Kind::kItem &&
          Resolve(top->type)->kind == TypeKind::kQuotation) {
        const Type* type = Resolve(top->type);
        return {arena_.Callable(type->kind,
                                Instantiate(arena_, type->effect, next->span),
                                type->captures_all),
                false};
      }
    }
  }
  if (nesting == Nesting::kWord && declared_.outputs != nullptr) {
    const Stack* top = Resolve(declared_.outputs);
    if (top->kind == Stack::Kind::kItem && IsCallableType(Resolve(top->type))) {
      return {Resolve(top->type), true};
    }
  }
  return {};
}

size_t BodyChecker::CaptureCount(const Expected& expected, size_t needed) {
  if (expected.type == nullptr) return 0;
  if (expected.type->kind == TypeKind::kClosure) {
    const size_t given = Items(expected.type->effect.inputs).size();
    return needed > given ? needed - given : 0;
  }
  return expected.type->captures_all && !expected.from_output ? needed : 0;
}

Stack* BodyChecker::Capture(Span span, const Effect& inferred, size_t count,
                            Stack* stack) {
  const std::vector<Stack*> inputs = Items(inferred.inputs);
  const auto report = [&](std::string message) {
    TypePrinter printer;
    Report({.code = DiagnosticCode::kClosureCapture,
            .span = span,
            .message = absl::StrCat("closure capture: ", message),
            .detail = absl::StrCat("the quotation is ", "[ ",
                                   printer.Print(inferred), " ]",
                                   "\nthe stack is     ", printer.Print(stack)),
            .notes = {},
            .help = ""});
  };
  if (count > kMaxCaptures) {
    report(absl::StrCat("a quotation can capture at most ", kMaxCaptures,
                        " values, this one needs ", count));
    return arena_.Row();
  }
  Stack* at = Resolve(stack);
  for (size_t i = 0; i < count; ++i) {
    if (at->kind != Stack::Kind::kItem) {
      const bool open = at->kind == Stack::Kind::kRow && !at->rigid;
      report(absl::StrCat(
          open ? "cannot pop from polymorphic stack: " : "stack underflow: ",
          "the quotation takes ", count, count == 1 ? " value" : " values",
          " along, but only ", i,
          open ? " are known here" : " are there"));
      return arena_.Row();
    }
    UnifyFailure failure;
    Type* wanted = inputs[inputs.size() - 1 - i]->type;
    if (!Unify(wanted, at->type, failure)) {
      TypePrinter printer;
      report(absl::StrCat("Type mismatch: the quotation takes ",
                          printer.Print(wanted), " along, but ",
                          printer.Print(at->type), " is there"));
    }
    at = Resolve(at->below);
  }
  return at;
}

Type* BodyChecker::QuotationType(const Expected& expected,
                                 const Effect& inferred, size_t captured,
                                 Span span) {
  Type* const plain = arena_.Callable(TypeKind::kQuotation, inferred);
  if (expected.type == nullptr) return plain;
  if (captured > 0) {
    if (expected.type->kind == TypeKind::kClosure) {
      CheckClosure(expected.type->effect, inferred, captured, span);
    }
    return expected.type;
  }
  // Nothing is captured. The edition's rule takes the expected type on trust;
  // the uniform rule lets whoever gets the quotation look at it, except that a
  // parameter that captures everything does not care what the body leaves.
  const bool on_trust =
      rule_ == RowRule::kEdition ||
      (expected.type->captures_all && !expected.from_output);
  return on_trust ? expected.type : plain;
}

// Called with its arguments, a closure runs its body on them with the captured
// values on top.
void BodyChecker::CheckClosure(const Effect& declared, const Effect& inferred,
                               size_t captured, Span span) {
  if (rule_ == RowRule::kEdition) return;
  const std::vector<Stack*> inputs = Items(inferred.inputs);
  Stack* given = declared.inputs;
  for (size_t i = inputs.size() - captured; i < inputs.size(); ++i) {
    given = arena_.Push(given, inputs[i]->type);
  }
  UnifyFailure failure;
  if (Unify(given, inferred.inputs, failure) &&
      Unify(declared.outputs, inferred.outputs, failure)) {
    return;
  }
  TypePrinter printer;
  Report({.code = DiagnosticCode::kOutputMismatch,
          .span = span,
          .message = absl::StrCat("the quotation doesn't match the declared "
                                  "Closure[ ",
                                  printer.Print(declared), " ]"),
          .detail = absl::StrCat("its body is [ ", printer.Print(inferred),
                                 " ]"),
          .notes = {},
          .help = ""});
}

}  // namespace seq
