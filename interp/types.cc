#include "interp/types.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace seq {

TypeArena::TypeArena() : closed_{} { closed_.kind = Stack::Kind::kClosed; }

Type* TypeArena::Basic(TypeKind kind) {
  switch (kind) {
    case TypeKind::kInt:
      return &int_;
    case TypeKind::kBool:
      return &bool_;
    case TypeKind::kString:
      return &string_;
    case TypeKind::kQuotation:
    case TypeKind::kClosure:
    case TypeKind::kVariable:
      break;
  }
  return Variable();
}

Type* TypeArena::Variable() {
  return &types_.emplace_back(Type{TypeKind::kVariable, {}, false, nullptr});
}

Type* TypeArena::Callable(TypeKind kind, Effect effect, bool captures_all) {
  return &types_.emplace_back(Type{kind, effect, captures_all, nullptr});
}

Stack* TypeArena::Row(bool rigid) {
  Stack& row = stacks_.emplace_back();
  row.kind = Stack::Kind::kRow;
  row.rigid = rigid;
  return &row;
}

Stack* TypeArena::Push(Stack* below, Type* type, Span origin) {
  Stack& item = stacks_.emplace_back();
  item.kind = Stack::Kind::kItem;
  item.type = type;
  item.below = below;
  item.origin = origin;
  return &item;
}

Type* Resolve(Type* type) {
  while (type->kind == TypeKind::kVariable && type->binding != nullptr) {
    // Halve the path, so that long chains of bindings stay cheap.
    if (type->binding->kind == TypeKind::kVariable &&
        type->binding->binding != nullptr) {
      type->binding = type->binding->binding;
    }
    type = type->binding;
  }
  return type;
}

Stack* Resolve(Stack* stack) {
  while (stack->kind == Stack::Kind::kRow && stack->binding != nullptr) {
    if (stack->binding->kind == Stack::Kind::kRow &&
        stack->binding->binding != nullptr) {
      stack->binding = stack->binding->binding;
    }
    stack = stack->binding;
  }
  return stack;
}

std::vector<Stack*> Items(Stack* stack) {
  std::vector<Stack*> items;
  for (stack = Resolve(stack); stack->kind == Stack::Kind::kItem;
       stack = Resolve(stack->below)) {
    items.push_back(stack);
  }
  std::reverse(items.begin(), items.end());
  return items;
}

Stack* Base(Stack* stack) {
  stack = Resolve(stack);
  while (stack->kind == Stack::Kind::kItem) stack = Resolve(stack->below);
  return stack;
}

// --- Instantiation -------------------------------------------------------------

namespace {

class Copier {
 public:
  Copier(TypeArena& arena, Span origin) : arena_(arena), origin_(origin) {}

  Effect Copy(const Effect& effect) {
    return {Copy(effect.inputs), Copy(effect.outputs)};
  }

 private:
  Stack* Copy(Stack* stack) {
    const std::vector<Stack*> items = Items(stack);
    Stack* copy = CopyBase(Base(stack));
    for (const Stack* item : items) {
      copy = arena_.Push(copy, Copy(item->type), origin_);
    }
    return copy;
  }

  Stack* CopyBase(Stack* base) {
    if (base->kind == Stack::Kind::kClosed) return base;
    for (const auto& [from, to] : rows_) {
      if (from == base) return to;
    }
    return rows_.emplace_back(base, arena_.Row()).second;
  }

  Type* Copy(Type* type) {
    type = Resolve(type);
    if (IsCallableType(type)) {
      return arena_.Callable(type->kind, Copy(type->effect),
                             type->captures_all);
    }
    if (type->kind != TypeKind::kVariable) return type;
    for (const auto& [from, to] : variables_) {
      if (from == type) return to;
    }
    return variables_.emplace_back(type, arena_.Variable()).second;
  }

  TypeArena& arena_;
  const Span origin_;
  std::vector<std::pair<Type*, Type*>> variables_;
  std::vector<std::pair<Stack*, Stack*>> rows_;
};

}  // namespace

Effect Instantiate(TypeArena& arena, const Effect& effect, Span origin) {
  return Copier(arena, origin).Copy(effect);
}

// --- Unification ---------------------------------------------------------------

