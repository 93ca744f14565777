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

std::optional<PlannedNode> Join(const PlannedNode& first,
                                const PlannedNode& second) {
  if (!first.temporary || first.operation == Operation::kNone ||
      second.operation == Operation::kNone || first.form.moves ||
      second.form.moves) {
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

}  // namespace

void JoinPairs(std::vector<PlannedNode>& nodes) {
  for (size_t i = 0; i + 1 < nodes.size(); ++i) {
    std::optional<PlannedNode> pair = Join(nodes[i], nodes[i + 1]);
    if (!pair.has_value()) continue;
    nodes[i] = *pair;
    nodes.erase(nodes.begin() + static_cast<ptrdiff_t>(i) + 1);
  }
}

NodeFunction PlannedNode::Function(SlotExit exit) const {
  if (operation == Operation::kNone) {
    return exit == SlotExit::kNext ? node.run : nullptr;
  }
  if (first_operation != Operation::kNone) {
    if (exit != SlotExit::kNext) return nullptr;
    return is_branch ? PairBranchFunction(first_operation, operation, pair_form)
                     : PairFunction(first_operation, operation, pair_form);
  }
  SlotForm full = form;
  full.exit = exit;
  return is_branch ? SlotBranchFunction(operation, full, node)
                   : SlotFunction(operation, full, node);
}

}  // namespace seq
