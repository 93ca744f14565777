// Closure: a quotation together with the values it captured.
//
// When a closure runs, its captured values are pushed on top of the caller's
// stack in the order they had where the closure was made, then the body runs.
// Immutable; thread-safe for readers that hold a reference.

#ifndef SEQ_RUNTIME_CLOSURE_H_
#define SEQ_RUNTIME_CLOSURE_H_

#include <cstddef>

#include "absl/types/span.h"
#include "runtime/node.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class Closure final : public Object {
 public:
  // Takes over the references of `captured`. The caller owns the result.
  static Closure* New(const Code* code, absl::Span<const Value> captured);

  const Code* code() const { return code_; }
  size_t size() const { return size_; }
  const Value* captured() const {
    return reinterpret_cast<const Value*>(this + 1);
  }

  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;

 private:
  Closure(const Code* code, size_t size) : code_(code), size_(size) {}
  void Free() override;
  bool FreeAlone() override;

  const Code* code_;
  size_t size_;
};
static_assert(sizeof(Closure) % alignof(Value) == 0);

}  // namespace seq

#endif  // SEQ_RUNTIME_CLOSURE_H_
