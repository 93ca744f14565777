// Calls: how a node runs another chain and comes back.
//
// Used by word calls and by every word that runs a quotation. A call records a
// frame (the node that makes it) so that errors, dumps and deadlock reports can
// show where the strand is, and checks the native stack, the data stack, and
// whether the pool wants the strand to give way. Each of these is one compare
// or one store.

#ifndef SEQ_RUNTIME_CALL_H_
#define SEQ_RUNTIME_CALL_H_

#include "absl/base/optimization.h"
#include "runtime/closure.h"
#include "runtime/held_value.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/strand_start.h"
#include "runtime/value.h"

namespace seq {

// The native stack pointer, near enough.
inline uintptr_t NativeStackPointer() {
#if defined(__x86_64__)
  uintptr_t sp;
  asm("movq %%rsp, %0" : "=r"(sp));
  return sp;
#elif defined(__aarch64__)
  uintptr_t sp;
  asm("mov %0, sp" : "=r"(sp));
  return sp;
#else
  return reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
#endif
}

// The slow path of CheckCall: gives way if asked to, fails if a stack is used
// up.
void AttendToStrand(const Node* node, Value* sp, Strand* strand);

// Must be passed before every call, tail call and round of a loop.
inline void CheckCall(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(
          NativeStackPointer() <
              strand->call_limit.load(std::memory_order_relaxed) ||
          sp > strand->stack_limit)) {
    AttendToStrand(node, sp, strand);
  }
}

// Runs the chain that begins with `*entry` on the current stack, for `node`,
// and returns the stack pointer it leaves. (To read the entry last saves a
// register in functions that need `node` afterwards.)
inline Value* CallChain(const Node* const* entry, const Node* node, Value* sp,
                        Strand* strand) {
  CheckCall(node, sp, strand);
  Frame* frame = strand->frame.load(std::memory_order_relaxed) - 1;
  frame->store(node, std::memory_order_relaxed);
  strand->frame.store(frame, std::memory_order_relaxed);
  sp = Execute(*entry, sp, strand);
  // The callee left its frames; reading the register again is cheaper than
  // keeping its value over the call.
  strand->frame.store(strand->frame.load(std::memory_order_relaxed) + 1,
                      std::memory_order_relaxed);
  if (ABSL_PREDICT_FALSE(sp > strand->stack_limit)) {
    AttendToStrand(node, sp, strand);
  }
  return sp;
}

// The same for `code`.
inline Value* CallCode(const Code* code, const Node* node, Value* sp,
                       Strand* strand) {
  return CallChain(&code->entry, node, sp, strand);
}

// Pushes what `callable` captured (nothing for a quotation) and returns its
// code. The stack gets its own references; `callable` keeps its own.
// REQUIRES: IsCallable(callable).
inline const Code* PushCaptured(const Value& callable, Value*& sp) {
  if (callable.kind == ValueKind::kQuotation) return callable.code;
  const auto* closure = static_cast<const Closure*>(callable.object);
  for (size_t i = 0; i < closure->size(); ++i) {
    Retain(closure->captured()[i]);
    CopySlot(*sp++, closure->captured()[i]);
  }
  return closure->code();
}

// Runs a quotation or closure on the current stack; `callable` stays owned by
// the caller. REQUIRES: IsCallable(callable).
inline Value* CallValue(const Value& callable, const Node* node, Value* sp,
                        Strand* strand) {
  const Code* code = PushCaptured(callable, sp);
  return CallCode(code, node, sp, strand);
}

// Runs a quotation or closure as the whole of `strand`, on its empty stack, and
// releases what it leaves there. Takes over the reference to `callable`.
void RunAsStrand(const Value& callable, Strand* strand);

// The same on the stack that `start` brings. Takes over `start`. `word` is
// named if that stack is too large.
void RunAsStrand(StrandStart* start, absl::string_view word, Strand* strand);

// Releases everything a strand that ends still holds: its data stack up to `sp`
// and its side stack.
void ReleaseStacks(Strand* strand, Value* sp);

}  // namespace seq

#endif  // SEQ_RUNTIME_CALL_H_
