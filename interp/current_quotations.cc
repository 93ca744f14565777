// Quotation literals: the type their place expects, and what they capture.

#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "interp/current_body_checker.h"
#include "interp/limits.h"
#include "interp/type_printer.h"

namespace seq {
namespace {

// Whether one value may have both types, as far as their outermost parts tell.
bool CouldBeSame(const Type* a, const Type* b) {
  if (a->kind == TypeKind::kVariable || b->kind == TypeKind::kVariable) {
    return true;
  }
  if (IsCallableType(a) && IsCallableType(b)) return true;
  const auto is_variant = [](const Type* type) {
    return type->kind == TypeKind::kVariant || type->kind == TypeKind::kUnion;
  };
  if (is_variant(a) && is_variant(b)) {
    return a->kind != b->kind || a->definition == b->definition;
  }
  return a->kind == b->kind;
}

// What a quotation does too much or too little.
std::string EffectHelp(const Effect& wanted, const Effect& found) {
  const auto count = [](Stack* side) {
    return static_cast<int64_t>(CountItems(side, SIZE_MAX));
  };
  if (count(wanted.inputs) == 0 && count(found.inputs) > 0) {
    return "this quotation may not take values from the stack: a parameter "
           "without inputs captures nothing";
  }
  const int64_t more = (count(found.outputs) - count(found.inputs)) -
                       (count(wanted.outputs) - count(wanted.inputs));
  if (more == 0) return "";
  const int64_t values = more > 0 ? more : -more;
  return absl::StrCat("it leaves ", values,
                      values == 1 ? " value " : " values ",
                      more > 0 ? "more than it may" : "less than it must");
}

}  // namespace

Stack* CurrentBodyChecker::CheckQuotation(const QuotationLiteral& quotation,
                                          Span span, const Item* next,
                                          Stack* stack, Nesting nesting) {
  Type* const expected = ExpectedType(next, nesting);
  CheckedQuotation checked =
      CheckQuotationBody(quotation, span, next, stack, expected);
  for (const Diagnostic& diagnostic : checked.result.diagnostics.all()) {
    result_.diagnostics.Add(diagnostic);
  }
  absl::c_move(checked.result.captures, std::back_inserter(result_.captures));
  absl::c_move(checked.result.operators, std::back_inserter(result_.operators));
  absl::c_move(checked.result.aux_excess,
               std::back_inserter(result_.aux_excess));
  absl::c_move(checked.result.warnings, std::back_inserter(result_.warnings));
  lost_ |= checked.lost;
  if (expected == nullptr) {
    return arena_.Push(
        stack, arena_.Callable(TypeKind::kQuotation, checked.effect), span);
  }
  const size_t needed = CountItems(checked.effect.inputs, SIZE_MAX);
  const size_t given = CountItems(expected->effect.inputs, SIZE_MAX);
  const bool may_capture = expected->kind == TypeKind::kClosure || given > 0;
  if (may_capture && needed > given) {
    stack = Capture(quotation, span, checked.effect, needed - given, stack);
  } else if (expected->kind == TypeKind::kQuotation && !checked.lost) {
    CheckQuotationEffect(span, expected, checked.effect);
  }
  return arena_.Push(stack, Instantiate(arena_, expected, span), span);
}

// What the next word takes on top, else, outside other quotations, what the
// word being checked leaves on top. A template, or null.
Type* CurrentBodyChecker::ExpectedType(const Item* next, Nesting nesting) {
  const auto* call =
      next == nullptr ? nullptr : std::get_if<WordCall>(&next->node);
  if (call != nullptr) {
    const Effect* const effect =
        effects_.Find(call->name, RowRule::kCurrent).effect;
    const Stack* top = effect == nullptr ? nullptr : ItemAt(effect->inputs, 0);
    if (top != nullptr && Resolve(top->type)->kind == TypeKind::kQuotation) {
      return Resolve(top->type);
    }
  }
  if (nesting != Nesting::kWord || declared_.outputs == nullptr) return nullptr;
  const Stack* top = ItemAt(declared_.outputs, 0);
  const bool callable = top != nullptr && IsCallableType(Resolve(top->type));
  return callable ? Resolve(top->type) : nullptr;
}

// The quotation type the next word expects, filled in with what is known about
// the values it takes below, of which `stack` holds the first. Null if the next
// word expects none.
Type* CurrentBodyChecker::HintedType(const Item* next, Stack* stack) {
  const auto* call =
      next == nullptr ? nullptr : std::get_if<WordCall>(&next->node);
  if (call == nullptr) return nullptr;
  const Callee callee = effects_.Find(call->name, RowRule::kCurrent);
  if (callee.effect == nullptr) return nullptr;
  const Effect effect = Instantiate(arena_, *callee.effect, next->span);
  Stack* const quotation = ItemAt(effect.inputs, 0);
  if (quotation == nullptr || !IsCallableType(Resolve(quotation->type))) {
    return nullptr;
  }
  Stack* wanted = Resolve(quotation->below);
  Stack* found = Resolve(stack);
  while (wanted->kind == Stack::Kind::kItem &&
         found->kind == Stack::Kind::kItem) {
    UnifyFailure failure;
    if (!UnifyOperand(wanted->type, wanted->type, *found, failure)) break;
    wanted = Resolve(wanted->below);
    found = Resolve(found->below);
  }
  return Resolve(quotation->type);
}

CurrentBodyChecker::CheckedQuotation CurrentBodyChecker::CheckQuotationBody(
    const QuotationLiteral& quotation, Span span, Stack* start) {
  const Scope scope = std::exchange(scope_, {});
  BodyResult result = std::exchange(result_, {});
  const bool lost = std::exchange(lost_, false);
  Stack* const end = CheckBody(quotation.body, start, Nesting::kQuotation);
  if (!scope_.aux.empty() && !lost_) {
    ReportAt(DiagnosticCode::kAuxUnbalanced, span,
             "Quotation has unbalanced aux stack",
             "every `>aux` needs an `aux>` in the same body");
  }
  CheckedQuotation checked{{start, end, scope_.yields},
                           std::exchange(result_, std::move(result)),
                           lost_};
  scope_ = scope;
  lost_ = lost;
  return checked;
}

// The body starts with what the expected type supplies. If an operator in it
// finds its operands' types unknown, the body is checked once more with what
// the stack outside tells: the values below those that are captured are what
// the next word hands on, and the captured ones are below the inputs.
CurrentBodyChecker::CheckedQuotation CurrentBodyChecker::CheckQuotationBody(
    const QuotationLiteral& quotation, Span span, const Item* next,
    Stack* stack, Type* expected) {
  Stack* const start = expected == nullptr
                           ? arena_.Row()
                           : Instantiate(arena_, expected, span)->effect.inputs;
  CheckedQuotation first = CheckQuotationBody(quotation, span, start);
  const bool unresolved = absl::c_any_of(
      first.result.diagnostics.all(), [](const Diagnostic& diagnostic) {
        return diagnostic.code == DiagnosticCode::kOperatorTypes;
      });
  if (!unresolved || expected == nullptr || second_looks_ == 0) return first;
  --second_looks_;
  const size_t given = CountItems(expected->effect.inputs, SIZE_MAX);
  const size_t needed = CountItems(first.effect.inputs, SIZE_MAX);
  std::vector<Type*> captured;
  Stack* below = Resolve(stack);
  while (given > 0 && captured.size() + given < needed &&
         below->kind == Stack::Kind::kItem) {
    captured.push_back(below->type);
    below = Resolve(below->below);
  }
  Type* const hinted = HintedType(next, below);
  if (hinted == nullptr) return first;
  Stack* known = arena_.Row();
  for (auto type = captured.rbegin(); type != captured.rend(); ++type) {
    known = arena_.Push(known, *type, span);
  }
  for (const Stack* input : Items(hinted->effect.inputs)) {
    known = arena_.Push(known, input->type, span);
  }
  CheckedQuotation second = CheckQuotationBody(quotation, span, known);
  return second.result.diagnostics.empty() ? std::move(second)
                                           : std::move(first);
}

Stack* CurrentBodyChecker::Capture(const QuotationLiteral& quotation, Span span,
                                   const Effect& effect, size_t count,
                                   Stack* stack) {
  const auto fail = [&](std::string message) {
    TypePrinter printer;
    ReportAt(DiagnosticCode::kClosureCapture, span,
             absl::StrCat("closure capture: ", message), "",
             AlignedStacks("the quotation needs",
                           printer.PrintOperands(effect.inputs), "the stack is",
                           printer.Print(stack)));
    return arena_.Row();
  };
  if (count > kMaxCaptures) {
    return fail(absl::StrCat("a quotation can capture at most ", kMaxCaptures,
                             " values, this one needs ", count));
  }
  Stack* at = Resolve(stack);
  for (size_t i = 0; i < count; ++i) {
    if (at->kind != Stack::Kind::kItem) {
      if (lost_) return arena_.Row();
      return fail(absl::StrCat(
          "cannot pop from polymorphic stack: the quotation captures ", count,
          count == 1 ? " value" : " values", ", but ",
          i == 0 ? "none is"
                 : absl::StrCat("only ", i, i == 1 ? " is" : " are"),
          " known here"));
    }
    at = Resolve(at->below);
  }
  result_.captures.emplace_back(quotation.id, count);
  const size_t needed = CountItems(effect.inputs, SIZE_MAX);
  last_capture_ = LastCapture{span, needed, needed - count};
  if (!lost_) WarnOfCaptures(span, effect, count, stack);
  return at;
}

// When the closure runs, the captured values lie on top of its arguments,
// whatever the body's effect was matched with.
void CurrentBodyChecker::WarnOfCaptures(Span span, const Effect& effect,
                                        size_t count, Stack* stack) {
  const std::vector<Stack*> inputs = Items(effect.inputs);
  Stack* at = Resolve(stack);
  for (size_t i = 0; i < count; ++i, at = Resolve(at->below)) {
    const Stack* const input = inputs[inputs.size() - 1 - i];
    if (CouldBeSame(Resolve(input->type), Resolve(at->type))) continue;
    TypePrinter printer;
    Diagnostic warning{
        .code = DiagnosticCode::kCaptureType,
        .span = span,
        .message =
            absl::StrCat("this quotation captures ", printer.Print(at->type),
                         " where its body "
                         "takes ",
                         printer.Print(input->type)),
        .detail = AlignedStacks("the body takes",
                                printer.PrintOperands(effect.inputs),
                                "the stack is", printer.Print(stack)),
        .notes = {},
        .help =
            "when it runs, the captured values lie on top of its arguments"};
    AddOrigin(warning, at->type, at->origin);
    Warn(std::move(warning));
    return;
  }
}

void CurrentBodyChecker::CheckQuotationEffect(Span span, Type* expected,
                                              const Effect& effect) {
  UnifyFailure failure;
  Type* const wanted = Instantiate(arena_, expected, span);
  Type* const found =
      Instantiate(arena_, arena_.Callable(TypeKind::kQuotation, effect), span);
  TypePrinter printer;
  const std::string wanted_text = printer.Print(wanted);
  const std::string found_text = printer.Print(found);
  if (Unify(wanted, found, failure)) return;
  ReportAt(DiagnosticCode::kQuotationMismatch, span,
           absl::StrCat("quotation effect mismatch: expected ", wanted_text,
                        ", got ", found_text),
           EffectHelp(expected->effect, effect));
}

void CurrentBodyChecker::AddCapture(Diagnostic& diagnostic) {
  if (!last_capture_.has_value()) return;
  const size_t captured = last_capture_->needed - last_capture_->given;
  diagnostic.notes.push_back(
      {last_capture_->span,
       absl::StrCat("this quotation takes ", last_capture_->needed,
                    last_capture_->needed == 1 ? " value" : " values",
                    ", is given ", last_capture_->given, " and captures ",
                    captured, " from the stack")});
}

}  // namespace seq
