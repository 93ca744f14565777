#include "interp/guarded_calls.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/base/optimization.h"
#include "absl/container/flat_hash_map.h"
#include "interp/slot_access.h"
#include "interp/slot_nodes.h"
#include "runtime/call.h"
#include "runtime/node.h"
#include "runtime/operation.h"

namespace seq {
namespace {

using internal::Op;

// Where the argument is computed from. It ends on top.
enum class Place {
  kTop,     // `1 i.-`
  kCopy,    // `dup 1 i.-`
  kSwapped  // `swap 1 i.-`
};

struct Shape {
  Operation operation;
  Place place;
  Operation comparison;
  SlotExit exit;
  bool checked;
};

template <Shape kShape>
Value* RunGuardedCall(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  constexpr SlotOffset kOperand =
      Slots(kShape.place == Place::kSwapped ? -2 : -1);
  if constexpr (kShape.checked) {
    if (ABSL_PREDICT_FALSE(At(sp, kOperand).kind != ValueKind::kInt)) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const int64_t argument =
      Op<kShape.operation>::kApply(At(sp, kOperand).integer, node.integer);
  if constexpr (kShape.place == Place::kSwapped) CopySlot(sp[-2], sp[-1]);
  if constexpr (kShape.place == Place::kCopy) ++sp;
  internal::Store<ValueKind::kInt>(sp[-1], argument);
  const bool holds =
      Op<kShape.comparison>::kApply(argument, int64_t{node.first_constant});
  if (holds != (kShape.exit == SlotExit::kReturnIfHolds)) {
    sp = CallCode(node.callee, base, sp, strand);
  }
  SEQ_CONTINUE(node.next, sp, strand);
}

// A first node that compares the Int on top with a constant and may return,
// with the stack as it was.
struct Guard {
  Operation comparison;
  SlotExit exit;  // kReturnIfHolds or kReturnIfNot
  int32_t constant;
  const Node* behind;  // where the word goes on otherwise
};

constexpr Operation kOperations[] = {Operation::kAddInts,
                                     Operation::kSubtractInts};
constexpr Place kPlaces[] = {Place::kTop, Place::kCopy, Place::kSwapped};
constexpr Operation kComparisons[] = {
    Operation::kEqualInts,       Operation::kUnequalInts,
    Operation::kLessInts,        Operation::kGreaterInts,
    Operation::kLessOrEqualInts, Operation::kGreaterOrEqualInts};
constexpr SlotExit kExits[] = {SlotExit::kReturnIfHolds,
                               SlotExit::kReturnIfNot};

constexpr size_t kShapes = std::size(kOperations) * std::size(kPlaces) *
                           std::size(kComparisons) * std::size(kExits) * 2;

constexpr Shape ShapeAt(size_t index) {
  Shape shape{};
  const auto digit = [&index](size_t base) {
    const size_t value = index % base;
    index /= base;
    return value;
  };
  shape.operation = kOperations[digit(std::size(kOperations))];
  shape.place = kPlaces[digit(std::size(kPlaces))];
  shape.comparison = kComparisons[digit(std::size(kComparisons))];
  shape.exit = kExits[digit(std::size(kExits))];
  shape.checked = digit(2) != 0;
  return shape;
}

struct Row {
  Shape shape;
  NodeFunction function;
};

template <size_t... kIndex>
constexpr std::array<Row, kShapes> MakeRows(std::index_sequence<kIndex...>) {
  return {Row{ShapeAt(kIndex), RunGuardedCall<ShapeAt(kIndex)>}...};
}

constexpr auto kRows = MakeRows(std::make_index_sequence<kShapes>());

std::optional<Place> PlaceOf(const PlannedNode& planned) {
  const SlotNode& node = planned.node;
  if (planned.form.moves) {
    const bool swaps = node.to == Slots(-1) && node.a == Slots(-2) &&
                       node.move_to == Slots(-2) &&
                       node.move_from == Slots(-1) && node.delta == 0;
    return swaps ? std::optional(Place::kSwapped) : std::nullopt;
  }
  if (node.a != Slots(-1)) return std::nullopt;
  if (node.to == Slots(-1) && node.delta == 0) return Place::kTop;
  if (node.to == 0 && node.delta == Slots(1)) return Place::kCopy;
  return std::nullopt;
}

// The guard that `entry` is, if it is one.
std::optional<Guard> FindGuard(const Node* entry) {
  SlotNode probe;
  probe.a = Slots(-1);
  for (const Operation comparison : kComparisons) {
    for (const SlotExit exit : kExits) {
      for (const bool checked : {false, true}) {
        const SlotForm form{.constant = true, .checked = checked, .exit = exit};
        if (entry->run != SlotBranchFunction(comparison, form, probe)) continue;
        const SlotNode& node = AsSlotNode(entry);
        const auto constant = static_cast<int32_t>(node.integer);
        if (constant != node.integer) return std::nullopt;
        return Guard{
            comparison, exit, constant,
            exit == SlotExit::kReturnIfHolds ? node.otherwise : node.next};
      }
    }
  }
  return std::nullopt;
}

// The function for the call of a word with that guard, or null. The node's
// first_constant is the guard's constant, and its callee begins behind it.
NodeFunction GuardedCallFunction(const PlannedNode& planned,
                                 const Guard& guard) {
  const std::optional<Place> place = PlaceOf(planned);
  if (!place.has_value() || !planned.form.constant ||
      planned.first_operation != Operation::kNone) {
    return nullptr;
  }
  for (const Row& row : kRows) {
    if (row.shape.operation == planned.operation && row.shape.place == *place &&
        row.shape.comparison == guard.comparison &&
        row.shape.exit == guard.exit &&
        row.shape.checked == planned.form.checked) {
      return row.function;
    }
  }
  return nullptr;
}

}  // namespace

void LinkGuardedCalls(const std::vector<SlotCall>& calls,
                      Executable* executable) {
  absl::flat_hash_map<const Code*, Code*> behind;  // guards
  for (const SlotCall& call : calls) {
    SlotNode& node = *call.node;
    const std::optional<Guard> guard = FindGuard(node.callee->entry);
    if (!guard.has_value()) continue;
    const NodeFunction run = GuardedCallFunction(call.planned, *guard);
    if (run == nullptr) continue;
    Code*& code = behind[node.callee];
    if (code == nullptr) {
      code = executable->NewCode();
      code->entry = guard->behind;
    }
    node.run = run;
    node.first_constant = guard->constant;
    node.callee = code;
  }
}

}  // namespace seq
