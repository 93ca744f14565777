#include "stdlib/stack_words.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"

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
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

Value* DropNode(const Node* node, Value* sp, Strand* strand) {
  if (!IsPlain(sp[-1])) {
    RequirePresent(node, sp, strand, 1);
    Release(sp[-1]);
  }
  SEQ_CONTINUE(node->next, sp - 1, strand);
}

Value* SwapNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  SwapSlots(sp[-1], sp[-2]);
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* OverNode(const Node* node, Value* sp, Strand* strand) {
  if (!IsPlain(sp[-2])) RetainOrFail(node, sp, strand, 2, sp[-2]);
  CopySlot(sp[0], sp[-2]);
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

Value* RotNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 3);
  SwapSlots(sp[-3], sp[-2]);
  SwapSlots(sp[-2], sp[-1]);
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* NipNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  Release(sp[-2]);
  CopySlot(sp[-2], sp[-1]);
  SEQ_CONTINUE(node->next, sp - 1, strand);
}

Value* TuckNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  Retain(sp[-1]);
  CopySlot(sp[0], sp[-1]);
  CopySlot(sp[-1], sp[-2]);
  CopySlot(sp[-2], sp[0]);
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

Value* Pick(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> depth = ClassicInt(sp[-1]);
  if (!depth.has_value()) FailOperands(node, sp, strand, 1, "Int");
  if (*depth < 0) {
    FailWord(node, sp, strand,
             absl::StrCat("depth must be non-negative, got ", *depth));
  }
  const size_t values = Depth(sp, strand) - 1;
  if (static_cast<uint64_t>(*depth) >= values) {
    FailWord(node, sp, strand,
             absl::StrCat("cannot access depth ", *depth, " - stack has only ",
                          values, values == 1 ? " value" : " values",
                          " (need at least ", static_cast<uint64_t>(*depth) + 1,
                          ")"));
  }
  const Value picked = sp[-2 - *depth];
  Retain(picked);
  Release(sp[-1]);
  sp[-1] = picked;
  return sp;
}

constexpr WordRow kRows[] = {
    {.name = "dup",
     .effect = "( ..a T -- ..a T T )",
     .doc = "Copies the top value.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = DupNode},
    {.name = "drop",
     .effect = "( ..a T -- ..a )",
     .doc = "Forgets the top value.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = DropNode},
    {.name = "swap",
     .effect = "( ..a T U -- ..a U T )",
     .doc = "Exchanges the two top values.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = SwapNode},
    {.name = "over",
     .effect = "( ..a T U -- ..a T U T )",
     .doc = "Copies the second value to the top.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = OverNode},
    {.name = "rot",
     .effect = "( ..a T U V -- ..a U V T )",
     .doc = "Moves the third value to the top.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = RotNode},
    {.name = "nip",
     .effect = "( ..a T U -- ..a U )",
     .doc = "Forgets the second value.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = NipNode},
    {.name = "tuck",
     .effect = "( ..a T U -- ..a U T U )",
     .doc = "Copies the top value below the second.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = TuckNode},
    {.name = "pick",
     .effect = "( ..a T Int -- ..a T T )",
     .doc = "Copies the value that lies as deep as the Int says, 0 being the "
            "one directly below the Int.",
     .failure = "Fails if the depth is negative or the stack is not that deep.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<Pick>},
};

}  // namespace

absl::Span<const WordRow> ClassicStackWords() { return kRows; }

}  // namespace seq
