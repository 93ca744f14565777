// StrandStart: what a strand that has not started yet will start with.
//
// The callable, and for a plain quotation a copy of the stack of whoever made
// the strand (closures bring their values with them). One allocation of exact
// size, since a program may have 100,000 strands that have not started.
//
// Ownership: owns its values. Thread-safety: none of its own; it is made on one
// strand's thread and used on another, and whatever hands it over orders the
// two. All its values are marked shared.

#ifndef SEQ_RUNTIME_STRAND_START_H_
#define SEQ_RUNTIME_STRAND_START_H_

#include <cstddef>

#include "absl/types/span.h"
#include "runtime/node.h"
#include "runtime/value.h"

namespace seq {

class Strand;

class StrandStart {
 public:
  // Takes over the reference to `callable`; copies `stack`, from the bottom to
  // the top, if that is a plain quotation. REQUIRES: IsCallable(callable). The
  // caller owns the result and ends it with Delete. O(stack).
  static StrandStart* New(const Value& callable, absl::Span<const Value> stack);

  // Releases what has not been moved away and frees the memory.
  void Delete();

  const Value& callable() const { return callable_; }
  // The copied values that have not been moved away.
  absl::Span<const Value> values() const {
    return {reinterpret_cast<const Value*>(this + 1), size_};
  }

  // Moves the copied values onto the empty stack of `strand`, which is about to
  // start, and returns the new stack pointer. Fails with a run-time error of
  // the word `word` if they are more than its stack may hold. Once.
  Value* MoveStack(absl::string_view word, Strand* strand);

 private:
  StrandStart(const Value& callable, size_t size)
      : callable_(callable), size_(size) {}
  Value* mutable_values() { return reinterpret_cast<Value*>(this + 1); }

  const Value callable_;
  size_t size_;
};
static_assert(sizeof(StrandStart) % alignof(Value) == 0);

// Ends a StrandStart with a scope.
class OwnedStrandStart {
 public:
  explicit OwnedStrandStart(StrandStart* start) : start_(start) {}
  ~OwnedStrandStart() { start_->Delete(); }
  OwnedStrandStart(const OwnedStrandStart&) = delete;
  OwnedStrandStart& operator=(const OwnedStrandStart&) = delete;

  StrandStart* operator->() const { return start_; }

 private:
  StrandStart* const start_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_STRAND_START_H_
