#include "stdlib/int_words.h"

#include <bit>
#include <cstdint>
#include <limits>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "absl/strings/string_view.h"
#include "runtime/operands.h"
#include "runtime/operation.h"
#include "runtime/string_object.h"

namespace seq {
namespace {

constexpr int kIntBits = 63;

// --- Operations --------------------------------------------------------------
//
// Those that are not in runtime/operation.h: lowering leaves these words alone.

int64_t CountOnes(int64_t a) { return std::popcount(IntBits(a) << 1); }
int64_t CountLeadingZeros(int64_t a) {
  return a == 0 ? kIntBits : std::countl_zero(IntBits(a) << 1);
}
int64_t CountTrailingZeros(int64_t a) {
  return a == 0 ? kIntBits : std::countr_zero(IntBits(a));
}

// What a word that can fail gives: 0 and false if it does.
struct Outcome {
  int64_t value = 0;
  bool ok = false;
};

Outcome Divide(int64_t a, int64_t b) { return {QuotientOrZero(a, b), b != 0}; }

Outcome Modulo(int64_t a, int64_t b) { return {RemainderOrZero(a, b), b != 0}; }

// By squaring. The base is squared only if that is still needed, so an overflow
// there is one of the result. Judged by 64 bits, then wrapped.
Outcome Power(int64_t base, int64_t exponent) {
  constexpr int64_t kMaxExponent = std::numeric_limits<uint32_t>::max();
  if (exponent == 0) return {1, true};
  if (exponent < 0 || exponent > kMaxExponent) return {};
  int64_t result = 1;
  for (;;) {
    if (exponent % 2 != 0 && __builtin_mul_overflow(result, base, &result)) {
      return {};
    }
    exponent /= 2;
    if (exponent == 0) return {WrapInt(IntBits(result)), true};
    if (__builtin_mul_overflow(base, base, &base)) return {};
  }
}

// --- Node functions ----------------------------------------------------------

template <ValueKind kKind>
bool BothAre(const Value* sp) {
  return sp[-2].kind == kKind && sp[-1].kind == kKind;
}

[[noreturn]] ABSL_ATTRIBUTE_NOINLINE void FailTwo(const Node* node, Value* sp,
                                                  Strand* strand,
                                                  ValueKind kind) {
  FailOperands(node, sp, strand, 2,
               kind == ValueKind::kInt ? "two Ints" : "two Bools");
}

[[noreturn]] ABSL_ATTRIBUTE_NOINLINE void FailOne(const Node* node, Value* sp,
                                                  Strand* strand,
                                                  ValueKind kind) {
  FailOperands(node, sp, strand, 1, KindName(kind));
}

// Two operands of one kind to a result of the same kind.
template <ValueKind kKind, int64_t (*kOperation)(int64_t, int64_t)>
Value* BinaryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothAre<kKind>(sp))) FailTwo(node, sp, strand, kKind);
  sp[-2].integer = kOperation(sp[-2].integer, sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

template <bool (*kOperation)(int64_t, int64_t)>
Value* CompareNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothAre<ValueKind::kInt>(sp))) {
    FailTwo(node, sp, strand, ValueKind::kInt);
  }
  sp[-2].kind = ValueKind::kBool;
  sp[-2].integer = kOperation(sp[-2].integer, sp[-1].integer) ? 1 : 0;
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

// Two Ints to an Int and a Bool.
template <Outcome (*kOperation)(int64_t, int64_t)>
Value* TryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothAre<ValueKind::kInt>(sp))) {
    FailTwo(node, sp, strand, ValueKind::kInt);
  }
  const Outcome outcome = kOperation(sp[-2].integer, sp[-1].integer);
  sp[-2].integer = outcome.value;
  sp[-1].kind = ValueKind::kBool;
  sp[-1].integer = outcome.ok ? 1 : 0;
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

