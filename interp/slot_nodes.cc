#include "interp/slot_nodes.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/base/optimization.h"
#include "runtime/call.h"

namespace seq {
namespace {

static_assert(sizeof(SlotNode) == 64);

const SlotNode& AsSlotNode(const Node* node) {
  return *static_cast<const SlotNode*>(node);
}

Value& At(Value* sp, SlotOffset offset) {
  return *reinterpret_cast<Value*>(reinterpret_cast<char*>(sp) + offset);
}

Value* Moved(Value* sp, SlotOffset delta) { return &At(sp, delta); }

// --- Payloads by kind --------------------------------------------------------

template <ValueKind kKind>
auto Payload(const Value& value) {
  if constexpr (kKind == ValueKind::kFloat) {
    return value.real;
  } else {
    return value.integer;
  }
}

template <ValueKind kKind>
auto Constant(const SlotNode& node) {
  if constexpr (kKind == ValueKind::kFloat) {
    return node.real;
  } else {
    return node.integer;
  }
}

template <ValueKind kKind, typename Result>
void Store(Value& to, Result result) {
  to.kind = kKind;
  if constexpr (kKind == ValueKind::kFloat) {
    to.real = result;
  } else {
    to.integer = result;
  }
}

// --- Operations --------------------------------------------------------------

// One of runtime/operation.def, as a type.
template <auto kFunction, ValueKind kOperandKind, ValueKind kResultKind>
struct OperationType {
  static constexpr auto kApply = kFunction;
  static constexpr ValueKind kOperand = kOperandKind;
  static constexpr ValueKind kResult = kResultKind;
};

// The offsets of a node, if all are known when this is compiled.
struct FixedOffsets {
  SlotOffset to;
  SlotOffset a;
  SlotOffset b;
  SlotOffset delta;
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

template <class Op, Shape kShape>
bool HasKinds(const SlotNode& node, Value* sp) {
  if (A<kShape>(node, sp).kind != Op::kOperand) return false;
  return kShape.constant || B<kShape>(node, sp).kind == Op::kOperand;
}

template <class Op, Shape kShape>
auto Compute(const SlotNode& node, Value* sp) {
  const auto a = Payload<Op::kOperand>(A<kShape>(node, sp));
  if constexpr (kShape.constant) {
    return Op::kApply(a, Constant<Op::kOperand>(node));
  } else {
    return Op::kApply(a, Payload<Op::kOperand>(B<kShape>(node, sp)));
  }
}

// The node functions themselves. `if constexpr` chooses the parts, so that each
// instance has just the code of its shape.

template <class Op, Shape kShape, bool kChecked>
Value* RunBinary(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<Op, kShape>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const auto result = Compute<Op, kShape>(node, sp);
  if constexpr (kShape.moves) {
    CopySlot(At(sp, node.move_to), At(sp, node.move_from));
  }
  Store<Op::kResult>(To<kShape>(node, sp), result);
  sp = End<kShape>(node, sp);
  if constexpr (kShape.exit == SlotExit::kReturn) {
    return sp;
  } else if constexpr (kShape.exit == SlotExit::kTailCall) {
    CheckCall(base, sp, strand);
    SEQ_CONTINUE(node.callee->entry, sp, strand);
  } else {
    if constexpr (kShape.exit == SlotExit::kCall) {
      sp = CallCode(node.callee, base, sp, strand);
    }
    SEQ_CONTINUE(node.next, sp, strand);
  }
}

template <class Op, bool kChecked>
Value* RunUnary(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(At(sp, node.a).kind != Op::kOperand)) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const auto result = Op::kApply(Payload<Op::kOperand>(At(sp, node.a)));
  Store<Op::kResult>(At(sp, node.to), result);
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

// Two jumps, so that the processor predicts each on its own.
template <class Op, Shape kShape, bool kChecked>
Value* RunBranchOn(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if constexpr (kChecked) {
    if (ABSL_PREDICT_FALSE(!(HasKinds<Op, kShape>(node, sp)))) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
  }
  const bool holds = Compute<Op, kShape>(node, sp);
  sp = End<kShape>(node, sp);
  if (holds) {
    if constexpr (kShape.exit == SlotExit::kReturnIfHolds) return sp;
    SEQ_CONTINUE(node.next, sp, strand);
  }
  if constexpr (kShape.exit == SlotExit::kReturnIfNot) return sp;
  SEQ_CONTINUE(node.otherwise, sp, strand);
}

// --- The table of fusions ----------------------------------------------------
//
// Lowering takes the first row that fits, so general shapes come last.
// docs/decisions/016 has what each kind of row bought.

constexpr SlotOffset Slots(int count) {
  return static_cast<SlotOffset>(count * static_cast<int>(sizeof(Value)));
}

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

constexpr FixedOffsets kInPlace = Fixed(-1, -1, 0, 0);      // `1 i.-`
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
    Constant(SlotExit::kNext, kOnTop),
    Constant(SlotExit::kCall, kOnTop),
    TwoSlots(SlotExit::kNext, kTopTwo),
    TwoSlots(SlotExit::kReturn, kTopTwo),
    TwoSlots(SlotExit::kNext, kCopyOfTwo),
    TwoSlots(SlotExit::kNext, kWithSecond),
    TwoSlots(SlotExit::kNext, kIntoSecond),
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

template <class Op, const auto& kShapes,
          typename = std::make_index_sequence<2 * std::size(kShapes)>>
struct BinaryFunctions;
template <class Op, const auto& kShapes, size_t... kIndex>
struct BinaryFunctions<Op, kShapes, std::index_sequence<kIndex...>> {
  static constexpr NodeFunction kValue[] = {
      RunBinary<Op, kShapes[kIndex / 2], kIndex % 2 != 0>...};
};

template <class Op, const auto& kShapes,
          typename = std::make_index_sequence<2 * std::size(kShapes)>>
struct BranchFunctions;
template <class Op, const auto& kShapes, size_t... kIndex>
struct BranchFunctions<Op, kShapes, std::index_sequence<kIndex...>> {
  static constexpr NodeFunction kValue[] = {
      RunBranchOn<Op, kShapes[kIndex / 2], kIndex % 2 != 0>...};
};

template <class Op>
struct UnaryFunctions {
  static constexpr NodeFunction kValue[] = {RunUnary<Op, false>,
                                            RunUnary<Op, true>};
};

template <class Op, bool kFrequent>
constexpr Functions Binary(Operation operation) {
  Functions functions{.operation = operation};
  functions.general = BinaryFunctions<Op, kGeneralShapes>::kValue;
  if constexpr (kFrequent) {
    functions.frequent = BinaryFunctions<Op, kFrequentShapes>::kValue;
  }
  return functions;
}

template <class Op>
constexpr Functions Unary(Operation operation) {
  return {.operation = operation, .unary = UnaryFunctions<Op>::kValue};
}

template <class Op>
constexpr Functions Comparison(Operation operation) {
  return {.operation = operation,
          .general = BinaryFunctions<Op, kGeneralShapes>::kValue,
          .branch = BranchFunctions<Op, kBranchShapes>::kValue};
}

// In the order of the enumeration.
constexpr Functions kFunctions[] = {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent)   \
  Binary<OperationType<function, ValueKind::k##operand, ValueKind::k##result>, \
         frequent>(Operation::k##function),
#define SEQ_UNARY_OPERATION(function, operand, result)                         \
  Unary<OperationType<function, ValueKind::k##operand, ValueKind::k##result>>( \
      Operation::k##function),
#define SEQ_COMPARISON(name, function, operand, result, exchanged)           \
  Comparison<                                                                \
      OperationType<function, ValueKind::k##operand, ValueKind::k##result>>( \
      Operation::k##name),
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
          at.delta == node.delta && (!has_result || at.to == node.to));
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
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunRequirePresent(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  if (ABSL_PREDICT_FALSE(At(sp, node.a).kind == ValueKind::kHole)) {
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunMoveSlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  CopySlot(At(sp, node.to), At(sp, node.a));
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunCopySlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Retain(At(sp, node.a));
  CopySlot(At(sp, node.to), At(sp, node.a));
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunSwapSlots(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  SwapSlots(At(sp, node.to), At(sp, node.a));
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunReleaseSlot(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Release(At(sp, node.a));
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

Value* RunStoreConstant(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  Value& to = At(sp, node.to);
  to.kind = node.kind;
  to.integer = node.integer;
  SEQ_CONTINUE(node.next, Moved(sp, node.delta), strand);
}

}  // namespace seq
