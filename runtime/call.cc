#include "runtime/call.h"

#include "absl/strings/str_cat.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

[[noreturn]] void FailCallStack(const Node* node, Value* sp, Strand* strand) {
  const StackSizes& sizes = strand->pool()->stack_sizes(*strand);
  Fail(node, sp, strand,
       absl::StrCat("call stack overflow: the calls nested here use up the ",
                    sizes.native_bytes >> 10,
                    " KiB of native stack that a strand has (--stack-size "
                    "changes that)"));
}

// Names the size of the whole stack: stack_base may be that of a private stack
// (runtime/private_stack.h) at any height.
[[noreturn]] void FailDataStack(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand,
       absl::StrCat("data stack overflow: more than ",
                    strand->pool()->stack_sizes(*strand).values,
                    " values on the stack of one strand (--data-stack changes "
                    "that)"));
}

}  // namespace

void AttendToStrand(const Node* node, Value* sp, Strand* strand) {
  if (sp > strand->stack_limit) FailDataStack(node, sp, strand);
  if (!strand->pool()->Attend(strand, NativeStackPointer())) {
    FailCallStack(node, sp, strand);
  }
}

void RunAsStrand(const Value& callable, Strand* strand) {
  Value* sp = strand->stack_base;
  const Code* code = PushCaptured(callable, sp);
  Release(callable);
  sp = Execute(code->entry, sp, strand);
  ReleaseStacks(strand, sp);
}

namespace {

// Prepares the stack; apart, so that the strand runs without holding `start`.
const Code* BeginStrand(StrandStart* start, absl::string_view word,
                        Strand* strand, Value*& sp) {
  const OwnedStrandStart owned(start);
  sp = owned->MoveStack(word, strand);
  return PushCaptured(owned->callable(), sp);
}

}  // namespace

void RunAsStrand(StrandStart* start, absl::string_view word, Strand* strand) {
  Value* sp;
  const Code* code = BeginStrand(start, word, strand, sp);
  sp = Execute(code->entry, sp, strand);
  ReleaseStacks(strand, sp);
}

void ReleaseStacks(Strand* strand, Value* sp) {
  while (sp > strand->stack_base) Release(*--sp);
  for (; !strand->aux.empty(); strand->aux.pop_back()) {
    Release(strand->aux.back());
  }
}

}  // namespace seq
