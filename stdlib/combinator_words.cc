#include "stdlib/combinator_words.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/call.h"
#include "runtime/operands.h"
#include "stdlib/cond_pairs.h"
#include "stdlib/quotation_operands.h"

namespace seq {
namespace {

// --- dip and keep ------------------------------------------------------------

// Fails unless a quotation or closure lies on a value.
void RequireValueAndCallable(const Node* node, Value* sp, Strand* strand) {
  if (!IsCallable(sp[-1])) {
    FailOperands(node, sp, strand, 2, "Quotation or Closure above a value");
  }
  RequirePresent(node, sp, strand, 2);
}

Value* Dip(const Node* node, Value* sp, Strand* strand) {
  RequireValueAndCallable(node, sp, strand);
  sp -= 2;
  HeldValue kept(strand, sp[0]);
  if (sp[1].kind == ValueKind::kQuotation) {
    sp = CallCode(sp[1].code, node, sp, strand);
  } else {
    CopySlot(sp[0], sp[1]);
    sp = CallTop(node, sp + 1, strand);
  }
  kept.MoveTo(*sp);
  return sp + 1;
}

Value* Keep(const Node* node, Value* sp, Strand* strand) {
  RequireValueAndCallable(node, sp, strand);
  Retain(sp[-2]);
  HeldValue kept(strand, sp[-2]);
  sp = CallTop(node, sp, strand);
  kept.MoveTo(*sp);
  return sp + 1;
}

// --- bi, if, cond ------------------------------------------------------------
//
// Each does its work up to the quotation it runs last and leaves that on top.

// Runs the first quotation, then leaves the value again and the second one.
Value* RunFirstOfTwo(const Node* node, Value* sp, Strand* strand) {
  if (!IsCallable(sp[-1]) || !IsCallable(sp[-2])) {
    FailOperands(node, sp, strand, 3, "two Quotations or Closures");
  }
  RequirePresent(node, sp, strand, 3);
  Retain(sp[-3]);
  HeldValue value(strand, sp[-3]);
  HeldValue second(strand, *--sp);
  sp = CallTop(node, sp, strand);
  value.MoveTo(sp[0]);
  second.MoveTo(sp[1]);
  return sp + 2;
}

// Leaves the quotation that the Bool below the two chooses.
Value* ChooseBranch(const Node* node, Value* sp, Strand* strand) {
  if (sp[-3].kind != ValueKind::kBool || !IsCallable(sp[-2]) ||
      !IsCallable(sp[-1])) {
    FailOperands(node, sp, strand, 3, "Bool below two Quotations or Closures");
  }
  if (sp[-3].integer == 0) SwapSlots(sp[-2], sp[-1]);
  Release(sp[-1]);
  CopySlot(sp[-3], sp[-2]);
  return sp - 2;
}

// Pops the Bool that a predicate left and returns it.
bool PopAnswer(const Node* node, Value*& sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kBool) {
    FailWord(node, sp, strand,
             absl::StrCat("the predicate must leave a Bool on the stack, got ",
                          DescribeValue(sp[-1])));
  }
  return (--sp)->integer != 0;
}

// Runs predicates until one says yes and leaves that pair's body.
Value* ChooseBody(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  const size_t count = RequireCondPairs(node, sp, strand, sp[-1].integer);
  sp -= 1 + count;
  const CondPairs pairs(strand, sp, count);
  for (size_t i = 0; i < pairs.pairs(); ++i) {
    sp = CallValue(pairs.predicate(i), node, sp, strand);
    if (PopAnswer(node, sp, strand)) {
      Retain(pairs.body(i));
      *sp = pairs.body(i);
      return sp + 1;
    }
  }
  FailWord(node, sp, strand, "no predicate matched");
}

constexpr WordRow kRows[] = {
    kCallRow,
    {.name = "dip",
     .effect = "( ..a T Q -- ..b T )",
     .doc = "Sets the value below the quotation aside, runs the quotation on "
            "what is below, and pushes the value back.",
     .failure = "Fails if the top value is no quotation or closure.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Dip>,
     .typing = WordTyping::kDip},
    {.name = "keep",
     .effect = "( ..a T Q -- ..b T )",
     .doc = "Runs the quotation with the value below it still there, and "
            "pushes that value once more.",
     .failure = "Fails if the top value is no quotation or closure.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Keep>,
     .typing = WordTyping::kKeep},
    {.name = "bi",
     .effect = "( ..a T Q R -- ..b )",
     .doc = "Runs the lower quotation on a value, pushes the value again and "
            "runs the upper one.",
     .failure = "Fails if the two top values are not quotations or closures.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<PrepareThenCall<RunFirstOfTwo>>,
     .run_as_tail = PrepareThenLeave<RunFirstOfTwo>,
     .typing = WordTyping::kBi},
    {.name = "if",
     .effect = "( ..a Bool Q R -- ..b )",
     .doc = "Runs the lower quotation if the Bool below both is true, else the "
            "upper one.",
     .failure = "Fails if the condition is no Bool or the two top values are "
                "not quotations or closures.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<PrepareThenCall<ChooseBranch>>,
     .run_as_tail = PrepareThenLeave<ChooseBranch>,
     .typing = WordTyping::kIf},
    {.name = "cond",
     .effect = "( ..a -- ..b )",
     .doc = "Takes a count and that many pairs of predicate and body below it, "
            "runs the predicates in order and then the body of the first one "
            "that leaves true.",
     .failure = "Fails if no predicate matches, if one does not leave a Bool, "
                "if the count is not positive, or if a pair is not made of "
                "quotations.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<PrepareThenCall<ChooseBody>>,
     .run_as_tail = PrepareThenLeave<ChooseBody>},
};

}  // namespace

absl::Span<const WordRow> CombinatorWords() { return kRows; }

}  // namespace seq
