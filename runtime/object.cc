#include "runtime/object.h"

#include <vector>

#include "runtime/value.h"

namespace seq {
namespace {

// The objects waiting to be destroyed on this thread, or null while no
// destruction is under way.
thread_local std::vector<Object*>* pending_destruction = nullptr;

}  // namespace

void Object::VisitValues(absl::FunctionRef<void(Value&)>) {}

bool Object::TryAddReference() {
  uint32_t count = references_.load(std::memory_order_relaxed);
  while (count != 0) {
    if (references_.compare_exchange_weak(count, count + 1,
                                          std::memory_order_acq_rel)) {
      return true;
    }
  }
  return false;
}

void Object::DestroyUnreferenced(Object* object) {
  if (pending_destruction != nullptr) {
    pending_destruction->push_back(object);
    return;
  }
  if (object->FreeAlone()) return;
  std::vector<Object*> pending;
  pending_destruction = &pending;
  for (;;) {
    object->VisitValues([](Value& value) {
      if (value.kind != ValueKind::kString) return Release(value);
      if (value.object->Forget()) value.object->Free();
    });
    object->Free();
    if (pending.empty()) break;
    object = pending.back();
    pending.pop_back();
  }
  pending_destruction = nullptr;
}

}  // namespace seq
