// Operators that stand for other words: `+` is `i.+`, `f.+` or `string.concat`.

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interp/current_body_checker.h"
#include "interp/type_printer.h"

namespace seq {
namespace {

// The word an operator stands for if both operands are of that kind; empty if
// there is none.
absl::string_view Target(const SugarTargets& targets, TypeKind kind) {
  switch (kind) {
    case TypeKind::kInt:
      return targets.of_ints;
    case TypeKind::kFloat:
      return targets.of_floats;
    case TypeKind::kString:
      return targets.of_strings;
    default:
      return "";
  }
}

// `i.+`, `f.+` or `string.concat`, as text for people.
std::string Alternatives(const SugarTargets& targets) {
  std::vector<std::string> names;
  for (const absl::string_view name :
       {targets.of_ints, targets.of_floats, targets.of_strings}) {
    if (!name.empty()) names.push_back(absl::StrCat("`", name, "`"));
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace

// One operand of known type is enough: both must have the same.
Stack* CurrentBodyChecker::CheckOperator(const WordCall& call,
                                         const WordRow& row, Span span,
                                         Stack* stack) {
  const auto kind_at = [stack](size_t depth) {
    const Stack* const item = ItemAt(stack, depth);
    return item == nullptr ? TypeKind::kVariable : Resolve(item->type)->kind;
  };
  const TypeKind top = kind_at(0);
  const TypeKind second = kind_at(1);
  const TypeKind known = top == TypeKind::kVariable ? second : top;
  const bool agree = second == known || second == TypeKind::kVariable;
  const absl::string_view target = agree ? Target(row.sugar, known) : "";
  const WordRow* const word =
      target.empty() ? nullptr : effects_.FindRow(target);
  if (word != nullptr) {
    result_.operators.emplace_back(&call, word);
    return Apply(call.name, *effects_.Find(target, RowRule::kCurrent).effect,
                 span, stack);
  }
  if (!lost_) ReportOperator(call, row, span, stack);
  lost_ = true;
  // All operators take two values and nearly all leave one.
  Stack* below = stack;
  for (int i = 0; i < 2; ++i) {
    Stack* const item = TopOrNew(below, span);
    if (item == nullptr) return arena_.Row();
    below = item->below;
  }
  return arena_.Push(below, arena_.Variable(), span);
}

void CurrentBodyChecker::ReportOperator(const WordCall& call,
                                        const WordRow& row, Span span,
                                        Stack* stack) {
  const Stack* const top = ItemAt(stack, 0);
  const Stack* const second = ItemAt(stack, 1);
  const std::string help =
      absl::StrCat("write the word itself: ", Alternatives(row.sugar));
  if (top == nullptr && Base(stack)->rigid) {
    ReportAt(DiagnosticCode::kStackUnderflow, span,
             absl::StrCat(call.name, ": stack underflow - `", call.name,
                          "` can't resolve here: requires 2 value(s), only 0 "
                          "provided"));
    return;
  }
  if (second == nullptr && top != nullptr && Base(stack)->rigid) {
    ReportAt(DiagnosticCode::kStackUnderflow, span,
             absl::StrCat("`", call.name,
                          "` requires matching types: stack underflow - "
                          "requires 2 value(s), only 1 provided"));
    return;
  }
  if (top == nullptr) {
    ReportAt(DiagnosticCode::kOperatorTypes, span,
             absl::StrCat("`", call.name,
                          "` can't resolve here — operand types not in scope"),
             help);
    return;
  }
  TypePrinter printer;
  const std::string second_text =
      second == nullptr ? ".." : printer.Print(second->type);
  Diagnostic diagnostic{
      .code = DiagnosticCode::kOperatorTypes,
      .span = span,
      .message = absl::StrCat("`", call.name, "` requires matching types (",
                              Alternatives(row.sugar), "), got (", second_text,
                              ", ", printer.Print(top->type), ")"),
      .detail = "",
      .notes = {},
      .help = ""};
  const TypeKind a =
      second == nullptr ? TypeKind::kVariable : Resolve(second->type)->kind;
  const TypeKind b = Resolve(top->type)->kind;
  if ((a == TypeKind::kInt && b == TypeKind::kFloat) ||
      (a == TypeKind::kFloat && b == TypeKind::kInt)) {
    diagnostic.help = "`int->float` turns an Int into a Float";
  } else if (a == TypeKind::kVariable && b == TypeKind::kVariable) {
    diagnostic.help = help;
  }
  if (second != nullptr) AddOrigin(diagnostic, second->type, second->origin);
  AddOrigin(diagnostic, top->type, top->origin);
  Report(std::move(diagnostic));
}

}  // namespace seq
