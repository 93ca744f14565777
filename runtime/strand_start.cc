#include "runtime/strand_start.h"

#include <new>

#include "absl/strings/str_cat.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"

namespace seq {

StrandStart* StrandStart::New(const Value& callable,
                              absl::Span<const Value> stack) {
  if (callable.kind != ValueKind::kQuotation) stack = {};
  void* memory =
      ::operator new(sizeof(StrandStart) + stack.size() * sizeof(Value));
  MarkShared(callable);
  auto* start = new (memory) StrandStart(callable, stack.size());
  Value* copy = start->mutable_values();
  for (const Value& value : stack) {
    MarkShared(value);
    Retain(value);
    CopySlot(*copy++, value);
  }
  return start;
}

void StrandStart::Delete() {
  Release(callable_);
  for (size_t i = 0; i < size_; ++i) Release(mutable_values()[i]);
  this->~StrandStart();
  ::operator delete(this);
}

Value* StrandStart::MoveStack(absl::string_view word, Strand* strand) {
  Value* sp = strand->stack_base;
  const auto most = static_cast<size_t>(strand->stack_limit - sp);
  if (size_ > most) {
    const Node node = {ReturnNode, nullptr, strand->spawn_site};
    Fail(&node, sp, strand,
         absl::StrCat(word,
                      ": data stack overflow: the stack to start with "
                      "holds ",
                      size_, " values, but a strand may have only ", most,
                      " (--data-stack changes that)"));
  }
  for (size_t i = 0; i < size_; ++i) CopySlot(*sp++, mutable_values()[i]);
  size_ = 0;
  return sp;
}

}  // namespace seq
