#include "stdlib/float_words.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "absl/strings/string_view.h"
#include "runtime/float_text.h"
#include "runtime/operands.h"
#include "runtime/operation.h"
#include "runtime/string_object.h"

namespace seq {
namespace {

// --- Operations --------------------------------------------------------------
//
// Those that are not in runtime/operation.h: lowering leaves these words alone.

double Power(double a, double b) { return std::pow(a, b); }
double ArcTangent2(double y, double x) { return std::atan2(y, x); }

double SquareRoot(double x) { return std::sqrt(x); }
// In the wider type: glibc's function for doubles is off by one unit for 27.
double CubeRoot(double x) {
  return static_cast<double>(std::cbrt(static_cast<long double>(x)));
}
double Exponential(double x) { return std::exp(x); }
double NaturalLogarithm(double x) { return std::log(x); }
double DecimalLogarithm(double x) { return std::log10(x); }
double BinaryLogarithm(double x) { return std::log2(x); }
double Sine(double x) { return std::sin(x); }
double Cosine(double x) { return std::cos(x); }
double Tangent(double x) { return std::tan(x); }
double ArcSine(double x) { return std::asin(x); }
double ArcCosine(double x) { return std::acos(x); }
double ArcTangent(double x) { return std::atan(x); }
double Floor(double x) { return std::floor(x); }
double Ceiling(double x) { return std::ceil(x); }
// Ties to even: the process never changes the rounding mode.
double Round(double x) { return std::nearbyint(x); }
double Truncate(double x) { return std::trunc(x); }

constexpr double kPi = std::numbers::pi;
constexpr double kE = std::numbers::e;
constexpr double kTau = 2 * std::numbers::pi;

// --- Node functions ----------------------------------------------------------

bool BothAreFloats(const Value* sp) {
  return sp[-2].kind == ValueKind::kFloat && sp[-1].kind == ValueKind::kFloat;
}

[[noreturn]] ABSL_ATTRIBUTE_NOINLINE void FailFloats(const Node* node,
                                                     Value* sp, Strand* strand,
                                                     size_t count) {
  FailOperands(node, sp, strand, count, count == 1 ? "Float" : "two Floats");
}

template <double (*kOperation)(double, double)>
Value* BinaryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothAreFloats(sp))) FailFloats(node, sp, strand, 2);
  sp[-2].real = kOperation(sp[-2].real, sp[-1].real);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

template <bool (*kOperation)(double, double)>
Value* CompareNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothAreFloats(sp))) FailFloats(node, sp, strand, 2);
  sp[-2].kind = ValueKind::kBool;
  sp[-2].integer = kOperation(sp[-2].real, sp[-1].real) ? 1 : 0;
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

template <double (*kOperation)(double)>
Value* UnaryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kFloat)) {
    FailFloats(node, sp, strand, 1);
  }
  sp[-1].real = kOperation(sp[-1].real);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

template <const double& kConstant>
Value* ConstantNode(const Node* node, Value* sp, Strand* strand) {
  sp[0].kind = ValueKind::kFloat;
  sp[0].real = kConstant;
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* ToIntNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kFloat)) {
    FailFloats(node, sp, strand, 1);
  }
  sp[-1].kind = ValueKind::kInt;
  sp[-1].integer = FloatToInt(sp[-1].real);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

// --- Text and bytes ----------------------------------------------------------

Value* FloatToString(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kFloat) FailFloats(node, sp, strand, 1);
  sp[-1] = MakeString(FormatFloat(sp[-1].real));
  return sp;
}

Value* StringToFloat(const Node* node, Value* sp, Strand* strand) {
  RequireString(node, sp, strand, 0, 1);
  const Value text = sp[-1];
  const std::optional<double> number = ParseFloat(StringBytes(text));
  sp[-1] = Value::Float(number.value_or(0.0));
  sp[0] = Value::Bool(number.has_value());
  Release(text);
  return sp + 1;
}

Value* ToBytes(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kFloat) FailFloats(node, sp, strand, 1);
  const auto bits = std::bit_cast<uint32_t>(static_cast<float>(sp[-1].real));
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
  return Row(name, "( ..a Float Float -- ..a Float )", doc, run, operation);
}

constexpr WordRow Compare(absl::string_view name, absl::string_view doc,
                          NodeFunction run,
                          Operation operation = Operation::kNone) {
  return Row(name, "( ..a Float Float -- ..a Bool )", doc, run, operation);
}

constexpr WordRow Unary(absl::string_view name, absl::string_view doc,
                        NodeFunction run,
                        Operation operation = Operation::kNone) {
  return Row(name, "( ..a Float -- ..a Float )", doc, run, operation);
}

constexpr WordRow Constant(absl::string_view name, absl::string_view doc,
                           NodeFunction run,
                           Operation operation = Operation::kNone) {
  return Row(name, "( ..a -- ..a Float )", doc, run, operation);
}