template <int64_t (*kOperation)(int64_t)>
Value* UnaryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kInt)) {
    FailOne(node, sp, strand, ValueKind::kInt);
  }
  sp[-1].integer = kOperation(sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* NotNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kBool)) {
    FailOne(node, sp, strand, ValueKind::kBool);
  }
  sp[-1].integer = NotBool(sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* ToFloatNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kInt)) {
    FailOne(node, sp, strand, ValueKind::kInt);
  }
  sp[-1].kind = ValueKind::kFloat;
  sp[-1].real = IntToFloat(sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* IntBitsNode(const Node* node, Value* sp, Strand* strand) {
  sp[0].kind = ValueKind::kInt;
  sp[0].integer = kIntBits;
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* ToBytes(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOne(node, sp, strand, ValueKind::kInt);
  }
  const uint64_t bits = IntBits(sp[-1].integer);
  char bytes[4];
  for (int i = 0; i < 4; ++i) {
    bytes[i] = static_cast<char>(bits >> (24 - 8 * i));
  }
  sp[-1] = MakeString(absl::string_view(bytes, sizeof(bytes)));
  return sp;
}

// --- Rows --------------------------------------------------------------------

constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run,
                      Operation operation = Operation::kNone) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run,
          .operation = operation};
}

constexpr WordRow Binary(absl::string_view name, absl::string_view doc,
                         NodeFunction run,
                         Operation operation = Operation::kNone) {
  return Row(name, "( ..a Int Int -- ..a Int )", doc, run, operation);
}

constexpr WordRow Try(absl::string_view name, absl::string_view doc,
                      NodeFunction run,
                      Operation operation = Operation::kNone) {
  return Row(name, "( ..a Int Int -- ..a Int Bool )", doc, run, operation);
}

constexpr WordRow Compare(absl::string_view name, absl::string_view doc,
                          NodeFunction run,
                          Operation operation = Operation::kNone) {
  return Row(name, "( ..a Int Int -- ..a Bool )", doc, run, operation);
}

constexpr WordRow Unary(absl::string_view name, absl::string_view doc,
                        NodeFunction run,
                        Operation operation = Operation::kNone) {
  return Row(name, "( ..a Int -- ..a Int )", doc, run, operation);
}

constexpr WordRow Logic(absl::string_view name, absl::string_view doc,
                        NodeFunction run,
                        Operation operation = Operation::kNone) {
  return Row(name, "( ..a Bool Bool -- ..a Bool )", doc, run, operation);
}

constexpr ValueKind kInt = ValueKind::kInt;

