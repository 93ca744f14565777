// Types and stack types as the checker sees them, and unification.
//
// A stack type is a list of item types on top of a base: closed (nothing is
// below) or a row variable (anything may be). Lists share their tails, so
// pushing and popping are O(1). Variables are cells that unification binds in
// place; Resolve follows the bindings.
//
// A row variable is *rigid* where a word's body must leave it alone: values it
// stands for belong to the caller. Every other variable is flexible.
//
// Everything lives in a TypeArena and dies with it. Not thread-safe.

#ifndef SEQ_INTERP_TYPES_H_
#define SEQ_INTERP_TYPES_H_

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/source.h"

namespace seq {

struct Stack;

// What a word or quotation does to the stack.
struct Effect {
  Stack* inputs = nullptr;
  Stack* outputs = nullptr;
};

enum class TypeKind : uint8_t {
  kInt,
  kBool,
  kString,
  kQuotation,
  kClosure,
  kVariable,
};

struct Type {
  TypeKind kind;
  Effect effect;               // kQuotation, kClosure
  // The input side was written empty: a literal given to a parameter of this
  // type captures everything it needs.
  bool captures_all = false;   // kQuotation
  Type* binding = nullptr;     // kVariable, once bound
};

struct Stack {
  enum class Kind : uint8_t { kItem, kRow, kClosed };
  Kind kind;
  Type* type = nullptr;      // kItem
  Stack* below = nullptr;    // kItem
  Span origin;               // kItem: where the value was pushed
  bool rigid = false;        // kRow
  Stack* binding = nullptr;  // kRow, once bound
};

class TypeArena {
 public:
  TypeArena();
  TypeArena(const TypeArena&) = delete;
  TypeArena& operator=(const TypeArena&) = delete;

  Type* Basic(TypeKind kind);
  Type* Variable();
  Type* Callable(TypeKind kind, Effect effect, bool captures_all = false);

  Stack* Closed() { return &closed_; }
  Stack* Row(bool rigid = false);
  Stack* Push(Stack* below, Type* type, Span origin = {});

 private:
  std::deque<Type> types_;
  std::deque<Stack> stacks_;
  Type int_{TypeKind::kInt, {}, false, nullptr};
  Type bool_{TypeKind::kBool, {}, false, nullptr};
  Type string_{TypeKind::kString, {}, false, nullptr};
  Stack closed_;
};

Type* Resolve(Type* type);
Stack* Resolve(Stack* stack);

inline bool IsCallableType(const Type* type) {
  return type->kind == TypeKind::kQuotation ||
         type->kind == TypeKind::kClosure;
}

// The item types above the base, deepest first, and the base.
std::vector<Stack*> Items(Stack* stack);
Stack* Base(Stack* stack);

// Copies `effect` with new variables for all unbound ones, so that each use of
// a word gets its own. Items of the copy have `origin`.
Effect Instantiate(TypeArena& arena, const Effect& effect, Span origin);

// Why two stacks could not be unified.
struct UnifyFailure {
  enum class Reason { kNone, kTypes, kShape, kInfinite };
  Reason reason = Reason::kNone;
  Type* expected = nullptr;  // kTypes
  Type* found = nullptr;     // kTypes
  Span origin;               // kTypes: where the found value was pushed
};

// Make both sides equal by binding variables. On failure some variables may
// have been bound. O(size of both) in the number of items looked at.
bool Unify(Type* expected, Type* found, UnifyFailure& failure);
bool Unify(Stack* expected, Stack* found, UnifyFailure& failure);

// Text for people: `( .. Int [ Int -- String ] )`, the top on the right. Unbound
// type variables are called T, U, V …, the same name for the same variable
// within one TypePrinter; a base that may hold more is shown as `..`.
class TypePrinter {
 public:
  std::string Print(Type* type);
  std::string Print(Stack* stack);
  std::string Print(const Effect& effect);

 private:
  std::string PrintItems(Stack* stack);

  std::vector<Type*> variables_;
};

}  // namespace seq

#endif  // SEQ_INTERP_TYPES_H_
