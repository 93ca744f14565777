#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
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

// A word that turns one type into another.
struct Conversion {
  TypeKind from;
  TypeKind to;
  absl::string_view advice;
};

constexpr Conversion kConversions[] = {
    {TypeKind::kInt, TypeKind::kString,
     "`int->string` turns an Int into a String"},
    {TypeKind::kFloat, TypeKind::kString,
     "`float->string` turns a Float into a String"},
    {TypeKind::kSymbol, TypeKind::kString,
     "`symbol->string` turns a Symbol into a String"},
    {TypeKind::kInt, TypeKind::kFloat,
     "`int->float` turns an Int into a Float"},
    {TypeKind::kFloat, TypeKind::kInt,
     "`float->int` turns a Float into an Int"},
    {TypeKind::kString, TypeKind::kSymbol,
     "`string->symbol` turns a String into a Symbol"},
    {TypeKind::kString, TypeKind::kInt,
     "`string->int` reads an Int from a String and says whether it could"},
    {TypeKind::kString, TypeKind::kFloat,
     "`string->float` reads a Float from a String and says whether it could"},
    {TypeKind::kInt, TypeKind::kSocket,
     "`fd->socket` turns an Int into a Socket"},
    {TypeKind::kSocket, TypeKind::kInt,
     "`socket->fd` turns a Socket into an Int"},
};

// What could mend a wrong type.
std::string Remedy(Type* expected, Type* found, const WordEffects& effects) {
  for (const Conversion& conversion : kConversions) {
    const absl::string_view name =
        conversion.advice.substr(1, conversion.advice.find('`', 1) - 1);
    if (Resolve(expected)->kind == conversion.to &&
        Resolve(found)->kind == conversion.from && effects.IsBuiltIn(name)) {
      return std::string(conversion.advice);
    }
  }
  return "";
}

}  // namespace

Stack* ItemAt(Stack* stack, size_t depth) {
  Stack* at = Resolve(stack);
  for (; at->kind == Stack::Kind::kItem && depth > 0; --depth) {
    at = Resolve(at->below);
  }
  return at->kind == Stack::Kind::kItem ? at : nullptr;
}

Stack* BodyChecker::Apply(absl::string_view name, const Effect& declared,
                          Span span, Stack* stack) {
  const Effect effect = InstantiateCallee(declared, span);
  const bool flat = !HoldsCallables(effect.inputs);
  std::vector<std::pair<const Type*, Span>> origins;
  Misfit misfit;
  if (LacksOperands(declared, stack, &misfit)) {
    return FailApply(name, declared, span, stack, misfit);
  }
  Stack* wanted = Resolve(effect.inputs);
  Stack* found = Resolve(stack);
  // The template of `wanted`: the same items, with variables nobody binds. It
  // ends before `wanted` does if a quotation has shown what its row stands for.
  const Stack* generic = Resolve(declared.inputs);
  while (wanted->kind == Stack::Kind::kItem &&
         found->kind == Stack::Kind::kItem) {
    if (wanted->type->kind == TypeKind::kVariable) {
      origins.emplace_back(wanted->type, found->origin);
    }
    const bool declared_item = generic->kind == Stack::Kind::kItem;
    Type* const type = declared_item ? generic->type : wanted->type;
    if (!UnifyOperand(type, wanted->type, *found, misfit.failure)) {
      misfit.failure.origin = found->origin;
      return FailApply(name, declared, span, stack, misfit);
    }
    ++misfit.fitting;
    wanted = Resolve(wanted->below);
    found = Resolve(found->below);
    if (declared_item) generic = Resolve(generic->below);
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

// In the current edition a missing operand is reported before a wrong one.
bool BodyChecker::LacksOperands(const Effect& declared, Stack* stack,
                                Misfit* misfit) {
  if (rule_ != RowRule::kCurrent) return false;
  const size_t needed = CountItems(declared.inputs, SIZE_MAX);
  const size_t present = CountItems(stack, needed);
  if (present == needed || !Base(stack)->rigid) return false;
  misfit->fitting = present;
  misfit->failure.reason = UnifyFailure::Reason::kShape;
  return true;
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
    DescribeTypeMisfit(name, declared, stack, misfit, diagnostic);
  } else if (misfit.failure.reason == UnifyFailure::Reason::kInfinite) {
    absl::StrAppend(&diagnostic.message,
                    "Occurs check failed: the stack would have to contain "
                    "itself");
  } else if (misfit.fitting < needed && rule_ == RowRule::kCurrent) {
    diagnostic.code = DiagnosticCode::kStackUnderflow;
    diagnostic.message =
        absl::StrCat(name, ": stack underflow - requires ", needed,
                     " value(s), only ", misfit.fitting, " provided");
    AddCapture(diagnostic);
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

// The word of another type that fits what is on the stack: `i.+` where somebody
// wrote `f.+`.
std::string BodyChecker::Sibling(absl::string_view name, const Effect& declared,
                                 Stack* stack) {
  struct Family {
    absl::string_view prefix;
    TypeKind kind;
    absl::string_view values;
  };
  static constexpr Family kFamilies[] = {
      {"i.", TypeKind::kInt, "Ints"},
      {"f.", TypeKind::kFloat, "Floats"},
  };
  const bool typed =
      absl::StartsWith(name, "i.") || absl::StartsWith(name, "f.");
  if (rule_ != RowRule::kCurrent || !typed) return "";
  const size_t operands = CountItems(declared.inputs, 4);
  for (const Family& family : kFamilies) {
    bool fits = operands > 0;
    for (size_t i = 0; i < operands; ++i) {
      fits = fits && KindAt(stack, i) == family.kind;
    }
    const std::string sibling = absl::StrCat(family.prefix, name.substr(2));
    if (fits && sibling != name && effects_.IsBuiltIn(sibling)) {
      return absl::StrCat("`", sibling, "` does that for ", family.values);
    }
  }
  return "";
}

void BodyChecker::DescribeTypeMisfit(absl::string_view name,
                                     const Effect& declared, Stack* stack,
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
  if (rule_ == RowRule::kCurrent) {
    absl::StrAppend(&diagnostic.message, "Type mismatch: cannot unify ",
                    printer.Print(expected), " with ",
                    printer.Print(failure.found));
  } else {
    absl::StrAppend(&diagnostic.message, "Type mismatch: expected ",
                    printer.Print(expected), ", found ",
                    printer.Print(failure.found));
  }
  if (operand == nullptr) {
    absl::StrAppend(&diagnostic.message, " below the operands");
  }
  AddOrigin(diagnostic, failure.found, failure.origin);
  if (AreSwapped(declared.inputs, stack)) {
    diagnostic.help = "the two values on top are the other way round";
  } else if (IsCallableType(Resolve(failure.found))) {
    diagnostic.help = Contract(expected);
  } else {
    diagnostic.help = Sibling(name, declared, stack);
    if (diagnostic.help.empty()) {
      diagnostic.help = Remedy(expected, failure.found, effects_);
    }
  }
}

}  // namespace seq