constexpr WordRow kRows[] = {
    Binary("i.add", "Adds; wraps modulo 2^63.", BinaryNode<kInt, AddInts>,
           Operation::kAddInts),
    Binary("i.subtract",
           "Takes the top value from the second; wraps modulo 2^63.",
           BinaryNode<kInt, SubtractInts>, Operation::kSubtractInts),
    Binary("i.multiply", "Multiplies; wraps modulo 2^63.",
           BinaryNode<kInt, MultiplyInts>, Operation::kMultiplyInts),
    Try("i.divide",
        "Divides the second value by the top one, toward zero, and pushes true "
        "above the quotient, or 0 and false if the divisor is 0.",
        TryNode<Divide>, Operation::kDivide),
    Try("i.modulo",
        "Pushes the remainder of that division, with the sign of the second "
        "value, and true, or 0 and false if the divisor is 0.",
        TryNode<Modulo>, Operation::kModulo),
    Try("i.pow",
        "Raises the second value to the power on top and pushes the result, "
        "wrapped, and true, or 0 and false if the exponent is negative or "
        "above 4294967295 or the result needs more than 64 bits.",
        TryNode<Power>),
    Binary("i.+", "Adds, like `i.add`.", BinaryNode<kInt, AddInts>,
           Operation::kAddInts),
    Binary("i.-", "Subtracts, like `i.subtract`.",
           BinaryNode<kInt, SubtractInts>, Operation::kSubtractInts),
    Binary("i.*", "Multiplies, like `i.multiply`.",
           BinaryNode<kInt, MultiplyInts>, Operation::kMultiplyInts),
    Try("i./", "Divides, like `i.divide`.", TryNode<Divide>,
        Operation::kDivide),
    Try("i.%", "Gives the remainder, like `i.modulo`.", TryNode<Modulo>,
        Operation::kModulo),
    Unary("i.neg", "Negates; the least Int stays as it is.",
          UnaryNode<NegateInt>, Operation::kNegateInt),
    Unary("negate", "Negates, like `i.neg`.", UnaryNode<NegateInt>,
          Operation::kNegateInt),

    Compare("i.=", "Tells whether both are equal.", CompareNode<EqualInts>,
            Operation::kEqualInts),
    Compare("i.<>", "Tells whether they differ.", CompareNode<UnequalInts>,
            Operation::kUnequalInts),
    Compare("i.<", "Tells whether the second is less than the top.",
            CompareNode<LessInts>, Operation::kLessInts),
    Compare("i.>", "Tells whether the second is greater than the top.",
            CompareNode<GreaterInts>, Operation::kGreaterInts),
    Compare("i.<=", "Tells whether the second is at most the top.",
            CompareNode<LessOrEqualInts>, Operation::kLessOrEqualInts),
    Compare("i.>=", "Tells whether the second is at least the top.",
            CompareNode<GreaterOrEqualInts>, Operation::kGreaterOrEqualInts),
    Compare("i.eq", "Compares, like `i.=`.", CompareNode<EqualInts>,
            Operation::kEqualInts),
    Compare("i.neq", "Compares, like `i.<>`.", CompareNode<UnequalInts>,
            Operation::kUnequalInts),
    Compare("i.lt", "Compares, like `i.<`.", CompareNode<LessInts>,
            Operation::kLessInts),
    Compare("i.gt", "Compares, like `i.>`.", CompareNode<GreaterInts>,
            Operation::kGreaterInts),
    Compare("i.lte", "Compares, like `i.<=`.", CompareNode<LessOrEqualInts>,
            Operation::kLessOrEqualInts),
    Compare("i.gte", "Compares, like `i.>=`.", CompareNode<GreaterOrEqualInts>,
            Operation::kGreaterOrEqualInts),

    Logic("and", "Tells whether both are true.",
          BinaryNode<ValueKind::kBool, AndBools>, Operation::kAndBools),
    Logic("or", "Tells whether one of them is true.",
          BinaryNode<ValueKind::kBool, OrBools>, Operation::kOrBools),
    Row("not", "( ..a Bool -- ..a Bool )", "Turns true into false and back.",
        NotNode, Operation::kNotBool),

    Binary("band", "Keeps the bits that both have.", BinaryNode<kInt, BitAnd>,
           Operation::kBitAnd),
    Binary("bor", "Joins the bits of both.", BinaryNode<kInt, BitOr>,
           Operation::kBitOr),
    Binary("bxor", "Keeps the bits that one of them has.",
           BinaryNode<kInt, BitXor>, Operation::kBitXor),
    Unary("bnot", "Inverts all bits: n becomes -n-1.", UnaryNode<InvertBits>,
          Operation::kInvertBits),
    Binary("shl",
           "Shifts the second value left by the count on top; gives 0 if the "
           "result is no Int or the count is not one of 0 to 63.",
           BinaryNode<kInt, ShiftLeft>, Operation::kShiftLeft),
    Binary("shr",
           "Shifts the 64-bit pattern of the second value right by the count "
           "on top and fills up with zeros; gives 0 if the result is no Int or "
           "the count is not one of 0 to 63.",
           BinaryNode<kInt, ShiftRight>, Operation::kShiftRight),
    Unary("popcount", "Counts the ones among the 63 bits.",
          UnaryNode<CountOnes>),
    Unary("clz", "Counts the zeros above the highest one of the 63 bits.",
          UnaryNode<CountLeadingZeros>),
    Unary("ctz", "Counts the zeros below the lowest one of the 63 bits.",
          UnaryNode<CountTrailingZeros>),
    Row("int-bits", "( ..a -- ..a Int )",
        "Pushes 63, the number of bits in an Int.", IntBitsNode),

    Row("int->float", "( ..a Int -- ..a Float )",
        "Gives the Float nearest to an Int.", ToFloatNode,
        Operation::kIntToFloat),
    Row("int.to-bytes-i32-be", "( ..a Int -- ..a String )",
        "Gives the low 32 bits as a string of four bytes, the highest first.",
        ThenNext<ToBytes>),
};

}  // namespace

absl::Span<const WordRow> IntWords() { return kRows; }

}  // namespace seq
