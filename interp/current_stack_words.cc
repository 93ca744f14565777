// `pick` and `roll` with a literal index, and the side stack.

#include "absl/strings/str_cat.h"
#include "interp/current_body_checker.h"
#include "interp/type_printer.h"

namespace seq {

Stack* CurrentBodyChecker::CheckPick(absl::string_view name, int64_t depth,
                                     Span span, Stack* stack, bool moves) {
  if (depth < 0) {
    ReportAt(DiagnosticCode::kNegativeIndex, span,
             absl::StrCat(name, ": index must be non-negative, got ", depth),
             "the value on top has the index 0");
    return stack;
  }
  // The values above the one in question, the top first.
  std::vector<const Stack*> above;
  Stack* at = Resolve(stack);
  while (at->kind == Stack::Kind::kItem &&
         above.size() < static_cast<uint64_t>(depth)) {
    above.push_back(at);
    at = Resolve(at->below);
  }
  if (at->kind != Stack::Kind::kItem) {
    // It belongs to whoever called this; nothing is known about it here.
    return arena_.Push(stack, arena_.Variable(), span);
  }
  if (!moves) return arena_.Push(stack, at->type, at->origin);
  Stack* result = at->below;
  for (auto item = above.rbegin(); item != above.rend(); ++item) {
    result = arena_.Push(result, (*item)->type, (*item)->origin);
  }
  return arena_.Push(result, at->type, at->origin);
}

Stack* CurrentBodyChecker::CheckToAux(Span span, Stack* stack) {
  Stack* const top = Resolve(stack);
  if (top->kind == Stack::Kind::kItem) {
    scope_.aux.push_back(top->type);
    return top->below;
  }
  if (!lost_) {
    ReportAt(DiagnosticCode::kAuxValue, span,
             ">aux: cannot pop from polymorphic stack",
             "only a value that is known here can go to the aux stack");
  }
  scope_.aux.push_back(arena_.Variable());
  return stack;
}

Stack* CurrentBodyChecker::CheckFromAux(Span span, Stack* stack) {
  if (scope_.aux.empty()) {
    if (!lost_) {
      ReportAt(
          DiagnosticCode::kAuxEmpty, span, "aux>: aux stack is empty",
          "`>aux` must come before it in the same body; a quotation has an "
          "aux stack of its own");
    }
    lost_ = true;
    return arena_.Push(stack, arena_.Variable(), span);
  }
  Type* const type = scope_.aux.back();
  scope_.aux.pop_back();
  return arena_.Push(stack, type, span);
}

bool CurrentBodyChecker::SameAux(const std::vector<Type*>& a,
                                 const std::vector<Type*>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    UnifyFailure failure;
    if (!Unify(a[i], b[i], failure)) return false;
  }
  return true;
}

}  // namespace seq
