#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interp/body_checker.h"
#include "interp/type_printer.h"

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

std::string OnlyValues(size_t count) {
  return count == 0   ? "there is none"
         : count == 1 ? "there is only 1"
                      : absl::StrCat("there are only ", count);
}

// The item `depth` below the top; null if there is none.
Stack* ItemAt(Stack* stack, size_t depth) {
  Stack* at = Resolve(stack);
  for (; at->kind == Stack::Kind::kItem && depth > 0; --depth) {
    at = Resolve(at->below);
  }
  return at->kind == Stack::Kind::kItem ? at : nullptr;
}

TypeKind KindAt(Stack* stack, size_t depth) {
  const Stack* item = ItemAt(stack, depth);
  return item == nullptr ? TypeKind::kVariable : Resolve(item->type)->kind;
}

// Whether the two top values would fit the other way round.
bool AreSwapped(Stack* wanted, Stack* found) {
  const TypeKind top = KindAt(wanted, 0);
  const TypeKind second = KindAt(wanted, 1);
  const auto fits = [](TypeKind want, TypeKind have) {
    return want == TypeKind::kVariable || want == have;
  };
  return top != second && CountItems(wanted, 2) == 2 &&
         CountItems(found, 2) == 2 && KindAt(found, 0) != KindAt(found, 1) &&
         fits(top, KindAt(found, 1)) && fits(second, KindAt(found, 0));
}

// What a quotation of this type must do to the stack it runs on, if its type
// says so in one sentence.
std::string Contract(Type* type) {
  type = Resolve(type);
  if (!IsCallableType(type)) return "";
  const Effect& effect = type->effect;
  if (Base(effect.inputs) != Base(effect.outputs) ||
      CountItems(effect.inputs, 1) != 0) {
    return "";
  }
  const std::vector<Stack*> left = Items(effect.outputs);
  if (left.empty()) {
    return "this quotation must leave the stack as it found it";
  }
  if (left.size() > 1) return "";
  TypePrinter printer;
  return absl::StrCat(
      "this quotation must leave the stack as it found it, with a new ",
      printer.Print(left[0]->type), " on top");
}

// What could mend a wrong type.
std::string Remedy(Type* expected, Type* found) {
  expected = Resolve(expected);
  found = Resolve(found);
  if (expected->kind == TypeKind::kString && found->kind == TypeKind::kInt) {
    return "`int->string` turns an Int into a String";
  }
  return "";
}

}  // namespace

Stack* BodyChecker::CheckWordCall(const WordCall& call, Span span,
                                  Stack* stack) {
  const Callee callee = effects_.Find(call.name, rule_);
  if (callee.kind == Callee::Kind::kUnknown) {
    lost_ = true;
    return arena_.Row();
  }
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
  if (callee.kind == Callee::Kind::kBuiltIn &&
      callee.row->typing == WordTyping::kCall) {
    return CheckCallWord(call.name, span, stack, *callee.effect);
  }
  return Apply(call.name, *callee.effect, span, stack);
}

Stack* BodyChecker::CheckCallWord(absl::string_view name, Span span,
                                  Stack* stack, const Effect& generic) {
  Stack* top = Resolve(stack);
  Type* const callee =
      top->kind == Stack::Kind::kItem ? Resolve(top->type) : nullptr;
  // The edition's own rule does not look at the callee.
  if (rule_ == RowRule::kEdition || callee == nullptr ||
      !IsCallableType(callee)) {
    return Apply(name, generic, span, stack);
  }
  if (!callee->captures_all) {
    return Apply(name, callee->effect, span, top->below);
  }
  // It needs nothing, so it runs on any stack.
  Stack* result = top->below;
  for (const Stack* output : Items(callee->effect.outputs)) {
    result = arena_.Push(result, output->type, span);
  }
  return result;
}

Stack* BodyChecker::Apply(absl::string_view name, const Effect& declared,
                          Span span, Stack* stack) {
  const Effect effect = Instantiate(arena_, declared, span);
  const bool flat = !HoldsCallables(effect.inputs);
  std::vector<std::pair<const Type*, Span>> origins;
  Misfit misfit;
  Stack* wanted = Resolve(effect.inputs);
  Stack* found = Resolve(stack);
  while (wanted->kind == Stack::Kind::kItem &&
         found->kind == Stack::Kind::kItem) {
    if (wanted->type->kind == TypeKind::kVariable) {
      origins.emplace_back(wanted->type, found->origin);
    }
    if (!Unify(wanted->type, AsOperand(wanted->type, *found), misfit.failure)) {
      misfit.failure.origin = found->origin;
      return FailApply(name, declared, span, stack, misfit);
    }
    ++misfit.fitting;
    wanted = Resolve(wanted->below);
    found = Resolve(found->below);
  }
  misfit.wanted = wanted;
  misfit.found = found;
  if (flat && wanted->kind == Stack::Kind::kRow) {
    // A new row that occurs nowhere else.
    wanted->binding = found;
  } else if (!Unify(wanted, found, misfit.failure)) {
    return FailApply(name, declared, span, stack, misfit);
  }
  InheritOrigins(origins, effect.outputs);
  return effect.outputs;
}

