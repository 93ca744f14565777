#include "runtime/closure.h"

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
  auto* to = reinterpret_cast<Value*>(closure + 1);
  // They have often just been stored; see CopySlot.
  for (const Value& value : captured) CopySlot(*to++, value);
  return closure;
}

void Closure::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  auto* values = reinterpret_cast<Value*>(this + 1);
  for (size_t i = 0; i < size_; ++i) visit(values[i]);
}

bool Closure::FreeAlone() {
  for (size_t i = 0; i < size_; ++i) {
    if (IsCounted(captured()[i])) return false;
  }
  Free();
  return true;
}

void Closure::Free() {
  const size_t size = size_;
  this->~Closure();
  SmallBlocks::Give(this, BytesFor(size));
}

}  // namespace seq
