#include "stdlib/weave_words.h"

#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/strand_start.h"
#include "runtime/switch_point.h"
#include "runtime/weave.h"

namespace seq {
namespace {

void RequireCallable(const Node* node, Value* sp, Strand* strand) {
  if (!IsCallable(sp[-1])) {
    FailOperands(node, sp, strand, 1, "Quotation or Closure");
  }
}

// The whole stack below the quotation on top; in the quotation of a list word,
// the stack that this has for itself.
absl::Span<const Value> StackBelow(Value* sp, Strand* strand) {
  return absl::MakeConstSpan(strand->stack_base, sp - 1);
}

Value* SpawnStrand(const Node* node, Value* sp, Strand* strand) {
  RequireCallable(node, sp, strand);
  StrandStart* start = StrandStart::New(sp[-1], StackBelow(sp, strand));
  const int64_t number = strand->pool()->Spawn(
      strand, node->site,
      [start](Strand* self) { RunAsStrand(start, "strand.spawn", self); });
  sp[-1] = Value::Int(number);
  return sp;
}

Value* MakeWeave(const Node* node, Value* sp, Strand* strand) {
  RequireCallable(node, sp, strand);
  sp[-1] = Weave::Make(strand, node->site, sp[-1], StackBelow(sp, strand));
  return sp;
}

Value* Resume(const Node* node, Value* sp, Strand* strand) {
  if (sp[-2].kind != ValueKind::kWeave) {
    FailOperands(node, sp, strand, 2, "a Weave below a value");
  }
  RequirePresent(node, sp, strand, 1);
  Weave* const weave = Weave::Of(sp[-2]);
  Value answer = Value::Hole();
  const WeaveOutcome outcome =
      weave->Resume(strand, node->site, sp[-1], &answer, sp - 1);
  if (outcome == WeaveOutcome::kGone) {
    FailWord(node, sp, strand, "the weave has finished");
  }
  sp[-1] = answer;
  *sp++ = Value::Bool(outcome == WeaveOutcome::kYielded);
  return sp;
}

// The weave whose context lies below the value on top. Fails unless it is the
// one that runs here.
Weave* RunningWeave(const Node* node, Value* sp, Strand* strand) {
  const size_t depth = Depth(sp, strand);
  if (depth < 2) {
    FailWord(node, sp, strand,
             absl::StrCat("expected WeaveCtx on stack below a value, but the "
                          "stack has only ",
                          depth, depth == 1 ? " value" : " values"));
  }
  if (sp[-2].kind != ValueKind::kWeave) {
    FailOperands(node, sp, strand, 2, "WeaveCtx");
  }
  Weave* const weave = Weave::Of(sp[-2]);
  if (strand->weave == nullptr) {
    FailWord(node, sp, strand,
             "expected WeaveCtx on stack of the weave that yields, but this "
             "strand is no weave");
  }
  if (strand->weave != weave) {
    FailWord(node, sp, strand,
             "expected WeaveCtx on stack of the weave that yields, got that of "
             "another weave");
  }
  return weave;
}

Value* Yield(const Node* node, Value* sp, Strand* strand) {
  Weave* const weave = RunningWeave(node, sp, strand);
  sp[-1] = weave->Yield(strand, node->site, sp - 1, sp[-1]);
  return sp;
}

Value* CancelWeave(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kWeave) {
    FailOperands(node, sp, strand, 1, "Weave");
  }
  Weave::Of(sp[-1])->Cancel();
  Release(sp[-1]);
  return sp - 1;
}

constexpr WordRow kRows[] = {
    {.name = "strand.spawn",
     .effect = "( ..a [ ..in -- ..out ] -- ..a Int )",
     .doc = "Starts a strand that runs the quotation on a copy of the stack "
            "(a closure: on just what it captured) and gives its number.",
     .failure = "The program fails if the copy does not fit into the strand's "
                "stack.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<SpawnStrand>>,
     .typing = WordTyping::kSpawn},
    {.name = "strand.weave",
     .effect = "( ..a [ ..in -- ..out ] -- ..a H )",
     .doc = "Makes a suspended weave of the quotation and gives its handle; "
            "the first `strand.resume` starts it on a copy of the stack made "
            "now (a closure: on none), with the weave context and the value "
            "sent on top, and it must end with that context on top.",
     .failure = "The program fails if the body ends with anything but its "
                "context on top, or if the copy does not fit into its stack.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MakeWeave>},
    {.name = "strand.resume",
     .effect = "( ..a H T -- ..a H T Bool )",
     .doc = "Sends the value into the weave, waits until it yields or "
            "finishes, and gives what it yielded with true, or the Int 0 with "
            "false if it has finished.",
     .failure = "Fails if the weave has said before that it has finished, or "
                "was cancelled before it began.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<Resume>>},
    {.name = "yield",
     .effect = "( ..a C T -- ..a C T | Yield T )",
     .doc = "Hands the value to whoever resumed this weave, whose context lies "
            "below it, waits for the next `strand.resume`, and gives the value "
            "which that sent.",
     .failure = "Fails unless the context of the weave that runs lies below "
                "the value.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<Yield>>},
    {.name = "strand.weave-cancel",
     .effect = "( ..a H -- ..a )",
     .doc = "Ends the weave without waiting: it runs no further than the "
            "`yield` it is in or comes to next.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<CancelWeave>>},
};

}  // namespace

absl::Span<const WordRow> WeaveWords() { return kRows; }

}  // namespace seq