namespace {

// Whether the variable cell `variable` or the row cell `row` (one of them may be
// null) occurs in a type or stack.
bool Occurs(const Type* variable, const Stack* row, Stack* in);

bool Occurs(const Type* variable, const Stack* row, Type* in) {
  in = Resolve(in);
  if (in == variable) return true;
  return IsCallableType(in) && (Occurs(variable, row, in->effect.inputs) ||
                                Occurs(variable, row, in->effect.outputs));
}

bool Occurs(const Type* variable, const Stack* row, Stack* in) {
  for (in = Resolve(in); in->kind == Stack::Kind::kItem;
       in = Resolve(in->below)) {
    if (Occurs(variable, row, in->type)) return true;
  }
  return in == row;
}

bool FailTypes(Type* expected, Type* found, UnifyFailure& failure) {
  failure.reason = UnifyFailure::Reason::kTypes;
  failure.expected = expected;
  failure.found = found;
  return false;
}

bool BindVariable(Type* variable, Type* to, UnifyFailure& failure) {
  if (Occurs(variable, nullptr, to)) {
    failure.reason = UnifyFailure::Reason::kInfinite;
    return false;
  }
  variable->binding = to;
  return true;
}

bool BindRow(Stack* row, Stack* to, UnifyFailure& failure) {
  if (Occurs(nullptr, row, to)) {
    failure.reason = UnifyFailure::Reason::kInfinite;
    return false;
  }
  row->binding = to;
  return true;
}

bool IsFlexibleRow(const Stack* stack) {
  return stack->kind == Stack::Kind::kRow && !stack->rigid;
}

}  // namespace

bool Unify(Type* expected, Type* found, UnifyFailure& failure) {
  expected = Resolve(expected);
  found = Resolve(found);
  if (expected == found) return true;
  if (expected->kind == TypeKind::kVariable) {
    return BindVariable(expected, found, failure);
  }
  if (found->kind == TypeKind::kVariable) {
    return BindVariable(found, expected, failure);
  }
  if (!IsCallableType(expected) || !IsCallableType(found)) {
    return expected->kind == found->kind ||
           FailTypes(expected, found, failure);
  }
  // A mismatch inside is reported as one between the two quotation types:
  // people think of the whole quotation.
  if (Unify(expected->effect.inputs, found->effect.inputs, failure) &&
      Unify(expected->effect.outputs, found->effect.outputs, failure)) {
    return true;
  }
  return FailTypes(expected, found, failure);
}

bool Unify(Stack* expected, Stack* found, UnifyFailure& failure) {
  for (;;) {
    expected = Resolve(expected);
    found = Resolve(found);
    if (expected == found) return true;
    if (IsFlexibleRow(expected)) return BindRow(expected, found, failure);
    if (IsFlexibleRow(found)) return BindRow(found, expected, failure);
    if (expected->kind == Stack::Kind::kClosed &&
        found->kind == Stack::Kind::kClosed) {
      return true;
    }
    if (expected->kind != Stack::Kind::kItem ||
        found->kind != Stack::Kind::kItem) {
      failure.reason = UnifyFailure::Reason::kShape;
      return false;
    }
    if (!Unify(expected->type, found->type, failure)) {
      failure.origin = found->origin;
      return false;
    }
    expected = expected->below;
    found = found->below;
  }
}

// --- Printing ------------------------------------------------------------------

std::string TypePrinter::Print(Type* type) {
  type = Resolve(type);
  switch (type->kind) {
    case TypeKind::kInt:
      return "Int";
    case TypeKind::kBool:
      return "Bool";
    case TypeKind::kString:
      return "String";
    case TypeKind::kQuotation:
      return absl::StrCat("[ ", Print(type->effect), " ]");
    case TypeKind::kClosure:
      return absl::StrCat("Closure[ ", Print(type->effect), " ]");
    case TypeKind::kVariable:
      break;
  }
  auto known = std::find(variables_.begin(), variables_.end(), type);
  if (known == variables_.end()) {
    variables_.push_back(type);
    known = variables_.end() - 1;
  }
  constexpr absl::string_view kNames = "TUVWXYZABCDEFGHIJKLMNOPQRS";
  const auto index = static_cast<size_t>(known - variables_.begin());
  const std::string name(1, kNames[index % kNames.size()]);
  return index < kNames.size() ? name
                               : absl::StrCat(name, index / kNames.size());
}

std::string TypePrinter::PrintItems(Stack* stack) {
  std::string text = Base(stack)->kind == Stack::Kind::kRow ? ".." : "";
  for (const Stack* item : Items(stack)) {
    absl::StrAppend(&text, text.empty() ? "" : " ", Print(item->type));
  }
  return text;
}

std::string TypePrinter::Print(Stack* stack) {
  const std::string items = PrintItems(stack);
  return items.empty() ? "( )" : absl::StrCat("( ", items, " )");
}

std::string TypePrinter::Print(const Effect& effect) {
  std::string inputs = PrintItems(effect.inputs);
  std::string outputs = PrintItems(effect.outputs);
  // `..` on both sides says nothing a reader would miss.
  const auto starts_open = [](absl::string_view text) {
    return text.substr(0, 2) == "..";
  };
  if (starts_open(inputs) && starts_open(outputs)) {
    inputs.erase(0, inputs.size() > 2 ? 3 : 2);
    outputs.erase(0, outputs.size() > 2 ? 3 : 2);
  }
  return absl::StrCat(inputs, inputs.empty() ? "" : " ", "--",
                      outputs.empty() ? "" : " ", outputs);
}

}  // namespace seq