// The type of a value as its user may see it. That a quotation can run on an
// empty stack does not mean it only ever will, and one that needs nothing runs
// on any stack.
Type* BodyChecker::AsOperand(Type* wanted, const Stack& found) {
  wanted = Resolve(wanted);
  Type* const type = Resolve(found.type);
  if (!IsCallableType(wanted) || !IsCallableType(type) ||
      wanted->captures_all == type->captures_all) {
    return type;
  }
  const Effect effect = Instantiate(arena_, type->effect, found.origin);
  if (wanted->captures_all) return arena_.Callable(type->kind, effect);
  Stack* const below = arena_.Row();
  Stack* left = below;
  for (const Stack* output : Items(effect.outputs)) {
    left = arena_.Push(left, output->type, output->origin);
  }
  return arena_.Callable(type->kind, {below, left});
}

void BodyChecker::InheritOrigins(
    const std::vector<std::pair<const Type*, Span>>& origins, Stack* outputs) {
  if (origins.empty()) return;
  // The word's own items; what lies below them was there before.
  for (Stack* at = outputs; at->kind == Stack::Kind::kItem; at = at->below) {
    for (const auto& [variable, origin] : origins) {
      if (at->type == variable) at->origin = origin;
    }
  }
}

Stack* BodyChecker::FailApply(absl::string_view name, const Effect& declared,
                              Span span, Stack* stack, const Misfit& misfit) {
  TypePrinter printer;
  Diagnostic diagnostic{
      .code = DiagnosticCode::kStackMismatch,
      .span = span,
      .message = absl::StrCat(name, ": stack type mismatch. "),
      .detail =
          AlignedStacks("expected", printer.PrintOperands(declared.inputs),
                        "found", printer.Print(stack)),
      .notes = {},
      .help = ""};
  const size_t needed = Items(declared.inputs).size();
  if (misfit.failure.reason == UnifyFailure::Reason::kTypes) {
    DescribeTypeMisfit(declared, stack, misfit, diagnostic);
  } else if (misfit.fitting < needed) {
    diagnostic.code = DiagnosticCode::kStackUnderflow;
    absl::StrAppend(&diagnostic.message, "Stack shape mismatch: needs ",
                    Values(needed), ", but ", OnlyValues(misfit.fitting));
  } else if (const size_t below = Items(misfit.wanted).size(); below > 0) {
    diagnostic.code = DiagnosticCode::kStackUnderflow;
    absl::StrAppend(&diagnostic.message,
                    "Stack shape mismatch: the quotation needs ", Values(below),
                    " below it, but ",
                    OnlyValues(CountItems(misfit.found, below)));
  } else {
    absl::StrAppend(&diagnostic.message,
                    "Stack shape mismatch: what lies below the operands does "
                    "not fit");
  }
  Report(std::move(diagnostic));
  Stack* recovered = arena_.Row();
  for (size_t left = Items(declared.outputs).size(); left > 0; --left) {
    recovered = arena_.Push(recovered, arena_.Variable());
  }
  return recovered;
}

void BodyChecker::DescribeTypeMisfit(const Effect& declared, Stack* stack,
                                     const Misfit& misfit,
                                     Diagnostic& diagnostic) {
  const UnifyFailure& failure = misfit.failure;
  // As declared, not as far as it had been matched when it failed; a variable
  // says nothing by itself.
  const Stack* operand = ItemAt(declared.inputs, misfit.fitting);
  Type* expected = failure.expected;
  if (operand != nullptr &&
      Resolve(operand->type)->kind != TypeKind::kVariable) {
    expected = operand->type;
  }
  TypePrinter printer;
  absl::StrAppend(&diagnostic.message, "Type mismatch: expected ",
                  printer.Print(expected), ", found ",
                  printer.Print(failure.found));
  if (operand == nullptr) {
    absl::StrAppend(&diagnostic.message, " below the operands");
  }
  AddOrigin(diagnostic, failure.found, failure.origin);
  if (AreSwapped(declared.inputs, stack)) {
    diagnostic.help = "the two values on top are the other way round";
  } else if (IsCallableType(Resolve(failure.found))) {
    diagnostic.help = Contract(expected);
  } else {
    diagnostic.help = Remedy(expected, failure.found);
  }
}

}  // namespace seq
