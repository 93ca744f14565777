#include "interp/planned_node.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "interp/operation_facts.h"
#include "runtime/value.h"

namespace seq {
namespace {

// False if there is no room for the constant.
bool TakeFirstConstant(const PlannedNode& first, PairForm form,
                       SlotNode& pair) {
  const int64_t bits = first.node.integer;
  pair.first_constant = static_cast<int32_t>(bits);
  if (!form.second_constant) pair.integer = bits;
  return OperandKind(first.operation) == ValueKind::kFloat
             ? !form.second_constant
             : pair.first_constant == bits;
}

std::optional<PlannedNode> JoinPair(const PlannedNode& first,
                                    const PlannedNode& second) {
  if (!first.temporary || first.operation == Operation::kNone ||
      second.operation == Operation::kNone || first.form.moves ||
      second.form.moves || first.has_products || second.has_products) {
    return std::nullopt;
  }
  PlannedNode pair = second;
  PairForm form{.first_constant = first.form.constant,
                .second_constant = second.form.constant,
                .checked = first.form.checked || second.form.checked};
  Operation operation = second.operation;
  if (second.node.a == first.node.to) {
    pair.node.move_from = second.node.b;
  } else if (!form.second_constant && second.node.b == first.node.to) {
    pair.node.move_from = second.node.a;
    const Operation exchanged = Exchanged(operation);
    form.reversed = exchanged == Operation::kNone;
    if (!form.reversed) operation = exchanged;
  } else {
    return std::nullopt;
  }
  pair.node.a = first.node.a;
  pair.node.b = first.node.b;
  if (form.first_constant && !TakeFirstConstant(first, form, pair.node)) {
    return std::nullopt;
  }
  pair.operation = operation;
  pair.first_operation = first.operation;
  pair.pair_form = form;
  if (pair.Function(SlotExit::kNext) == nullptr) return std::nullopt;
  return pair;
}

bool IsTemporaryProduct(const PlannedNode& planned) {
  return planned.temporary && !planned.form.moves && !planned.form.constant &&
         (planned.operation == Operation::kMultiplyInts ||
          planned.operation == Operation::kMultiplyFloats);
}

// Two products and what becomes of them. Neither is an operand of the other,
// since each is needed once, by `last`.
std::optional<PlannedNode> JoinProducts(const PlannedNode& first,
                                        const PlannedNode& second,
                                        const PlannedNode& last) {
  if (!IsTemporaryProduct(first) || !IsTemporaryProduct(second) ||
      last.is_branch || last.form.moves || last.form.constant) {
    return std::nullopt;
  }
  PlannedNode joined = last;
  const PlannedNode* left = &first;
  const PlannedNode* right = &second;
  if (last.node.a != first.node.to) std::swap(left, right);
  if (last.node.a != left->node.to || last.node.b != right->node.to) {
    return std::nullopt;
  }
  joined.node.a = left->node.a;
  joined.node.b = left->node.b;
  joined.node.move_to = right->node.a;
  joined.node.move_from = right->node.b;
  joined.first_operation = first.operation;
  joined.has_products = true;
  joined.form.checked = first.form.checked || second.form.checked;
  if (joined.Function(SlotExit::kNext) == nullptr) return std::nullopt;
  return joined;
}

}  // namespace

void JoinSteps(std::vector<PlannedNode>& nodes) {
  const auto join = [&nodes](size_t index, size_t count,
                             const std::optional<PlannedNode>& joined) {
    if (!joined.has_value()) return;
    nodes[index] = *joined;
    const auto behind = nodes.begin() + static_cast<ptrdiff_t>(index) + 1;
    nodes.erase(behind, behind + static_cast<ptrdiff_t>(count) - 1);
  };
  for (size_t i = 0; i + 2 < nodes.size(); ++i) {
    join(i, 3, JoinProducts(nodes[i], nodes[i + 1], nodes[i + 2]));
  }
  for (size_t i = 0; i + 1 < nodes.size(); ++i) {
    join(i, 2, JoinPair(nodes[i], nodes[i + 1]));
  }
}

NodeFunction PlannedNode::Function(SlotExit exit) const {
  if (operation == Operation::kNone) {
    return exit == SlotExit::kNext ? node.run : nullptr;
  }
  if (first_operation != Operation::kNone) {
    if (exit != SlotExit::kNext) return nullptr;
    if (has_products) {
      return ProductsFunction(first_operation, operation, form.checked);
    }
    return is_branch ? PairBranchFunction(first_operation, operation, pair_form)
                     : PairFunction(first_operation, operation, pair_form);
  }
  SlotForm full = form;
  full.exit = exit;
  return is_branch ? SlotBranchFunction(operation, full, node)
                   : SlotFunction(operation, full, node);
}

}  // namespace seq
