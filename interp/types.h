// Types and stack types as the checker sees them.
//
// A stack type is a list of item types on top of a base: closed (nothing is
// below) or a row variable (anything may be). Lists share their tails, so
// pushing and popping are O(1). Variables are cells that unification binds in
// place; Resolve follows the bindings.
//
// A row variable is *rigid* where a word's body must leave it alone: values it
// stands for belong to the caller. Every other variable is flexible.
//
// Every cell has a level: an upper bound on how recent the variables it holds
// are. A variable cannot occur in a cell of a lower level, which makes nearly
// all occurs checks O(1), however deep the stack (Rémy, "Extension of ML type
// system with a sorted equation theory on types", 1992).
//
// Everything lives in a TypeArena and dies with it. Not thread-safe.

#ifndef SEQ_INTERP_TYPES_H_
#define SEQ_INTERP_TYPES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "interp/source.h"

namespace seq {

struct Stack;
struct UnionDefinition;

// What a word or quotation does to the stack.
struct Effect {
  Stack* inputs = nullptr;
  Stack* outputs = nullptr;
  bool yields = false;  // hands values to whoever resumes the weave it runs in
};

enum class TypeKind : uint8_t {
  // Basic types; TypeArena::Basic makes them.
  kInt,
  kFloat,
  kBool,
  kString,
  kSymbol,
  kChannel,
  kSocket,
  kVariant,  // some tagged value: goes with any union
  // Others.
  kUnion,
  kQuotation,
  kClosure,
  kVariable,
};

struct Type {
  TypeKind kind;
  Effect effect = {};                           // kQuotation, kClosure
  const UnionDefinition* definition = nullptr;  // kUnion
  // The input side was written empty: a literal given to a parameter of this
  // type captures everything it needs.
  bool captures_all = false;  // kQuotation
  Type* binding = nullptr;    // kVariable, once bound
  uint32_t level = 0;
};

struct Stack {
  enum class Kind : uint8_t { kItem, kRow, kClosed };
  Kind kind;
  Type* type = nullptr;      // kItem
  Stack* below = nullptr;    // kItem
  Span origin;               // kItem: where the value was pushed
  bool rigid = false;        // kRow
  Stack* binding = nullptr;  // kRow, once bound
  uint32_t level = 0;
};

class TypeArena {
 public:
  TypeArena();
  TypeArena(const TypeArena&) = delete;
  TypeArena& operator=(const TypeArena&) = delete;

  // REQUIRES: a basic type.
  Type* Basic(TypeKind kind) { return &basic_[static_cast<size_t>(kind)]; }
  Type* Union(const UnionDefinition* definition);
  Type* Variable();
  Type* Callable(TypeKind kind, Effect effect, bool captures_all = false);

  Stack* Closed() { return &closed_; }
  Stack* Row(bool rigid = false);
  Stack* Push(Stack* below, Type* type, Span origin = {});

 private:
  std::deque<Type> types_;
  std::deque<Stack> stacks_;
  std::array<Type, static_cast<size_t>(TypeKind::kUnion)> basic_;
  Stack closed_;
  uint32_t last_level_ = 0;
};

Type* Resolve(Type* type);
Stack* Resolve(Stack* stack);

inline bool IsCallableType(const Type* type) {
  return type->kind == TypeKind::kQuotation || type->kind == TypeKind::kClosure;
}

// The item types above the base, deepest first, and the base.
std::vector<Stack*> Items(Stack* stack);
Stack* Base(Stack* stack);
// How many items there are, counting no further than `limit`.
size_t CountItems(Stack* stack, size_t limit);

// Whether `stack` is a row variable that unification may bind.
inline bool IsFlexibleRow(const Stack* stack) {
  return stack->kind == Stack::Kind::kRow && !stack->rigid;
}

// Copies `effect` with new variables for all unbound ones, so that each use of
// a word gets its own. Items of the copy have `origin`.
Effect Instantiate(TypeArena& arena, const Effect& effect, Span origin);
// The same for a type.
Type* Instantiate(TypeArena& arena, Type* type, Span origin);
// The same for a call in the current edition: what a word learns of its
// operands is not carried into quotation types that it leaves, so each of those
// has variables of its own.
Effect InstantiateForCall(TypeArena& arena, const Effect& effect, Span origin);
// A side of a word's own effect for the check of its body: rigid rows stay, and
// so do origins. With `apart`, each quotation type has variables of its own.
Stack* InstantiateOwn(TypeArena& arena, Stack* side, bool apart);

}  // namespace seq

#endif  // SEQ_INTERP_TYPES_H_
