// Operation: what a primitive word computes, as a function and as a name.
//
// A word's own node function and the nodes that lowering builds from several
// words (interp/slot_nodes.h) call the same functions, so there is one meaning
// of `i.+`. A row of a vocabulary names its operation (runtime/word.h); words
// without one are opaque to lowering.
//
// Operands and results are payloads: int64_t for Int and Bool (0 or 1), double
// for Float. All functions are total; words that can fail on some operands have
// no operation of their own.
//
// Signed overflow is undefined in C++ and wraps in Seq, so computations are
// unsigned.

#ifndef SEQ_RUNTIME_OPERATION_H_
#define SEQ_RUNTIME_OPERATION_H_

#include <cmath>
#include <cstdint>

#include "runtime/value.h"

namespace seq {

enum class Operation : uint8_t {
  kNone,  // lowering must not look inside
  // Rearranges its operands as the variables of its effect say.
  kShuffle,
  // These look at the constant on top, the side stack, or the quotation on top.
  kPick,
  kRoll,
  kToAux,
  kFromAux,
  // `i./` and `i.%`: a number, and whether the divisor was other than zero.
  kDivide,
  kModulo,
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  k##function,
#define SEQ_UNARY_OPERATION(function, operand, result) k##function,
#define SEQ_COMPARISON(name, function, operand, result, exchanged) k##name,
#include "runtime/operation.def"
};

inline uint64_t IntBits(int64_t value) { return static_cast<uint64_t>(value); }

// --- Ints of the current edition: 63 bits ------------------------------------

inline int64_t AddInts(int64_t a, int64_t b) {
  return WrapInt(IntBits(a) + IntBits(b));
}
inline int64_t SubtractInts(int64_t a, int64_t b) {
  return WrapInt(IntBits(a) - IntBits(b));
}
inline int64_t MultiplyInts(int64_t a, int64_t b) {
  return WrapInt(IntBits(a) * IntBits(b));
}
inline int64_t NegateInt(int64_t a) { return WrapInt(-IntBits(a)); }

// Whether both are in the range in which processors divide faster.
inline bool AreShort(int64_t a, int64_t b) {
  return ((IntBits(a) | IntBits(b)) >> 32) == 0;
}

// Toward zero; 0 if the divisor is 0. The one quotient that does not fit, of
// the least Int by -1, wraps.
inline int64_t QuotientOrZero(int64_t a, int64_t b) {
  if (b == 0) return 0;
  if (AreShort(a, b))
    return static_cast<uint32_t>(a) / static_cast<uint32_t>(b);
  return b == -1 ? NegateInt(a) : a / b;
}
// With the sign of `a`; 0 if the divisor is 0.
inline int64_t RemainderOrZero(int64_t a, int64_t b) {
  if (b == 0) return 0;
  if (AreShort(a, b))
    return static_cast<uint32_t>(a) % static_cast<uint32_t>(b);
  return b == -1 ? 0 : a % b;
}

// The same for a divisor that is a power of two, without dividing: negative
// numbers are first brought nearer to zero by what a shift would round off.
inline int64_t QuotientByPower(int64_t a, int64_t exponent) {
  const int64_t mask = (int64_t{1} << exponent) - 1;
  return (a + ((a >> 63) & mask)) >> exponent;
}
// `mask` is the divisor less one.
inline int64_t RemainderByPower(int64_t a, int64_t mask) {
  const int64_t bias = (a >> 63) & mask;
  return ((a + bias) & mask) - bias;
}

inline int64_t BitAnd(int64_t a, int64_t b) { return a & b; }
inline int64_t BitOr(int64_t a, int64_t b) { return a | b; }
inline int64_t BitXor(int64_t a, int64_t b) { return a ^ b; }
inline int64_t InvertBits(int64_t a) { return ~a; }

// `bits` if they are a 63-bit number in 64 bits, else 0.
inline int64_t FittingOrZero(uint64_t bits) {
  const int64_t value = WrapInt(bits);
  return IntBits(value) == bits ? value : 0;
}
// Shifts work on the sign-extended 64-bit pattern; only then comes the question
// whether the result is an Int.
inline int64_t ShiftLeft(int64_t value, int64_t count) {
  return IntBits(count) < 64 ? FittingOrZero(IntBits(value) << count) : 0;
}
inline int64_t ShiftRight(int64_t value, int64_t count) {
  return IntBits(count) < 64 ? FittingOrZero(IntBits(value) >> count) : 0;
}

inline bool EqualInts(int64_t a, int64_t b) { return a == b; }
inline bool UnequalInts(int64_t a, int64_t b) { return a != b; }
inline bool LessInts(int64_t a, int64_t b) { return a < b; }
inline bool GreaterInts(int64_t a, int64_t b) { return a > b; }
inline bool LessOrEqualInts(int64_t a, int64_t b) { return a <= b; }
inline bool GreaterOrEqualInts(int64_t a, int64_t b) { return a >= b; }

// --- Bools -------------------------------------------------------------------

inline int64_t AndBools(int64_t a, int64_t b) { return a & b; }
inline int64_t OrBools(int64_t a, int64_t b) { return a | b; }
inline int64_t NotBool(int64_t a) { return a ^ 1; }

// --- Floats ------------------------------------------------------------------

inline double AddFloats(double a, double b) { return a + b; }
inline double SubtractFloats(double a, double b) { return a - b; }
inline double MultiplyFloats(double a, double b) { return a * b; }
inline double DivideFloats(double a, double b) { return a / b; }

inline bool EqualFloats(double a, double b) { return a == b; }
inline bool UnequalFloats(double a, double b) { return a != b; }
inline bool LessFloats(double a, double b) { return a < b; }
inline bool GreaterFloats(double a, double b) { return a > b; }
inline bool LessOrEqualFloats(double a, double b) { return a <= b; }
inline bool GreaterOrEqualFloats(double a, double b) { return a >= b; }

inline double IntToFloat(int64_t a) { return static_cast<double>(a); }
// The nearest Int to the whole part; 0 for NaN.
inline int64_t FloatToInt(double x) {
  constexpr double kBound = 4611686018427387904.0;  // 2^62
  constexpr int64_t kMax = (int64_t{1} << 62) - 1;
  if (std::isnan(x)) return 0;
  if (x >= kBound) return kMax;
  if (x <= -kBound) return -kMax - 1;
  return static_cast<int64_t>(x);
}

// --- The classic edition: Ints of 64 bits, flags are Ints --------------------

inline int64_t AddLongInts(int64_t a, int64_t b) {
  return static_cast<int64_t>(IntBits(a) + IntBits(b));
}
inline int64_t SubtractLongInts(int64_t a, int64_t b) {
  return static_cast<int64_t>(IntBits(a) - IntBits(b));
}
inline int64_t MultiplyLongInts(int64_t a, int64_t b) {
  return static_cast<int64_t>(IntBits(a) * IntBits(b));
}
inline int64_t AndFlags(int64_t a, int64_t b) { return a != 0 && b != 0; }
inline int64_t OrFlags(int64_t a, int64_t b) { return a != 0 || b != 0; }
inline int64_t NotFlag(int64_t a) { return a == 0; }

}  // namespace seq

#endif  // SEQ_RUNTIME_OPERATION_H_
