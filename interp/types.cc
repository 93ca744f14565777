#include "interp/types.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "interp/limits.h"

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
  return &types_.emplace_back(
      Type{.kind = TypeKind::kVariable, .effect = {}, .level = ++last_level_});
}

Type* TypeArena::Callable(TypeKind kind, Effect effect, bool captures_all) {
  return &types_.emplace_back(
      Type{.kind = kind,
           .effect = effect,
           .captures_all = captures_all,
           .level = std::max(effect.inputs->level, effect.outputs->level)});
}

Stack* TypeArena::Row(bool rigid) {
  Stack& row = stacks_.emplace_back();
  row.kind = Stack::Kind::kRow;
  row.rigid = rigid;
  row.level = ++last_level_;
  return &row;
}

Stack* TypeArena::Push(Stack* below, Type* type, Span origin) {
  Stack& item = stacks_.emplace_back();
  item.kind = Stack::Kind::kItem;
  item.type = type;
  item.below = below;
  item.origin = origin;
  item.level = std::max(type->level, below->level);
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

size_t CountItems(Stack* stack, size_t limit) {
  size_t count = 0;
  for (stack = Resolve(stack);
       count < limit && stack->kind == Stack::Kind::kItem;
       stack = Resolve(stack->below)) {
    ++count;
  }
  return count;
}

// --- Instantiation
// -------------------------------------------------------------

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
    Stack*& copy = rows_[base];
    if (copy == nullptr) copy = arena_.Row();
    return copy;
  }

  Type* Copy(Type* type) {
    type = Resolve(type);
    if (type->kind != TypeKind::kVariable && !IsCallableType(type)) return type;
    const auto known = types_.find(type);
    if (known != types_.end()) return known->second;
    Type* const copy = CopyNew(type);
    types_.emplace(type, copy);
    return copy;
  }

  Type* CopyNew(const Type* type) {
    if (!IsCallableType(type) || nesting_ == kMaxInferredNesting) {
      return arena_.Variable();
    }
    ++nesting_;
    const Effect effect = Copy(type->effect);
    --nesting_;
    return arena_.Callable(type->kind, effect, type->captures_all);
  }

  TypeArena& arena_;
  const Span origin_;
  int nesting_ = 0;
  absl::flat_hash_map<const Type*, Type*> types_;
  absl::flat_hash_map<const Stack*, Stack*> rows_;
};

}  // namespace

Effect Instantiate(TypeArena& arena, const Effect& effect, Span origin) {
  return Copier(arena, origin).Copy(effect);
}

// --- Unification
// ---------------------------------------------------------------

namespace {

// Decides whether an unbound variable or row, `cell`, may be bound to
// something: not if it occurs there. Lowers levels on the way, so that what the
// cell is bound to is no more recent than the cell.
class Admission {
 public:
  Admission(const void* cell, uint32_t level) : cell_(cell), level_(level) {}

  bool Admits(Type* in) {
    in = Resolve(in);
    if (in == cell_) return false;
    if (in->level < level_) return true;
    if (IsCallableType(in) && !AdmitsCallable(in)) return false;
    in->level = level_;
    return true;
  }

  bool Admits(Stack* in) {
    Stack* const top = Resolve(in);
    Stack* at = top;
    for (; MayHold(at); at = Resolve(at->below)) {
      if (!Admits(at->type)) return false;
    }
    if (at == cell_) return false;
    // Only now: a level may never be lower than what lies below.
    for (at = top; MayHold(at); at = Resolve(at->below)) at->level = level_;
    at->level = std::min(at->level, level_);
    return true;
  }

 private:
  bool MayHold(const Stack* at) const {
    return at->level >= level_ && at->kind == Stack::Kind::kItem;
  }

  bool AdmitsCallable(const Type* in) {
    // A type may occur in many places of another.
    if (!seen_.insert(in).second) return true;
    if (nesting_ == kMaxInferredNesting) return false;
    ++nesting_;
    const bool admitted =
        Admits(in->effect.inputs) && Admits(in->effect.outputs);
    --nesting_;
    return admitted;
  }

  const void* const cell_;
  const uint32_t level_;
  int nesting_ = 0;
  absl::flat_hash_set<const Type*> seen_;
};

bool FailTypes(Type* expected, Type* found, UnifyFailure& failure) {
  failure.reason = UnifyFailure::Reason::kTypes;
  failure.expected = expected;
  failure.found = found;
  return false;
}

// Cell is Type or Stack.
template <typename Cell>
bool Bind(Cell* variable, Cell* to, UnifyFailure& failure) {
  if (!Admission(variable, variable->level).Admits(to)) {
    failure.reason = UnifyFailure::Reason::kInfinite;
    return false;
  }
  variable->binding = to;
  return true;
}

}  // namespace