constexpr WordRow kRows[] = {
    Binary("f.add", "Adds.", BinaryNode<AddFloats>, Operation::kAddFloats),
    Binary("f.subtract", "Takes the top value from the second.",
           BinaryNode<SubtractFloats>, Operation::kSubtractFloats),
    Binary("f.multiply", "Multiplies.", BinaryNode<MultiplyFloats>,
           Operation::kMultiplyFloats),
    Binary("f.divide",
           "Divides the second value by the top one; a division by zero gives "
           "an infinity or NaN.",
           BinaryNode<DivideFloats>, Operation::kDivideFloats),
    Binary("f.+", "Adds, like `f.add`.", BinaryNode<AddFloats>,
           Operation::kAddFloats),
    Binary("f.-", "Subtracts, like `f.subtract`.", BinaryNode<SubtractFloats>,
           Operation::kSubtractFloats),
    Binary("f.*", "Multiplies, like `f.multiply`.", BinaryNode<MultiplyFloats>,
           Operation::kMultiplyFloats),
    Binary("f./", "Divides, like `f.divide`.", BinaryNode<DivideFloats>,
           Operation::kDivideFloats),

    Compare("f.=", "Tells whether both are equal; NaN equals nothing.",
            CompareNode<EqualFloats>, Operation::kEqualFloats),
    Compare("f.<>", "Tells whether they differ; NaN differs from everything.",
            CompareNode<UnequalFloats>, Operation::kUnequalFloats),
    Compare("f.<", "Tells whether the second is less than the top.",
            CompareNode<LessFloats>, Operation::kLessFloats),
    Compare("f.>", "Tells whether the second is greater than the top.",
            CompareNode<GreaterFloats>, Operation::kGreaterFloats),
    Compare("f.<=", "Tells whether the second is at most the top.",
            CompareNode<LessOrEqualFloats>, Operation::kLessOrEqualFloats),
    Compare("f.>=", "Tells whether the second is at least the top.",
            CompareNode<GreaterOrEqualFloats>,
            Operation::kGreaterOrEqualFloats),
    Compare("f.eq", "Compares, like `f.=`.", CompareNode<EqualFloats>,
            Operation::kEqualFloats),
    Compare("f.neq", "Compares, like `f.<>`.", CompareNode<UnequalFloats>,
            Operation::kUnequalFloats),
    Compare("f.lt", "Compares, like `f.<`.", CompareNode<LessFloats>,
            Operation::kLessFloats),
    Compare("f.gt", "Compares, like `f.>`.", CompareNode<GreaterFloats>,
            Operation::kGreaterFloats),
    Compare("f.lte", "Compares, like `f.<=`.", CompareNode<LessOrEqualFloats>,
            Operation::kLessOrEqualFloats),
    Compare("f.gte", "Compares, like `f.>=`.",
            CompareNode<GreaterOrEqualFloats>,
            Operation::kGreaterOrEqualFloats),

    Unary("f.sqrt", "Gives the square root, NaN for a negative value.",
          UnaryNode<SquareRoot>),
    Unary("f.cbrt", "Gives the cube root, negative for a negative value.",
          UnaryNode<CubeRoot>),
    Binary("f.pow",
           "Raises the second value to the power on top, by the rules of the C "
           "library.",
           BinaryNode<Power>),
    Unary("f.exp", "Raises e to a power.", UnaryNode<Exponential>),
    Unary("f.ln",
          "Gives the natural logarithm: -inf for zero, NaN for a negative "
          "value.",
          UnaryNode<NaturalLogarithm>),
    Unary("f.log10",
          "Gives the logarithm to base 10: -inf for zero, NaN for a negative "
          "value.",
          UnaryNode<DecimalLogarithm>),
    Unary("f.log2",
          "Gives the logarithm to base 2: -inf for zero, NaN for a negative "
          "value.",
          UnaryNode<BinaryLogarithm>),
    Unary("f.sin", "Gives the sine of an angle in radians.", UnaryNode<Sine>),
    Unary("f.cos", "Gives the cosine of an angle in radians.",
          UnaryNode<Cosine>),
    Unary("f.tan", "Gives the tangent of an angle in radians.",
          UnaryNode<Tangent>),
    Unary("f.asin", "Gives the angle with that sine, NaN beyond -1 to 1.",
          UnaryNode<ArcSine>),
    Unary("f.acos", "Gives the angle with that cosine, NaN beyond -1 to 1.",
          UnaryNode<ArcCosine>),
    Unary("f.atan", "Gives the angle with that tangent.",
          UnaryNode<ArcTangent>),
    Binary("f.atan2",
           "Gives the angle of the point whose x is on top and whose y lies "
           "below, from -pi to pi.",
           BinaryNode<ArcTangent2>),
    Unary("f.floor", "Rounds down to a whole number.", UnaryNode<Floor>),
    Unary("f.ceil", "Rounds up to a whole number.", UnaryNode<Ceiling>),
    Unary("f.round",
          "Rounds to the nearest whole number, halves to the even one.",
          UnaryNode<Round>),
    Unary("f.trunc", "Drops the fractional part.", UnaryNode<Truncate>),
    Constant("f.pi", "Pushes pi, 3.141592653589793.", ConstantNode<kPi>),
    Constant("f.e", "Pushes e, 2.718281828459045.", ConstantNode<kE>),
    Constant("f.tau", "Pushes twice pi, 6.283185307179586.",
             ConstantNode<kTau>),

    Row("float->int", "( ..a Float -- ..a Int )",
        "Drops the fractional part and gives the nearest Int; 0 for NaN.",
        ToIntNode, Operation::kFloatToInt),
    Row("float->string", "( ..a Float -- ..a String )",
        "Writes the shortest decimal that reads back as the same Float, "
        "without an exponent.",
        ThenNext<FloatToString>),
    Row("string->float", "( ..a String -- ..a Float Bool )",
        "Reads a number, which must be all of the string, and pushes true "
        "above it, or 0.0 and false if it is none.",
        ThenNext<StringToFloat>),
    Row("float.to-bytes-f32-be", "( ..a Float -- ..a String )",
        "Rounds to 32 bits and gives them as a string of four bytes, the "
        "highest first.",
        ThenNext<ToBytes>),
};

}  // namespace

absl::Span<const WordRow> FloatWords() { return kRows; }

}  // namespace seq
