#include "stdlib/arithmetic_words.h"

#include <cstdint>
#include <limits>

#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/operation.h"

namespace seq {
namespace {

// Replaces the two operands by plain Ints, or fails if one is none. For
// operands that are not both plain Ints already.
[[gnu::noinline]] void ToPlainInts(const Node* node, Value* sp,
                                   Strand* strand) {
  const std::optional<int64_t> a = ClassicIntPinned(sp[-2]);
  const std::optional<int64_t> b = ClassicIntPinned(sp[-1]);
  if (!a.has_value() || !b.has_value()) {
    FailOperands(node, sp, strand, 2, "two integers");
  }
  Release(sp[-2]);
  Release(sp[-1]);
  sp[-2] = Value::Int(*a);
  sp[-1] = Value::Int(*b);
}

bool BothPlainInts(const Value* sp) {
  return sp[-2].kind == ValueKind::kInt && sp[-1].kind == ValueKind::kInt;
}

template <auto kOperation>
Value* BinaryNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothPlainInts(sp))) ToPlainInts(node, sp, strand);
  sp[-2].integer = kOperation(sp[-2].integer, sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

[[noreturn]] void FailDivision(const Node* node, Value* sp, Strand* strand) {
  FailWord(
      node, sp, strand,
      absl::StrCat("division by zero (attempted ", sp[-2].integer, " / 0)"));
}

Value* DivideNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(!BothPlainInts(sp))) ToPlainInts(node, sp, strand);
  const int64_t divisor = sp[-1].integer;
  if (ABSL_PREDICT_FALSE(divisor == 0)) FailDivision(node, sp, strand);
  // The one quotient that does not fit, MIN / -1, wraps back to MIN.
  sp[-2].integer = divisor == -1 ? SubtractLongInts(0, sp[-2].integer)
                                 : sp[-2].integer / divisor;
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

[[gnu::noinline]] void ToPlainInt(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> a = ClassicIntPinned(sp[-1]);
  if (!a.has_value()) FailOperands(node, sp, strand, 1, "Int");
  Release(sp[-1]);
  sp[-1] = Value::Int(*a);
}

Value* NotNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kInt)) {
    ToPlainInt(node, sp, strand);
  }
  sp[-1].integer = NotFlag(sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

constexpr WordRow Binary(absl::string_view name, absl::string_view message_name,
                         absl::string_view doc, NodeFunction run,
                         Operation operation, absl::string_view failure = "") {
  return {.name = name,
          .effect = "( ..a Int Int -- ..a Int )",
          .doc = doc,
          .failure = failure,
          .editions = Editions::kClassic,
          .message_name = message_name,
          .run = run,
          .operation = operation};
}

constexpr WordRow kRows[] = {
    Binary("add", "", "Adds; wraps modulo 2^64.", BinaryNode<AddLongInts>,
           Operation::kAddLongInts),
    Binary("subtract", "",
           "Takes the top value from the second; wraps modulo 2^64.",
           BinaryNode<SubtractLongInts>, Operation::kSubtractLongInts),
    Binary("multiply", "", "Multiplies; wraps modulo 2^64.",
           BinaryNode<MultiplyLongInts>, Operation::kMultiplyLongInts),
    Binary("divide", "",
           "Divides the second value by the top one, toward zero.", DivideNode,
           Operation::kNone, "Fails if the divisor is 0."),
    Binary("=", "eq", "Gives 1 if both are equal, else 0.",
           BinaryNode<EqualInts>, Operation::kFlagEqual),
    Binary("<>", "neq", "Gives 1 if they differ, else 0.",
           BinaryNode<UnequalInts>, Operation::kFlagUnequal),
    Binary("<", "lt", "Gives 1 if the second is less than the top, else 0.",
           BinaryNode<LessInts>, Operation::kFlagLess),
    Binary(">", "gt", "Gives 1 if the second is greater than the top, else 0.",
           BinaryNode<GreaterInts>, Operation::kFlagGreater),
    Binary("<=", "lte", "Gives 1 if the second is at most the top, else 0.",
           BinaryNode<LessOrEqualInts>, Operation::kFlagLessOrEqual),
    Binary(">=", "gte", "Gives 1 if the second is at least the top, else 0.",
           BinaryNode<GreaterOrEqualInts>, Operation::kFlagGreaterOrEqual),
    Binary("and", "", "Gives 1 if neither is 0, else 0.", BinaryNode<AndFlags>,
           Operation::kAndFlags),
    Binary("or", "", "Gives 1 if one of them is not 0, else 0.",
           BinaryNode<OrFlags>, Operation::kOrFlags),
    {.name = "not",
     .effect = "( ..a Int -- ..a Int )",
     .doc = "Gives 1 for 0 and 0 for everything else.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = NotNode,
     .operation = Operation::kNotFlag},
};

}  // namespace

absl::Span<const WordRow> ClassicArithmeticWords() { return kRows; }

}  // namespace seq