bool Unify(Type* expected, Type* found, UnifyFailure& failure) {
  expected = Resolve(expected);
  found = Resolve(found);
  if (expected == found) return true;
  if (expected->kind == TypeKind::kVariable) {
    return Bind(expected, found, failure);
  }
  if (found->kind == TypeKind::kVariable) {
    return Bind(found, expected, failure);
  }
  if (!IsCallableType(expected) || !IsCallableType(found)) {
    return expected->kind == found->kind || FailTypes(expected, found, failure);
  }
  if (failure.nesting == kMaxInferredNesting) return true;
  ++failure.nesting;
  const bool equal =
      Unify(expected->effect.inputs, found->effect.inputs, failure) &&
      Unify(expected->effect.outputs, found->effect.outputs, failure);
  --failure.nesting;
  // A mismatch inside is reported as one between the two quotation types:
  // people think of the whole quotation.
  return equal || FailTypes(expected, found, failure);
}

bool Unify(Stack* expected, Stack* found, UnifyFailure& failure) {
  for (;;) {
    expected = Resolve(expected);
    found = Resolve(found);
    if (expected == found) return true;
    if (IsFlexibleRow(expected)) return Bind(expected, found, failure);
    if (IsFlexibleRow(found)) return Bind(found, expected, failure);
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
      failure.expected_origin = expected->origin;
      failure.origin = found->origin;
      return false;
    }
    expected = expected->below;
    found = found->below;
  }
}

// --- Printing
// ------------------------------------------------------------------

namespace {

// How many items of a stack, and how many levels of quotation types, are shown.
constexpr size_t kShownItems = 8;
constexpr int kShownNesting = 4;

// The index-th of the single-letter names, then T1, U1 …
std::string NthName(absl::string_view letters, size_t index) {
  const std::string name(1, letters[index % letters.size()]);
  return index < letters.size() ? name
                                : absl::StrCat(name, index / letters.size());
}

template <typename Cell>
size_t IndexOf(std::vector<Cell*>& cells, Cell* cell) {
  auto known = std::find(cells.begin(), cells.end(), cell);
  if (known == cells.end()) known = cells.insert(known, cell);
  return static_cast<size_t>(known - cells.begin());
}

std::string JoinWords(absl::string_view a, absl::string_view b) {
  return absl::StrCat(a, a.empty() || b.empty() ? "" : " ", b);
}

std::string InParentheses(absl::string_view items) {
  return items.empty() ? "( )" : absl::StrCat("( ", items, " )");
}

}  // namespace

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
  return NameOf(type);
}

std::string TypePrinter::NameOf(Type* variable) {
  return NthName("TUVWXYZABCDEFGHIJKLMNOPQRS", IndexOf(variables_, variable));
}

std::string TypePrinter::NameOf(Stack* row) {
  return absl::StrCat(
      "..", NthName("abcdefghijklmnopqrstuvwxyz", IndexOf(rows_, row)));
}

std::string TypePrinter::PrintItems(Stack* stack) {
  std::vector<Stack*> shown;
  Stack* at = Resolve(stack);
  for (; at->kind == Stack::Kind::kItem && shown.size() < kShownItems;
       at = Resolve(at->below)) {
    shown.push_back(at);
  }
  std::string text = at->kind == Stack::Kind::kItem ? "…" : "";
  for (auto item = shown.rbegin(); item != shown.rend(); ++item) {
    text = JoinWords(text, Print((*item)->type));
  }
  return text;
}

std::string TypePrinter::PrintOperands(Stack* stack) {
  return InParentheses(PrintItems(stack));
}

std::string TypePrinter::Print(Stack* stack) {
  const bool open = IsFlexibleRow(Base(stack));
  return InParentheses(JoinWords(open ? ".." : "", PrintItems(stack)));
}

std::string TypePrinter::Print(const Effect& effect) {
  if (depth_ == kShownNesting) return "…";
  ++depth_;
  std::string inputs = PrintItems(effect.inputs);
  std::string outputs = PrintItems(effect.outputs);
  --depth_;
  // The same row on both sides says nothing a reader would miss.
  Stack* const below = Base(effect.inputs);
  Stack* const left = Base(effect.outputs);
  if (below != left) {
    if (IsFlexibleRow(below)) inputs = JoinWords(NameOf(below), inputs);
    if (IsFlexibleRow(left)) outputs = JoinWords(NameOf(left), outputs);
  }
  return JoinWords(JoinWords(inputs, "--"), outputs);
}

std::string AlignedStacks(absl::string_view label, absl::string_view stack,
                          absl::string_view other_label,
                          absl::string_view other_stack) {
  const auto columns = [](absl::string_view text) {
    return std::count_if(text.begin(), text.end(),
                         [](char byte) { return (byte & 0xC0) != 0x80; });
  };
  const auto labels = std::max(columns(label), columns(other_label));
  const auto stacks = std::max(columns(stack), columns(other_stack));
  const auto line = [&](absl::string_view name, absl::string_view text) {
    const auto pad = labels - columns(name) + stacks - columns(text) + 1;
    return absl::StrCat(name, std::string(static_cast<size_t>(pad), ' '), text);
  };
  return absl::StrCat(line(label, stack), "\n", line(other_label, other_stack));
}

}  // namespace seq
