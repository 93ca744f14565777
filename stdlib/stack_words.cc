#include "stdlib/stack_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/operation.h"
#include "runtime/side_stack.h"

namespace seq {
namespace {

// Registers a second copy of `value`, which is known to be no plain value.
void RetainOrFail(const Node* node, Value* sp, Strand* strand, size_t count,
                  const Value& value) {
  if (value.kind == ValueKind::kHole) FailOperands(node, sp, strand, count, "");
  Retain(value);
}

Value* DupNode(const Node* node, Value* sp, Strand* strand) {
  if (!IsPlain(sp[-1])) RetainOrFail(node, sp, strand, 1, sp[-1]);
  CopySlot(sp[0], sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* DropNode(const Node* node, Value* sp, Strand* strand) {
  if (!IsPlain(sp[-1])) {
    RequirePresent(node, sp, strand, 1);
    Release(sp[-1]);
  }
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

Value* SwapNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  SwapSlots(sp[-1], sp[-2]);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* OverNode(const Node* node, Value* sp, Strand* strand) {
  if (!IsPlain(sp[-2])) RetainOrFail(node, sp, strand, 2, sp[-2]);
  CopySlot(sp[0], sp[-2]);
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* RotNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 3);
  SwapSlots(sp[-3], sp[-2]);
  SwapSlots(sp[-2], sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* NipNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  Release(sp[-2]);
  CopySlot(sp[-2], sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

Value* TuckNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  Retain(sp[-1]);
  CopySlot(sp[0], sp[-1]);
  CopySlot(sp[-1], sp[-2]);
  CopySlot(sp[-2], sp[0]);
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* TwoDupNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  Retain(sp[-2]);
  Retain(sp[-1]);
  CopySlot(sp[0], sp[-2]);
  CopySlot(sp[1], sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp + 2, strand);
}

Value* ThreeDropNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 3);
  Release(sp[-1]);
  Release(sp[-2]);
  Release(sp[-3]);
  SEQ_NEXT(AsWordNode(node), sp - 3, strand);
}

// --- pick and roll -----------------------------------------------------------

// Fails unless there is a value below the operand on top that `index` counts
// to. `noun` is what the edition calls the operand.
void RequireIndex(const Node* node, Value* sp, Strand* strand, int64_t index,
                  absl::string_view noun) {
  if (index < 0) {
    FailWord(node, sp, strand,
             absl::StrCat(noun, " must be non-negative, got ", index));
  }
  const size_t values = Depth(sp, strand) - 1;
  if (static_cast<uint64_t>(index) >= values) {
    FailWord(node, sp, strand,
             absl::StrCat("cannot access depth ", index, " - stack has only ",
                          values, values == 1 ? " value" : " values",
                          " (need at least ", static_cast<uint64_t>(index) + 1,
                          ")"));
  }
}

Value* ClassicPick(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> depth = ClassicInt(sp[-1]);
  if (!depth.has_value()) FailOperands(node, sp, strand, 1, "Int");
  RequireIndex(node, sp, strand, *depth, "depth");
  const Value picked = sp[-2 - *depth];
  Retain(picked);
  Release(sp[-1]);
  sp[-1] = picked;
  return sp;
}

// The index on top, checked.
int64_t TopIndex(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  RequireIndex(node, sp, strand, sp[-1].integer, "index");
  return sp[-1].integer;
}

Value* Pick(const Node* node, Value* sp, Strand* strand) {
  const Value& picked = sp[-2 - TopIndex(node, sp, strand)];
  Retain(picked);
  CopySlot(sp[-1], picked);
  return sp;
}

Value* Roll(const Node* node, Value* sp, Strand* strand) {
  Value* const rolled = sp - 2 - TopIndex(node, sp, strand);
  std::rotate(rolled, rolled + 1, sp - 1);
  return sp - 1;
}

// --- The side stack ----------------------------------------------------------

Value* ToAuxNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  if (ABSL_PREDICT_FALSE(!HasRoomAside(strand))) {
    SEQ_GO_ON_IN(MakeRoomAside, node, sp, strand);
  }
  PushAside(strand, sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

[[noreturn]] ABSL_ATTRIBUTE_NOINLINE void FailEmptyAux(const Node* node,
                                                       Value* sp,
                                                       Strand* strand) {
  FailWord(node, sp, strand, "the aux stack is empty");
}

Value* FromAuxNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(strand->aux.empty())) FailEmptyAux(node, sp, strand);
  CopySlot(sp[0], strand->aux.back());
  strand->aux.pop_back();
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

// --- Rows --------------------------------------------------------------------

// A word that only rearranges its operands, as its effect says.
constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run,
                      Editions editions = Editions::kBoth) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = editions,
          .message_name = "",
          .run = run,
          .operation = Operation::kShuffle};
}

constexpr WordRow kDup =
    Row("dup", "( ..a T -- ..a T T )", "Copies the top value.", DupNode);
constexpr WordRow kDrop =
    Row("drop", "( ..a T -- ..a )", "Forgets the top value.", DropNode);
constexpr WordRow kSwap = Row("swap", "( ..a T U -- ..a U T )",
                              "Exchanges the two top values.", SwapNode);
constexpr WordRow kOver = Row("over", "( ..a T U -- ..a T U T )",
                              "Copies the second value to the top.", OverNode);
constexpr WordRow kRot = Row("rot", "( ..a T U V -- ..a U V T )",
                             "Moves the third value to the top.", RotNode);
constexpr WordRow kNip =
    Row("nip", "( ..a T U -- ..a U )", "Forgets the second value.", NipNode);
constexpr WordRow kTuck =
    Row("tuck", "( ..a T U -- ..a U T U )",
        "Copies the top value below the second.", TuckNode);

constexpr absl::string_view kPickEffect = "( ..a T Int -- ..a T T )";
constexpr absl::string_view kPickDoc =
    "Copies the value that lies as deep as the Int says, 0 being the one "
    "directly below the Int.";

constexpr WordRow kClassicRows[] = {
    kDup,
    kDrop,
    kSwap,
    kOver,
    kRot,
    kNip,
    kTuck,
    {.name = "pick",
     .effect = kPickEffect,
     .doc = kPickDoc,
     .failure = "Fails if the depth is negative or the stack is not that deep.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<ClassicPick>,
     .operation = Operation::kPick},
};

constexpr WordRow kRows[] = {
    kDup,
    kDrop,
    kSwap,
    kOver,
    kRot,
    kNip,
    kTuck,
    Row("2dup", "( ..a T U -- ..a T U T U )", "Copies the two top values.",
        TwoDupNode, Editions::kCurrent),
    Row("3drop", "( ..a T U V -- ..a )", "Forgets the three top values.",
        ThreeDropNode, Editions::kCurrent),
    {.name = "pick",
     .effect = kPickEffect,
     .doc = kPickDoc,
     .failure = "Fails if the index is negative or the stack is not that deep.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Pick>,
     .typing = WordTyping::kPick,
     .operation = Operation::kPick},
    {.name = "roll",
     .effect = "( ..a T Int -- ..a T )",
     .doc = "Moves the value that lies as deep as the Int says to the top, 0 "
            "being the one directly below the Int.",
     .failure = "Fails if the index is negative or the stack is not that deep.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Roll>,
     .typing = WordTyping::kRoll,
     .operation = Operation::kRoll},
    {.name = ">aux",
     .effect = "( ..a T -- ..a )",
     .doc = "Moves the top value to the side stack of the enclosing body.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ToAuxNode,
     .typing = WordTyping::kToAux,
     .operation = Operation::kToAux},
    {.name = "aux>",
     .effect = "( ..a -- ..a T )",
     .doc = "Moves the value that was put on the side stack last back.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = FromAuxNode,
     .typing = WordTyping::kFromAux,
     .operation = Operation::kFromAux},
};

}  // namespace

absl::Span<const WordRow> StackWords() { return kRows; }

absl::Span<const WordRow> ClassicStackWords() { return kClassicRows; }

}  // namespace seq
