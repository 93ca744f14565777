#include "runtime/closure.h"

#include <algorithm>
#include <new>

namespace seq {

Closure* Closure::New(const Code* code, absl::Span<const Value> captured) {
  void* memory =
      ::operator new(sizeof(Closure) + captured.size() * sizeof(Value));
  auto* closure = new (memory) Closure(code, captured.size());
  std::copy(captured.begin(), captured.end(),
            reinterpret_cast<Value*>(closure + 1));
  return closure;
}

void Closure::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  auto* values = reinterpret_cast<Value*>(this + 1);
  for (size_t i = 0; i < size_; ++i) visit(values[i]);
}

void Closure::Free() {
  this->~Closure();
  ::operator delete(this);
}

}  // namespace seq
