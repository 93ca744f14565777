#include "interp/slot_pairs.h"

#include <array>
#include <cstddef>
#include <utility>

#include "absl/base/optimization.h"
#include "interp/slot_access.h"

namespace seq {
namespace {

using internal::ConstantOf;
using internal::Op;
using internal::Payload;
using internal::Store;

template <ValueKind kKind>
auto FirstConstant(const SlotNode& node) {
  if constexpr (kKind == ValueKind::kFloat) {
    return node.real;
  } else {
    return int64_t{node.first_constant};
  }
}

template <ValueKind kKind, PairForm kForm>
bool HasKinds(const SlotNode& node, Value* sp) {
  return At(sp, node.a).kind == kKind &&
         (kForm.first_constant || At(sp, node.b).kind == kKind) &&
         (kForm.second_constant || At(sp, node.move_from).kind == kKind);
}

template <class First, class Second, PairForm kForm>
auto Compute(const SlotNode& node, Value* sp) {
  constexpr ValueKind kKind = First::kOperand;
  const auto a = Payload<kKind>(At(sp, node.a));
  const auto b = [&] {
    if constexpr (kForm.first_constant) {
      return FirstConstant<kKind>(node);
    } else {
      return Payload<kKind>(At(sp, node.b));
    }
  }();
  const auto c = [&] {
    if constexpr (kForm.second_constant) {
      return ConstantOf<kKind>(node);
    } else {
      return Payload<kKind>(At(sp, node.move_from));
    }
  }();
  const auto first = First::kApply(a, b);
  if constexpr (kForm.reversed) {
    return Second::kApply(c, first);
  } else {
    return Second::kApply(first, c);
  }
}

template <class First, class Second, PairForm kForm>
Value* RunPair(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kForm.checked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<First::kOperand, kForm>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  Store<Second::kResult>(At(sp, node.to),
                         Compute<First, Second, kForm>(node, sp));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

template <class First, class Second, PairForm kForm>
Value* RunPairBranch(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kForm.checked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<First::kOperand, kForm>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  if (Compute<First, Second, kForm>(node, sp)) {
    SEQ_NEXT(node, &At(sp, node.delta), strand);
  }
  SEQ_CONTINUE_NEAR(node, node.otherwise, &At(sp, node.delta), strand);
}

template <class Product, class Second, bool kChecked>
Value* RunProducts(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  constexpr ValueKind kKind = Product::kOperand;
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(At(sp, node.a).kind != kKind ||
                           At(sp, node.b).kind != kKind ||
                           At(sp, node.move_to).kind != kKind ||
                           At(sp, node.move_from).kind != kKind)) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const auto product = [&](SlotOffset a, SlotOffset b) {
    return Product::kApply(Payload<kKind>(At(sp, a)),
                           Payload<kKind>(At(sp, b)));
  };
  Store<Second::kResult>(At(sp, node.to),
                         Second::kApply(product(node.a, node.b),
                                        product(node.move_to, node.move_from)));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

// --- The table ---------------------------------------------------------------

template <Operation... kOperations>
struct List {
  static constexpr Operation kValues[] = {kOperations...};
};

using IntFirst = List<Operation::kAddInts, Operation::kSubtractInts,
                      Operation::kMultiplyInts, Operation::kRemainderOrZero,
                      Operation::kQuotientOrZero, Operation::kRemainderByPower,
                      Operation::kQuotientByPower, Operation::kBitAnd>;
using IntSecond = List<Operation::kAddInts, Operation::kSubtractInts,
                       Operation::kMultiplyInts>;
using IntComparison =
    List<Operation::kEqualInts, Operation::kUnequalInts, Operation::kLessInts,
         Operation::kGreaterInts, Operation::kLessOrEqualInts,
         Operation::kGreaterOrEqualInts>;
using FloatFirst = List<Operation::kAddFloats, Operation::kSubtractFloats,
                        Operation::kMultiplyFloats>;
using FloatSecond = FloatFirst;
using FloatComparison =
    List<Operation::kLessFloats, Operation::kGreaterFloats,
         Operation::kLessOrEqualFloats, Operation::kGreaterOrEqualFloats>;

constexpr size_t kForms = 16;

constexpr PairForm FormOf(size_t index) {
  return {(index & 1) != 0, (index & 2) != 0, (index & 4) != 0,
          (index & 8) != 0};
}

constexpr size_t IndexOf(PairForm form) {
  return (form.first_constant ? 1 : 0) + (form.second_constant ? 2 : 0) +
         (form.reversed ? 4 : 0) + (form.checked ? 8 : 0);
}

// There is one place for a constant Float, comparisons can be exchanged instead
// of reversed, and a power is known.
constexpr bool Exists(Operation first, ValueKind operand, bool is_branch,
                      PairForm form) {
  if (is_branch && form.reversed) return false;
  if (first == Operation::kQuotientByPower ||
      first == Operation::kRemainderByPower) {
    return form.first_constant;
  }
  return operand != ValueKind::kFloat ||
         !(form.first_constant && form.second_constant);
}

struct Row {
  Operation first;
  Operation second;
  std::array<NodeFunction, kForms> functions;
};

template <Operation kFirst, Operation kSecond, bool kIsBranch, size_t kIndex>
constexpr NodeFunction FunctionAt() {
  constexpr PairForm kForm = FormOf(kIndex);
  if constexpr (!Exists(kFirst, Op<kFirst>::kOperand, kIsBranch, kForm)) {
    return nullptr;
  } else if constexpr (kIsBranch) {
    return RunPairBranch<Op<kFirst>, Op<kSecond>, kForm>;
  } else {
    return RunPair<Op<kFirst>, Op<kSecond>, kForm>;
  }
}

template <Operation kFirst, Operation kSecond, bool kIsBranch, size_t... kIndex>
constexpr Row RowOf(std::index_sequence<kIndex...>) {
  return {
      kFirst, kSecond, {FunctionAt<kFirst, kSecond, kIsBranch, kIndex>()...}};
}

// All of Firsts with all of Seconds.
template <class Firsts, class Seconds, bool kIsBranch, size_t... kIndex>
constexpr std::array<Row, sizeof...(kIndex)> RowsOf(
    std::index_sequence<kIndex...>) {
  constexpr size_t kSeconds = std::size(Seconds::kValues);
  return {RowOf<Firsts::kValues[kIndex / kSeconds],
                Seconds::kValues[kIndex % kSeconds], kIsBranch>(
      std::make_index_sequence<kForms>())...};
}

template <class Firsts, class Seconds, bool kIsBranch>
constexpr auto kRows = RowsOf<Firsts, Seconds, kIsBranch>(
    std::make_index_sequence<std::size(Firsts::kValues) *
                             std::size(Seconds::kValues)>());

template <size_t kSize>
NodeFunction Find(const std::array<Row, kSize>& rows, Operation first,
                  Operation second, PairForm form) {
  for (const Row& row : rows) {
    if (row.first == first && row.second == second) {
      return row.functions[IndexOf(form)];
    }
  }
  return nullptr;
}

struct ProductsRow {
  Operation product;
  Operation second;
  NodeFunction functions[2];  // without and with checks
};

template <Operation kProduct, Operation kSecond>
constexpr ProductsRow kProducts = {
    kProduct,
    kSecond,
    {RunProducts<Op<kProduct>, Op<kSecond>, false>,
     RunProducts<Op<kProduct>, Op<kSecond>, true>}};

constexpr ProductsRow kProductsRows[] = {
    kProducts<Operation::kMultiplyInts, Operation::kAddInts>,
    kProducts<Operation::kMultiplyInts, Operation::kSubtractInts>,
    kProducts<Operation::kMultiplyFloats, Operation::kAddFloats>,
    kProducts<Operation::kMultiplyFloats, Operation::kSubtractFloats>};

}  // namespace

NodeFunction PairFunction(Operation first, Operation second, PairForm form) {
  const NodeFunction ints =
      Find(kRows<IntFirst, IntSecond, false>, first, second, form);
  if (ints != nullptr) return ints;
  return Find(kRows<FloatFirst, FloatSecond, false>, first, second, form);
}

NodeFunction PairBranchFunction(Operation first, Operation second,
                                PairForm form) {
  const NodeFunction ints =
      Find(kRows<IntFirst, IntComparison, true>, first, second, form);
  if (ints != nullptr) return ints;
  return Find(kRows<FloatFirst, FloatComparison, true>, first, second, form);
}

NodeFunction ProductsFunction(Operation product, Operation second,
                              bool checked) {
  for (const ProductsRow& row : kProductsRows) {
    if (row.product == product && row.second == second) {
      return row.functions[checked ? 1 : 0];
    }
  }
  return nullptr;
}

}  // namespace seq
