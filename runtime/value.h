// Value: one slot of a Seq data stack.
//
// A Value is 16 bytes, a kind and a payload, and is trivially copyable: copying
// the bits does not copy ownership. Code that keeps a second copy of a value
// calls Retain, code that forgets a copy calls Release; a value that is moved
// from one place to another needs neither. Every word of the vocabulary follows
// one rule: it owns the operands it pops and gives up what it pushes.
//
// Values are immutable to programs. The kind is always checked before the
// payload is used (the static types have holes, see docs/language/classic.md),
// so a wrong program ends in a run-time error, never in undefined behaviour.
//
// Thread-safety: a Value is plain data. The object it may point to is counted
// as described in runtime/object.h.

#ifndef SEQ_RUNTIME_VALUE_H_
#define SEQ_RUNTIME_VALUE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "runtime/object.h"

namespace seq {

struct Code;

enum class ValueKind : uint64_t {
#define SEQ_VALUE_KIND(name, text) k##name,
#include "runtime/value_kind.def"
};

// The name of `kind` as messages show it.
absl::string_view KindName(ValueKind kind);

struct Value {
  ValueKind kind;
  union {
    int64_t integer;   // kInt; kBool: 0 or 1
    double real;       // kFloat
    const Code* code;  // kQuotation; owned by the program, never counted
    Object* object;    // every kind after kHole; counted
  };

  static Value Int(int64_t integer) {
    Value value;
    value.kind = ValueKind::kInt;
    value.integer = integer;
    return value;
  }
  static Value Float(double real) {
    Value value;
    value.kind = ValueKind::kFloat;
    value.real = real;
    return value;
  }
  static Value Bool(bool truth) {
    Value value;
    value.kind = ValueKind::kBool;
    value.integer = truth ? 1 : 0;
    return value;
  }
  static Value Quotation(const Code* code) {
    Value value;
    value.kind = ValueKind::kQuotation;
    value.code = code;
    return value;
  }
  static Value Hole() {
    Value value;
    value.kind = ValueKind::kHole;
    value.object = nullptr;
    return value;
  }
  // Takes over the caller's reference to `object`. REQUIRES: `kind` is a
  // counted kind and fits the object.
  static Value Counted(ValueKind kind, Object* object) {
    Value value;
    value.kind = kind;
    value.object = object;
    return value;
  }
};
static_assert(sizeof(Value) == 16);

// The Int of the current edition that `bits` stands for: Ints have 63 bits
// there, and everything beyond wraps. (The classic edition has 64.)
inline int64_t WrapInt(uint64_t bits) {
  return static_cast<int64_t>(bits << 1) >> 1;
}

// Copies the bits of a slot as two 64-bit moves. Node functions use this
// instead of assignment: a 16-byte vector load right after two 8-byte stores
// cannot be forwarded from the store buffer, which costs 10 to 30 % in tight
// loops. (The build also forbids the compiler to merge the two moves again.)
inline void CopySlot(Value& to, const Value& from) {
  const ValueKind kind = from.kind;
  const int64_t payload = from.integer;
  to.kind = kind;
  to.integer = payload;
}

// Exchanges two slots in the same way.
inline void SwapSlots(Value& a, Value& b) {
  const ValueKind kind = a.kind;
  const int64_t payload = a.integer;
  a.kind = b.kind;
  a.integer = b.integer;
  b.kind = kind;
  b.integer = payload;
}

// True if the payload points to a counted object.
inline bool IsCounted(const Value& value) {
  return value.kind > ValueKind::kHole;
}

// True if the bits can be copied and forgotten freely. False for counted kinds
// and for a hole, so a word that tests this before copying also detects a stack
// underflow.
inline bool IsPlain(const Value& value) {
  return value.kind < ValueKind::kHole;
}

inline bool IsCallable(const Value& value) {
  return value.kind == ValueKind::kQuotation ||
         value.kind == ValueKind::kClosure;
}

// Registers one more copy of `value`. O(1).
inline void Retain(const Value& value) {
  if (IsCounted(value)) value.object->AddReference();
}

// Forgets one copy of `value`; the last one frees the object and, without
// native recursion, everything only it held.
inline void Release(const Value& value) {
  if (IsCounted(value)) value.object->DropReference();
}

// Makes `value` and everything reachable from it safe to be counted by several
// threads. Must be called before a value becomes visible to another strand.
// O(objects that are not shared yet), iterative.
void MarkShared(const Value& value);

// How messages show a value: its kind and, where short, its contents, e.g.
// `Int 5`, `String "abc"`, `Quotation`.
std::string DescribeValue(const Value& value);

}  // namespace seq

#endif  // SEQ_RUNTIME_VALUE_H_
