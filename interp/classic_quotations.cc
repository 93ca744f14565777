#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "interp/classic_body_checker.h"
#include "interp/limits.h"
#include "interp/type_printer.h"

namespace seq {

namespace {

// Whether an effect says nothing at all about what it does, as that of `cond`.
bool SaysNothing(const Effect& effect) {
  return CountItems(effect.inputs, 1) == 0 &&
         CountItems(effect.outputs, 1) == 0 &&
         Base(effect.inputs) != Base(effect.outputs);
}

}  // namespace

Stack* ClassicBodyChecker::CheckQuotation(const QuotationLiteral& quotation,
                                          Span span, const Place& place,
                                          Stack* stack) {
  Stack* start = arena_.Row();
  Stack* end = CheckBody(quotation.body, start, Nesting::kQuotation);
  const Effect inferred{start, end};
  const Expected expected = ExpectedType(place);
  const size_t captured = CaptureCount(expected, Items(start).size());
  if (captured > 0) {
    stack = Capture(span, inferred, captured, stack);
    result_.captures.emplace_back(quotation.id, captured);
  }
  Type* type = QuotationType(expected, inferred, captured, span);
  return arena_.Push(stack, type, span);
}

// The next word's parameter decides, else, outside other quotations, the word's
// declared result, unless the quotation is only written to be run at once.
ClassicBodyChecker::Expected ClassicBodyChecker::ExpectedType(
    const Place& place) {
  const auto* call = place.next == nullptr
                         ? nullptr
                         : std::get_if<WordCall>(&place.next->node);
  if (call != nullptr) {
    const Callee callee = effects_.Find(call->name, rule_);
    if (callee.effect != nullptr) {
      const Stack* top = Resolve(callee.effect->inputs);
      if (top->kind == Stack::Kind::kItem &&
          Resolve(top->type)->kind == TypeKind::kQuotation) {
        const Type* type = Resolve(top->type);
        return {
            arena_.Callable(type->kind,
                            Instantiate(arena_, type->effect, place.next->span),
                            type->captures_all),
            false};
      }
    }
  }
  if (place.nesting == Nesting::kWord && declared_.outputs != nullptr &&
      !IsRunInPlace(place)) {
    const Stack* top = Resolve(declared_.outputs);
    if (top->kind == Stack::Kind::kItem && IsCallableType(Resolve(top->type))) {
      return {Resolve(top->type), true};
    }
  }
  return {};
}

bool ClassicBodyChecker::IsRunInPlace(const Place& place) {
  const auto* call = place.runner == nullptr
                         ? nullptr
                         : std::get_if<WordCall>(&place.runner->node);
  if (call == nullptr) return false;
  const Callee callee = effects_.Find(call->name, rule_);
  if (callee.effect == nullptr) return false;
  if (callee.kind == Callee::Kind::kBuiltIn &&
      callee.row->typing == WordTyping::kCall) {
    return place.above == 0;
  }
  if (SaysNothing(*callee.effect)) return place.above > 0;
  Stack* at = Resolve(callee.effect->inputs);
  for (size_t i = 0; i < place.above && at->kind == Stack::Kind::kItem; ++i) {
    at = Resolve(at->below);
  }
  return at->kind == Stack::Kind::kItem && IsCallableType(Resolve(at->type));
}

size_t ClassicBodyChecker::CaptureCount(const Expected& expected,
                                        size_t needed) {
  if (expected.type == nullptr) return 0;
  if (expected.type->kind == TypeKind::kClosure) {
    const size_t given = Items(expected.type->effect.inputs).size();
    return needed > given ? needed - given : 0;
  }
  return expected.type->captures_all && !expected.from_output ? needed : 0;
}

Stack* ClassicBodyChecker::Capture(Span span, const Effect& inferred,
                                   size_t count, Stack* stack) {
  const std::vector<Stack*> inputs = Items(inferred.inputs);
  if (count > kMaxCaptures) {
    ReportCapture(span, inferred, stack,
                  absl::StrCat("a quotation can capture at most ", kMaxCaptures,
                               " values, this one needs ", count),
                  "");
    return arena_.Row();
  }
  Stack* at = Resolve(stack);
  for (size_t i = 0; i < count; ++i) {
    if (at->kind != Stack::Kind::kItem) {
      const bool open = IsFlexibleRow(at);
      if (open && lost_) return arena_.Row();
      ReportCapture(
          span, inferred, stack,
          absl::StrCat(open ? "cannot pop from polymorphic stack: "
                            : "stack underflow: ",
                       "the quotation captures ", count,
                       count == 1 ? " value" : " values", ", but ",
                       i == 0 ? "none" : absl::StrCat("only ", i),
                       i < 2 ? " is " : " are ", open ? "known here" : "there"),
          open ? "only values that were made or copied (`dup`, `over`) in the "
                 "same body can be captured"
               : "");
      return arena_.Row();
    }
    UnifyFailure failure;
    Type* wanted = inputs[inputs.size() - 1 - i]->type;
    if (!Unify(wanted, at->type, failure)) {
      TypePrinter printer;
      ReportCapture(
          span, inferred, stack,
          absl::StrCat("Type mismatch: the quotation wants to capture ",
                       printer.Print(wanted), ", but ", printer.Print(at->type),
                       " is there"),
          "");
      return arena_.Row();
    }
    at = Resolve(at->below);
  }
  return at;
}

void ClassicBodyChecker::ReportCapture(Span span, const Effect& inferred,
                                       Stack* stack, std::string message,
                                       std::string help) {
  TypePrinter printer;
  Report({.code = DiagnosticCode::kClosureCapture,
          .span = span,
          .message = absl::StrCat("closure capture: ", message),
          .detail = AlignedStacks("the quotation needs",
                                  printer.PrintOperands(inferred.inputs),
                                  "the stack is", printer.Print(stack)),
          .notes = {},
          .help = std::move(help)});
}

Type* ClassicBodyChecker::QuotationType(const Expected& expected,
                                        const Effect& inferred, size_t captured,
                                        Span span) {
  Type* const plain = arena_.Callable(TypeKind::kQuotation, inferred);
  if (expected.type == nullptr) return plain;
  if (expected.type->kind == TypeKind::kClosure) {
    CheckClosure(expected.type->effect, inferred, captured, span);
    return expected.type;
  }
  if (captured > 0) return expected.type;
  // Nothing is captured. The edition's rule takes the expected type on trust;
  // the uniform rule lets whoever gets the quotation look at it, except that a
  // parameter that captures everything does not care what the body leaves.
  const bool on_trust = rule_ == RowRule::kEdition ||
                        (expected.type->captures_all && !expected.from_output);
  return on_trust ? expected.type : plain;
}

// Called with its arguments, a closure runs its body on them with the captured
// values on top.
void ClassicBodyChecker::CheckClosure(const Effect& declared,
                                      const Effect& inferred, size_t captured,
                                      Span span) {
  TypePrinter printer;
  const auto report = [&](std::string message) {
    Report({.code = DiagnosticCode::kClosureSignature,
            .span = span,
            .message = std::move(message),
            .detail = AlignedStacks(
                "declared",
                absl::StrCat("Closure[ ", printer.Print(declared), " ]"),
                "found", absl::StrCat("[ ", printer.Print(inferred), " ]")),
            .notes = {},
            .help = ""});
  };
  const std::vector<Stack*> inputs = Items(inferred.inputs);
  const size_t given = Items(declared.inputs).size();
  if (given > inputs.size()) {
    return report(absl::StrCat("Closure signature error: call site provides ",
                               given, " values but body only needs ",
                               inputs.size()));
  }
  if (rule_ == RowRule::kEdition) return;
  Stack* before = declared.inputs;
  for (size_t i = inputs.size() - captured; i < inputs.size(); ++i) {
    before = arena_.Push(before, inputs[i]->type);
  }
  UnifyFailure failure;
  if (Unify(before, inferred.inputs, failure) &&
      Unify(declared.outputs, inferred.outputs, failure)) {
    return;
  }
  report("Closure signature error: the body doesn't match the declared result");
}

}  // namespace seq
