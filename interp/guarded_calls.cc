#include "interp/guarded_calls.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/base/optimization.h"
#include "interp/slot_access.h"
#include "interp/slot_nodes.h"
#include "runtime/call.h"
#include "runtime/node.h"
#include "runtime/operation.h"

namespace seq {
namespace {

using internal::Op;

// Where the result is computed from, and put. The guard looks at what is on top
// afterwards: the result, except for kSecond.
enum class Place {
  kTop,      // `1 i.-`
  kCopy,     // `dup 1 i.-`
  kSwapped,  // `swap 1 i.-`
  kSecond    // `swap 1 i.- swap`
};

struct Shape {
  Operation operation;
  Place place;
  Operation comparison;
  // kReturnIfHolds or kReturnIfNot: the callee's guard returns then, and the
  // call is one that comes back. kTailCall: a round of a loop, that leaves for
  // one of two places behind the guard.
  SlotExit exit;
  bool checked;

  constexpr bool tail() const { return exit == SlotExit::kTailCall; }
};

// The operand is where the result is put, except for kCopy.
constexpr SlotOffset OperandOf(Place place) {
  return Slots(place == Place::kSwapped || place == Place::kSecond ? -2 : -1);
}

template <Shape kShape>
bool HasKinds(Value* sp) {
  if (At(sp, OperandOf(kShape.place)).kind != ValueKind::kInt) return false;
  return kShape.place != Place::kSecond || sp[-1].kind == ValueKind::kInt;
}

// Computes, and leaves the number that the guard looks at on top of the stack,
// which it returns.
template <Shape kShape>
Value* PassArgument(const SlotNode& node, Value* sp) {
  const int64_t result = Op<kShape.operation>::kApply(
      At(sp, OperandOf(kShape.place)).integer, node.integer);
  if constexpr (kShape.place == Place::kSwapped) CopySlot(sp[-2], sp[-1]);
  if constexpr (kShape.place == Place::kCopy) ++sp;
  internal::Store<ValueKind::kInt>(sp[kShape.place == Place::kSecond ? -2 : -1],
                                   result);
  return sp;
}

template <Shape kShape>
bool GuardHolds(const SlotNode& node, const Value* sp) {
  return Op<kShape.comparison>::kApply(sp[-1].integer,
                                       int64_t{node.first_constant});
}

template <Shape kShape>
Value* RunGuardedCall(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kShape.checked) {
    if (ABSL_PREDICT_FALSE(!HasKinds<kShape>(sp))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  sp = PassArgument<kShape>(node, sp);
  const bool holds = GuardHolds<kShape>(node, sp);
  if constexpr (kShape.tail()) {
    CheckCall(base, sp, strand);
    if (holds) SEQ_CONTINUE(node.next, sp, strand);
    SEQ_CONTINUE(node.otherwise, sp, strand);
  } else {
    if (holds != (kShape.exit == SlotExit::kReturnIfHolds)) {
      sp = CallChain(&node.entry, base, sp, strand);
    }
    SEQ_NEXT(node, sp, strand);
  }
}

// A first node that compares the Int on top with a constant and leaves the
// stack as it was.
struct Guard {
  Operation comparison;
  SlotExit exit;  // one of kGuardExits
  bool checked;   // looks at the kind first
  int32_t constant;
  const SlotNode* node;

  // Where the word goes on if the guard does not make it return.
  const Node* behind() const {
    return exit == SlotExit::kReturnIfHolds ? node->otherwise : node->next;
  }
};

constexpr Operation kOperations[] = {Operation::kAddInts,
                                     Operation::kSubtractInts};
constexpr Place kPlaces[] = {Place::kTop, Place::kCopy, Place::kSwapped,
                             Place::kSecond};
constexpr Operation kComparisons[] = {
    Operation::kEqualInts,       Operation::kUnequalInts,
    Operation::kLessInts,        Operation::kGreaterInts,
    Operation::kLessOrEqualInts, Operation::kGreaterOrEqualInts};
constexpr SlotExit kExits[] = {SlotExit::kReturnIfHolds, SlotExit::kReturnIfNot,
                               SlotExit::kTailCall};

constexpr SlotExit kGuardExits[] = {SlotExit::kReturnIfHolds,
                                    SlotExit::kReturnIfNot, SlotExit::kNext};

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

template <Shape kShape>
constexpr NodeFunction FunctionOf() {
  // Not worth it: a call that comes back mostly passes what it has computed.
  if constexpr (kShape.place == Place::kSecond && !kShape.tail()) {
    return nullptr;
  } else {
    return RunGuardedCall<kShape>;
  }
}

template <size_t... kIndex>
constexpr std::array<Row, kShapes> MakeRows(std::index_sequence<kIndex...>) {
  return {Row{ShapeAt(kIndex), FunctionOf<ShapeAt(kIndex)>()}...};
}

constexpr auto kRows = MakeRows(std::make_index_sequence<kShapes>());

std::optional<Place> PlaceOf(const PlannedNode& planned) {
  if (!planned.form.constant || planned.first_operation != Operation::kNone) {
    return std::nullopt;
  }
  const SlotNode& node = planned.node;
  if (planned.form.moves) {
    const bool swaps = node.to == Slots(-1) && node.a == Slots(-2) &&
                       node.move_to == Slots(-2) &&
                       node.move_from == Slots(-1) && node.delta == 0;
    return swaps ? std::optional(Place::kSwapped) : std::nullopt;
  }
  if (node.a == Slots(-2) && node.to == Slots(-2) && node.delta == 0) {
    return Place::kSecond;
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
    for (const SlotExit exit : kGuardExits) {
      for (const bool checked : {false, true}) {
        const SlotForm form{.constant = true, .checked = checked, .exit = exit};
        if (entry->run != SlotBranchFunction(comparison, form, probe)) continue;
        const SlotNode& node = AsSlotNode(entry);
        const auto constant = static_cast<int32_t>(node.integer);
        if (constant != node.integer) return std::nullopt;
        return Guard{comparison, exit, checked, constant, &node};
      }
    }
  }
  return std::nullopt;
}

// The function for a call of a word with that guard, at `place`, or null.
NodeFunction FunctionFor(const PlannedNode& planned, Place place,
                         const Guard& guard) {
  // The guard would check what this has not computed.
  if (place == Place::kSecond && guard.checked && !planned.form.checked) {
    return nullptr;
  }
  const SlotExit exit = planned.is_tail_call ? SlotExit::kTailCall : guard.exit;
  for (const Row& row : kRows) {
    if (row.shape.operation == planned.operation && row.shape.place == place &&
        row.shape.comparison == guard.comparison && row.shape.exit == exit &&
        row.shape.checked == planned.form.checked) {
      return row.function;
    }
  }
  return nullptr;
}

// Makes the call test the guard that it leads to, if there is one.
void LinkToGuard(const SlotCall& call) {
  const std::optional<Place> place = PlaceOf(call.planned);
  if (!place.has_value()) return;
  const std::optional<Guard> guard = FindGuard(call.planned.callee->entry);
  if (!guard.has_value()) return;
  const NodeFunction run = FunctionFor(call.planned, *place, *guard);
  if (run == nullptr) return;
  SlotNode& node = *call.node;
  node.run = run;
  node.first_constant = guard->constant;
  if (call.planned.is_tail_call) {
    node.next = guard->node->next;
    node.otherwise = guard->node->otherwise;
  } else {
    node.entry = guard->behind();
  }
}

}  // namespace

void LinkSlotCalls(const std::vector<SlotCall>& calls) {
  for (const SlotCall& call : calls) {
    call.node->entry = call.planned.callee->entry;
    LinkToGuard(call);
  }
}

}  // namespace seq
