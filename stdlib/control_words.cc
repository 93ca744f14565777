#include "stdlib/control_words.h"

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "stdlib/cond_pairs.h"
#include "stdlib/quotation_operands.h"

namespace seq {
namespace {

// --- Loops -------------------------------------------------------------------

// Pops the Int a condition left and returns whether it is not zero. `role` is
// what the word calls its condition.
bool PopCondition(const Node* node, Value*& sp, Strand* strand,
                  absl::string_view role = "condition") {
  const std::optional<int64_t> flag = ClassicInt(sp[-1]);
  if (!flag.has_value()) {
    FailWord(node, sp, strand,
             absl::StrCat("the ", role, " must leave an Int on the stack, got ",
                          DescribeValue(sp[-1])));
  }
  Release(*--sp);
  return *flag != 0;
}

Value* Times(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> count = ClassicInt(sp[-1]);
  if (!count.has_value() || !IsCallable(sp[-2])) {
    FailOperands(node, sp, strand, 2, "Quotation or Closure below an Int");
  }
  Release(sp[-1]);
  sp -= 2;
  const HeldValue body(strand, sp[0]);
  for (int64_t i = 0; i < *count; ++i) {
    sp = CallValue(*body, node, sp, strand);
  }
  return sp;
}

Value* While(const Node* node, Value* sp, Strand* strand) {
  RequireCallables(node, sp, strand, 2);
  sp -= 2;
  const HeldValue condition(strand, sp[0]);
  const HeldValue body(strand, sp[1]);
  for (;;) {
    sp = CallValue(*condition, node, sp, strand);
    if (!PopCondition(node, sp, strand)) return sp;
    sp = CallValue(*body, node, sp, strand);
  }
}

Value* Until(const Node* node, Value* sp, Strand* strand) {
  RequireCallables(node, sp, strand, 2);
  sp -= 2;
  const HeldValue body(strand, sp[0]);
  const HeldValue condition(strand, sp[1]);
  do {
    sp = CallValue(*body, node, sp, strand);
    sp = CallValue(*condition, node, sp, strand);
  } while (!PopCondition(node, sp, strand));
  return sp;
}

Value* Forever(const Node* node, Value* sp, Strand* strand) {
  RequireCallables(node, sp, strand, 1);
  const HeldValue body(strand, *--sp);
  for (;;) sp = CallValue(*body, node, sp, strand);
}

// --- cond --------------------------------------------------------------------

// Runs predicates until one says yes and leaves that pair's body on top.
Value* SelectBody(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> operand = ClassicInt(sp[-1]);
  if (!operand.has_value()) FailOperands(node, sp, strand, 1, "Int");
  const size_t count = RequireCondPairs(node, sp, strand, *operand);
  Release(*--sp);
  sp -= count;
  const CondPairs pairs(strand, sp, count);
  for (size_t i = 0; i < pairs.pairs(); ++i) {
    sp = CallValue(pairs.predicate(i), node, sp, strand);
    if (PopCondition(node, sp, strand, "predicate")) {
      Retain(pairs.body(i));
      *sp++ = pairs.body(i);
      return sp;
    }
  }
  FailWord(node, sp, strand, "no predicate matched");
}

constexpr WordRow kRows[] = {
    kCallRow,
    {.name = "times",
     .effect = "( ..a [ ..a -- ..a ] Int -- ..a )",
     .doc = "Runs the quotation as often as the count on top says; not at all "
            "if it is 0 or less.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<Times>},
    {.name = "while",
     .effect = "( ..a [ ..a -- ..a Int ] [ ..a -- ..a ] -- ..a )",
     .doc = "Runs the lower quotation, the condition, and then the upper one, "
            "the body, again and again until the condition leaves 0.",
     .failure = "Fails if the condition does not leave an Int.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<While>},
    {.name = "until",
     .effect = "( ..a [ ..a -- ..a ] [ ..a -- ..a Int ] -- ..a )",
     .doc = "Runs the lower quotation, the body, and then the upper one, the "
            "condition, again and again until the condition does not leave 0.",
     .failure = "Fails if the condition does not leave an Int.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<Until>},
    {.name = "forever",
     .effect = "( ..a [ ..a -- ..a ] -- ..a )",
     .doc = "Runs the quotation again and again and never returns.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<Forever>},
    {.name = "cond",
     .effect = "( ..a -- ..b )",
     .doc = "Takes a count and that many pairs of predicate and body below it, "
            "runs the predicates in order and then the body of the first one "
            "that does not leave 0.",
     .failure = "Fails if no predicate matches, if the count is not positive, "
                "or if a pair is not made of quotations.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<PrepareThenCall<SelectBody>>,
     .run_as_tail = PrepareThenLeave<SelectBody>},
};

}  // namespace

absl::Span<const WordRow> ClassicControlWords() { return kRows; }

}  // namespace seq
