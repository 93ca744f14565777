#include "runtime/closure.h"

#include <algorithm>
#include <cstddef>
#include <new>

#include "runtime/small_blocks.h"

namespace seq {
namespace {

size_t BytesFor(size_t captured) {
  return sizeof(Closure) + captured * sizeof(Value);
}

}  // namespace

Closure* Closure::New(const Code* code, absl::Span<const Value> captured) {
  void* memory = SmallBlocks::Take(BytesFor(captured.size()));
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
  const size_t size = size_;
  this->~Closure();
  SmallBlocks::Give(this, BytesFor(size));
}

}  // namespace seq
