#include "interp/slot_nodes.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/base/optimization.h"
#include "interp/slot_access.h"
#include "runtime/call.h"

namespace seq {
namespace {

using internal::ConstantOf;
using internal::Op;
using internal::Payload;
using internal::Store;

// The offsets of a node, if all are known when this is compiled.
struct FixedOffsets {
  SlotOffset to;
  SlotOffset a;
  SlotOffset b;
  SlotOffset delta;
  SlotOffset move_to = 0;
  SlotOffset move_from = 0;
};

// What one node does at once. There are two functions for each shape, without
// and with checks. `offsets.delta` is kAny if the functions read the offsets
// from the node.
constexpr SlotOffset kAny = INT16_MAX;
struct Shape {
  bool constant = false;
  bool moves = false;
  SlotExit exit = SlotExit::kNext;
  FixedOffsets offsets = {0, 0, 0, kAny};

  constexpr bool fixed() const { return offsets.delta != kAny; }
};

template <Shape kShape>
Value& To(const SlotNode& node, Value* sp) {
  return At(sp, kShape.fixed() ? kShape.offsets.to : node.to);
}
template <Shape kShape>
Value& A(const SlotNode& node, Value* sp) {
  return At(sp, kShape.fixed() ? kShape.offsets.a : node.a);
}
template <Shape kShape>
Value& B(const SlotNode& node, Value* sp) {
  return At(sp, kShape.fixed() ? kShape.offsets.b : node.b);
}
template <Shape kShape>
Value* End(const SlotNode& node, Value* sp) {
  return &At(sp, kShape.fixed() ? kShape.offsets.delta : node.delta);
}

template <class O, Shape kShape>
bool HasKinds(const SlotNode& node, Value* sp) {
  if (A<kShape>(node, sp).kind != O::kOperand) return false;
  return kShape.constant || B<kShape>(node, sp).kind == O::kOperand;
}

template <class O, Shape kShape>
auto Compute(const SlotNode& node, Value* sp) {
  const auto a = Payload<O::kOperand>(A<kShape>(node, sp));
  if constexpr (kShape.constant) {
    return O::kApply(a, ConstantOf<O::kOperand>(node));
  } else {
    return O::kApply(a, Payload<O::kOperand>(B<kShape>(node, sp)));
  }
}

// The node functions themselves. `if constexpr` chooses the parts, so that each
// instance has just the code of its shape.

template <class O, Shape kShape, bool kChecked>
Value* RunBinary(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<O, kShape>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const auto result = Compute<O, kShape>(node, sp);
  if constexpr (kShape.moves && kShape.fixed()) {
    CopySlot(At(sp, kShape.offsets.move_to), At(sp, kShape.offsets.move_from));
  } else if constexpr (kShape.moves) {
    CopySlot(At(sp, node.move_to), At(sp, node.move_from));
  }
  Store<O::kResult>(To<kShape>(node, sp), result);
  sp = End<kShape>(node, sp);
  if constexpr (kShape.exit == SlotExit::kReturn) {
    return sp;
  } else if constexpr (kShape.exit == SlotExit::kTailCall) {
    CheckCall(base, sp, strand);
    SEQ_CONTINUE(node.entry, sp, strand);
  } else {
    if constexpr (kShape.exit == SlotExit::kCall) {
      sp = CallChain(&node.entry, base, sp, strand);
    }
    SEQ_NEXT(node, sp, strand);
  }
}

template <class O, bool kChecked>
Value* RunUnary(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(At(sp, node.a).kind != O::kOperand)) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const auto result = O::kApply(Payload<O::kOperand>(At(sp, node.a)));
  Store<O::kResult>(At(sp, node.to), result);
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

// Two jumps, so that the processor predicts each on its own.
template <class O, Shape kShape, bool kChecked>
Value* RunBranchOn(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<O, kShape>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const bool holds = Compute<O, kShape>(node, sp);
  sp = End<kShape>(node, sp);
  if (holds) {
    if constexpr (kShape.exit == SlotExit::kReturnIfHolds) return sp;
    SEQ_NEXT(node, sp, strand);
  }
  if constexpr (kShape.exit == SlotExit::kReturnIfNot) return sp;
  SEQ_CONTINUE_NEAR(node, node.otherwise, sp, strand);
}

// --- The table of fusions ----------------------------------------------------
//
// Lowering takes the first row that fits, so general shapes come last.
// docs/decisions/016 has what each kind of row bought.

// `swap 2 i.-`: the operand is the second value, the top takes its place.
constexpr FixedOffsets kSwapped = {Slots(-1), Slots(-2), 0,
                                   0,         Slots(-2), Slots(-1)};

// Offsets in slots; -1 is the top.
constexpr FixedOffsets Fixed(int to, int a, int b, int delta) {
  return {Slots(to), Slots(a), Slots(b), Slots(delta)};
}

constexpr Shape Constant(SlotExit exit, FixedOffsets offsets) {
  return {true, false, exit, offsets};
}
constexpr Shape TwoSlots(SlotExit exit, FixedOffsets offsets) {
  return {false, false, exit, offsets};
}

constexpr FixedOffsets kInPlace = Fixed(-1, -1, 0, 0);  // `1 i.-`
constexpr FixedOffsets kSecondInPlace =
    Fixed(-2, -2, 0, 0);                                    // `swap 1 i.+ swap`
constexpr FixedOffsets kOnTop = Fixed(0, -1, 0, 1);         // `dup 1 i.-`
constexpr FixedOffsets kTopTwo = Fixed(-2, -2, -1, -1);     // `i.+`
constexpr FixedOffsets kCopyOfTwo = Fixed(0, -2, -1, 1);    // `2dup i.+`
constexpr FixedOffsets kWithSecond = Fixed(-1, -2, -1, 0);  // `over i.+`
constexpr FixedOffsets kIntoSecond = Fixed(-2, -2, -1, 0);  // `tuck i.+ swap`
constexpr FixedOffsets kKeepOne = Fixed(0, -1, 0, 0);       // `dup 2 i.<`
constexpr FixedOffsets kTakeOne = Fixed(0, -1, 0, -1);      // `0 i.=`
constexpr FixedOffsets kKeepTwo = Fixed(0, -2, -1, 0);      // `2dup i.<`
constexpr FixedOffsets kTakeTwo = Fixed(0, -2, -1, -2);     // `i.<`

// For every operation.
constexpr Shape kGeneralShapes[] = {
    {},
    {.constant = true},
    {.moves = true},
    {.constant = true, .moves = true},
};

// For the operations that programs use most.
constexpr Shape kFrequentShapes[] = {
    Constant(SlotExit::kNext, kInPlace),
    Constant(SlotExit::kReturn, kInPlace),
    Constant(SlotExit::kCall, kInPlace),
    Constant(SlotExit::kTailCall, kInPlace),
    Constant(SlotExit::kNext, kSecondInPlace),
    Constant(SlotExit::kTailCall, kSecondInPlace),
    Constant(SlotExit::kNext, kOnTop),
    Constant(SlotExit::kCall, kOnTop),
    TwoSlots(SlotExit::kNext, kTopTwo),
    TwoSlots(SlotExit::kReturn, kTopTwo),
    TwoSlots(SlotExit::kNext, kCopyOfTwo),
    TwoSlots(SlotExit::kNext, kWithSecond),
    TwoSlots(SlotExit::kNext, kIntoSecond),
    {true, true, SlotExit::kNext, kSwapped},
    {true, true, SlotExit::kCall, kSwapped},
    // At any place, with what follows.
    {.exit = SlotExit::kReturn},
    {.exit = SlotExit::kCall},
    {.exit = SlotExit::kTailCall},
    {.constant = true, .exit = SlotExit::kReturn},
    {.constant = true, .exit = SlotExit::kCall},
    {.constant = true, .exit = SlotExit::kTailCall},
    {.constant = true, .moves = true, .exit = SlotExit::kCall},
};

// For branches on a comparison.
constexpr Shape kBranchShapes[] = {
    Constant(SlotExit::kNext, kKeepOne),
    Constant(SlotExit::kReturnIfHolds, kKeepOne),
    Constant(SlotExit::kReturnIfNot, kKeepOne),
    Constant(SlotExit::kNext, kTakeOne),
    TwoSlots(SlotExit::kNext, kKeepTwo),
    TwoSlots(SlotExit::kNext, kTakeTwo),
    {},
    {.constant = true},
};

// --- The functions of an operation, by shape ---------------------------------

struct Functions {
  Operation operation;
  // By shape, without and with checks.
  const NodeFunction* frequent = nullptr;  // kFrequentShapes
  const NodeFunction* general = nullptr;   // kGeneralShapes
  const NodeFunction* branch = nullptr;    // kBranchShapes
  const NodeFunction* unary = nullptr;     // one shape
};

template <class O, const auto& kShapes,
          typename = std::make_index_sequence<2 * std::size(kShapes)>>
struct BinaryFunctions;
template <class O, const auto& kShapes, size_t... kIndex>
struct BinaryFunctions<O, kShapes, std::index_sequence<kIndex...>> {
  static constexpr NodeFunction kValue[] = {
      RunBinary<O, kShapes[kIndex / 2], kIndex % 2 != 0>...};
};

template <class O, const auto& kShapes,
          typename = std::make_index_sequence<2 * std::size(kShapes)>>
struct BranchFunctions;
template <class O, const auto& kShapes, size_t... kIndex>
struct BranchFunctions<O, kShapes, std::index_sequence<kIndex...>> {
  static constexpr NodeFunction kValue[] = {
      RunBranchOn<O, kShapes[kIndex / 2], kIndex % 2 != 0>...};
};

template <class O>
struct UnaryFunctions {
  static constexpr NodeFunction kValue[] = {RunUnary<O, false>,
                                            RunUnary<O, true>};
};

template <class O, bool kFrequent>
constexpr Functions Binary(Operation operation) {
  Functions functions{.operation = operation};
  functions.general = BinaryFunctions<O, kGeneralShapes>::kValue;
  if constexpr (kFrequent) {
    functions.frequent = BinaryFunctions<O, kFrequentShapes>::kValue;
  }
  return functions;
}

template <class O>
constexpr Functions Unary(Operation operation) {
  return {.operation = operation, .unary = UnaryFunctions<O>::kValue};
}

template <class O>
constexpr Functions Comparison(Operation operation) {
  return {.operation = operation,
          .general = BinaryFunctions<O, kGeneralShapes>::kValue,
          .branch = BranchFunctions<O, kBranchShapes>::kValue};
}

// In the order of the enumeration.
constexpr Functions kFunctions[] = {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  Binary<Op<Operation::k##function>, frequent>(Operation::k##function),
#define SEQ_UNARY_OPERATION(function, operand, result) \
  Unary<Op<Operation::k##function>>(Operation::k##function),
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  Comparison<Op<Operation::k##name>>(Operation::k##name),
#include "runtime/operation.def"
};

const Functions& Find(Operation operation) {
  return kFunctions[static_cast<size_t>(operation) -
                    static_cast<size_t>(kFunctions[0].operation)];
}

// --- Choosing ----------------------------------------------------------------

bool Fits(const Shape& shape, SlotForm form, const SlotNode& node,
          bool has_result) {
  if (shape.constant != form.constant || shape.moves != form.moves ||
      shape.exit != form.exit) {
    return false;
  }
  const FixedOffsets& at = shape.offsets;
  return !shape.fixed() ||
         (at.a == node.a && (form.constant || at.b == node.b) &&
          at.delta == node.delta && (!has_result || at.to == node.to) &&
          (!form.moves ||
           (at.move_to == node.move_to && at.move_from == node.move_from)));
}

template <size_t kSize>
NodeFunction Choose(const Shape (&shapes)[kSize], const NodeFunction* functions,
                    SlotForm form, const SlotNode& node, bool has_result) {
  if (functions == nullptr) return nullptr;
  for (size_t i = 0; i < kSize; ++i) {
    if (Fits(shapes[i], form, node, has_result)) {
      return functions[2 * i + (form.checked ? 1 : 0)];
    }
  }
  return nullptr;
}

}  // namespace

NodeFunction SlotFunction(Operation operation, SlotForm form,
                          const SlotNode& node) {
  const Functions& functions = Find(operation);
  if (functions.unary != nullptr) {
    return form.exit == SlotExit::kNext ? functions.unary[form.checked]
                                        : nullptr;
  }
  const NodeFunction frequent =
      Choose(kFrequentShapes, functions.frequent, form, node, true);
  if (frequent != nullptr) return frequent;
  return Choose(kGeneralShapes, functions.general, form, node, true);
}

NodeFunction SlotBranchFunction(Operation comparison, SlotForm form,
                                const SlotNode& node) {
  return Choose(kBranchShapes, Find(comparison).branch, form, node, false);
}

// --- Nodes without an operation ----------------------------------------------

Value* RunRequireKind(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(At(sp, node.a).kind != node.kind ||
                         At(sp, node.b).kind != node.kind)) {
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunRequirePresent(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(At(sp, node.a).kind == ValueKind::kHole)) {
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunMoveSlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  CopySlot(At(sp, node.to), At(sp, node.a));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunCopySlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Retain(At(sp, node.a));
  CopySlot(At(sp, node.to), At(sp, node.a));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunSwapSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  SwapSlots(At(sp, node.to), At(sp, node.a));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunReleaseSlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Release(At(sp, node.a));
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

Value* RunStoreConstant(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Value& to = At(sp, node.to);
  to.kind = node.kind;
  to.integer = node.integer;
  SEQ_NEXT(node, &At(sp, node.delta), strand);
}

}  // namespace seq
