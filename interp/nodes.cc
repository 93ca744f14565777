#include "interp/nodes.h"

#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/closure.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/run_time_error.h"
#include "runtime/side_stack.h"

namespace seq {

Value* RunPush(const Node* node, Value* sp, Strand* strand) {
  const auto& push = *static_cast<const PushNode*>(node);
  CopySlot(*sp, push.value);
  SEQ_NEXT(push, sp + 1, strand);
}

namespace {

[[noreturn]] void FailCapture(const Node* node, Value* sp, Strand* strand,
                              size_t count) {
  Fail(node, sp, strand,
       absl::StrCat("closure capture: the quotation captures ", count,
                    count == 1 ? " value" : " values",
                    ", but the stack has only ", Depth(sp, strand)));
}

[[noreturn]] void FailCondition(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand,
       Depth(sp, strand) == 0 ? std::string("if: stack is empty")
                              : absl::StrCat("if: expected Int on stack, got ",
                                             DescribeValue(sp[-1])));
}

[[noreturn]] void FailBranch(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand,
       Depth(sp, strand) == 0 ? std::string("if: stack is empty")
                              : absl::StrCat("if: condition must be Bool, got ",
                                             DescribeValue(sp[-1])));
}

// Pops a condition that is not a plain Int.
[[gnu::noinline]] bool PopUnusualCondition(const Node* node, Value* sp,
                                           Strand* strand) {
  const std::optional<int64_t> flag = ClassicInt(sp[-1]);
  if (!flag.has_value()) FailCondition(node, sp, strand);
  Release(sp[-1]);
  return *flag != 0;
}

}  // namespace

Value* RunMakeClosure(const Node* node, Value* sp, Strand* strand) {
  const auto* closure = static_cast<const ClosureNode*>(node);
  if (Depth(sp, strand) < closure->count) {
    FailCapture(node, sp, strand, closure->count);
  }
  sp -= closure->count;
  *sp = Value::Counted(
      ValueKind::kClosure,
      Closure::New(closure->code, absl::MakeConstSpan(sp, closure->count)));
  SEQ_NEXT(*closure, sp + 1, strand);
}

Value* RunClassicBranch(const Node* node, Value* sp, Strand* strand) {
  const auto* branch = static_cast<const BranchNode*>(node);
  const bool flag = ABSL_PREDICT_TRUE(sp[-1].kind == ValueKind::kInt)
                        ? sp[-1].integer != 0
                        : PopUnusualCondition(node, sp, strand);
  if (flag) SEQ_CONTINUE_NEAR(*branch, branch->then_entry, sp - 1, strand);
  SEQ_CONTINUE_NEAR(*branch, branch->else_entry, sp - 1, strand);
}

Value* RunBranch(const Node* node, Value* sp, Strand* strand) {
  const auto* branch = static_cast<const BranchNode*>(node);
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kBool)) {
    FailBranch(node, sp, strand);
  }
  if (sp[-1].integer != 0) {
    SEQ_CONTINUE_NEAR(*branch, branch->then_entry, sp - 1, strand);
  }
  SEQ_CONTINUE_NEAR(*branch, branch->else_entry, sp - 1, strand);
}

namespace {

[[gnu::noinline]] void AdjustAux(int32_t excess, Strand* strand) {
  for (; excess > 0 && !strand->aux.empty(); --excess) {
    const Value value = strand->aux.back();
    strand->aux.pop_back();
    Release(value);
  }
  for (; excess < 0; ++excess) strand->aux.push_back(Value::Hole());
}

}  // namespace

Value* RunAuxAdjust(const Node* node, Value* sp, Strand* strand) {
  const auto& adjust = *static_cast<const AuxAdjustNode*>(node);
  AdjustAux(adjust.excess, strand);
  SEQ_NEXT(adjust, sp, strand);
}

namespace {

// The quotation that was never pushed counts as an operand.
[[noreturn]] [[gnu::noinline]] void FailAside(const Node* node, Value* sp,
                                              Strand* strand) {
  *sp = Value::Quotation(nullptr);
  FailOperands(node, sp + 1, strand, 2, "");
}

[[noreturn]] [[gnu::noinline]] void FailNothingAside(const Node* node,
                                                     Value* sp,
                                                     Strand* strand) {
  FailWord(node, sp, strand, "the aux stack is empty");
}

}  // namespace

Value* RunSetAside(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind == ValueKind::kHole)) {
    FailAside(node, sp, strand);
  }
  if (ABSL_PREDICT_FALSE(!HasRoomAside(strand))) {
    SEQ_GO_ON_IN(MakeRoomAside, node, sp, strand);
  }
  PushAside(strand, sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

Value* RunKeepAside(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind == ValueKind::kHole)) {
    FailAside(node, sp, strand);
  }
  if (ABSL_PREDICT_FALSE(!HasRoomAside(strand))) {
    SEQ_GO_ON_IN(MakeRoomAside, node, sp, strand);
  }
  Retain(sp[-1]);
  PushAside(strand, sp[-1]);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* RunTakeBack(const Node* node, Value* sp, Strand* strand) {
  // The checker sees to it that this cannot be; nothing depends on that.
  if (ABSL_PREDICT_FALSE(strand->aux.empty()))
    FailNothingAside(node, sp, strand);
  CopySlot(sp[0], strand->aux.back());
  strand->aux.pop_back();
  SEQ_NEXT(AsWordNode(node), sp + 1, strand);
}

Value* RunCall(const Node* node, Value* sp, Strand* strand) {
  const auto& call = *static_cast<const CallNode*>(node);
  sp = CallChain(&call.entry, node, sp, strand);
  SEQ_NEXT(call, sp, strand);
}

Value* RunTailCall(const Node* node, Value* sp, Strand* strand) {
  CheckCall(node, sp, strand);
  SEQ_CONTINUE(static_cast<const CallNode*>(node)->entry, sp, strand);
}

Value* RunCheckRoom(const Node* node, Value* sp, Strand* strand) {
  CheckCall(node, sp, strand);
  SEQ_NEXT(*node, sp, strand);
}

}  // namespace seq
