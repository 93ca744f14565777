#include "runtime/string_object.h"

#include <cstring>
#include <new>

namespace seq {

StringObject* StringObject::Allocate(size_t size) {
  void* memory = ::operator new(sizeof(StringObject) + size);
  return new (memory) StringObject(size);
}

StringObject* StringObject::New(absl::string_view bytes) {
  StringObject* string = Allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(string->data(), bytes.data(), bytes.size());
  return string;
}

StringObject* StringObject::Concatenate(absl::string_view first,
                                        absl::string_view second) {
  StringObject* string = Allocate(first.size() + second.size());
  if (!first.empty()) std::memcpy(string->data(), first.data(), first.size());
  if (!second.empty()) {
    std::memcpy(string->data() + first.size(), second.data(), second.size());
  }
  return string;
}

void StringObject::Free() {
  this->~StringObject();
  ::operator delete(this);
}

Value MakeString(absl::string_view bytes) {
  return Value::Counted(ValueKind::kString, StringObject::New(bytes));
}

}  // namespace seq
