#include "interp/types.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
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

}  // namespace seq
