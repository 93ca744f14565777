#include "interp/types.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "interp/limits.h"

namespace seq {

TypeArena::TypeArena() : closed_{} {
  closed_.kind = Stack::Kind::kClosed;
  for (size_t i = 0; i < basic_.size(); ++i) {
    basic_[i].kind = static_cast<TypeKind>(i);
  }
}

Type* TypeArena::Union(const UnionDefinition* definition) {
  return &types_.emplace_back(
      Type{.kind = TypeKind::kUnion, .definition = definition});
}

Type* TypeArena::Variable() {
  return &types_.emplace_back(
      Type{.kind = TypeKind::kVariable, .level = ++last_level_});
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
  struct Options {
    Span origin = {};           // of the copied items
    bool keep_origins = false;  // …instead
    bool keep_rigid_rows = false;
    bool callables_apart = false;  // those that are items of the stack itself
  };

  Copier(TypeArena& arena, const Options& options)
      : arena_(arena), options_(options) {}

  Effect Copy(const Effect& effect) {
    return {Copy(effect.inputs), Copy(effect.outputs), effect.yields};
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

  Stack* Copy(Stack* stack) {
    const std::vector<Stack*> items = Items(stack);
    Stack* copy = CopyBase(Base(stack));
    for (const Stack* item : items) {
      copy =
          arena_.Push(copy, CopyItem(item->type),
                      options_.keep_origins ? item->origin : options_.origin);
    }
    return copy;
  }

  void SetCallablesApart() { options_.callables_apart = true; }

 private:
  Type* CopyItem(Type* type) {
    const bool apart = options_.callables_apart && nesting_ == 0 &&
                       IsCallableType(Resolve(type));
    return apart ? Copier(arena_, {.origin = options_.origin}).Copy(type)
                 : Copy(type);
  }

  Stack* CopyBase(Stack* base) {
    const bool kept = base->kind == Stack::Kind::kClosed ||
                      (base->rigid && options_.keep_rigid_rows);
    if (kept) return base;
    Stack*& copy = rows_[base];
    if (copy == nullptr) copy = arena_.Row();
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
  Options options_;
  int nesting_ = 0;
  absl::flat_hash_map<const Type*, Type*> types_;
  absl::flat_hash_map<const Stack*, Stack*> rows_;
};

}  // namespace

Effect Instantiate(TypeArena& arena, const Effect& effect, Span origin) {
  return Copier(arena, {.origin = origin}).Copy(effect);
}

Type* Instantiate(TypeArena& arena, Type* type, Span origin) {
  return Copier(arena, {.origin = origin}).Copy(type);
}

Effect InstantiateForCall(TypeArena& arena, const Effect& effect, Span origin) {
  Copier copier(arena, {.origin = origin});
  Stack* const inputs = copier.Copy(effect.inputs);
  copier.SetCallablesApart();
  return {inputs, copier.Copy(effect.outputs), effect.yields};
}

Stack* InstantiateOwn(TypeArena& arena, Stack* side, bool apart) {
  return Copier(arena, {.keep_origins = true,
                        .keep_rigid_rows = true,
                        .callables_apart = apart})
      .Copy(side);
}

}  // namespace seq
