// NumberedObject: an object that shows a number.
//
// In the classic edition channels and sockets are typed Int. The value on the
// stack nevertheless holds the object, so that one nobody can reach any more is
// reclaimed (a program may make a channel per request for ever), and words that
// want an Int read the object's number. A program that computes with the number
// may turn the result back into the object later, so arithmetic and comparison
// pin it: it then lives until the process ends.
//
// In the current edition they are values of their own kind: such an object is
// *opaque*, its number is for reports only and never seen by a program.

#ifndef SEQ_RUNTIME_NUMBERED_OBJECT_H_
#define SEQ_RUNTIME_NUMBERED_OBJECT_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class NumberedObject : public Object {
 public:
  int64_t number() const { return number_; }
  // True if programs do not see the number.
  bool opaque() const { return opaque_; }

  // Keeps the object alive for good. Thread-safe; may be called repeatedly.
  // REQUIRES: the caller holds a reference. Channels and sockets are marked
  // shared when they are made, since weak tables refer to them.
  virtual void Pin() = 0;

  // For the search for leaked strands: visits what the object holds and keeps
  // that as it is until Thaw, whoever wants to change it waits. Returns false,
  // having done nothing, if somebody is about to change it now.
  virtual bool TryFreeze(absl::FunctionRef<void(Value&)>) { return true; }
  virtual void Thaw() {}

 protected:
  explicit NumberedObject(int64_t number, bool opaque = false)
      : number_(number), opaque_(opaque) {}

 private:
  const int64_t number_;
  const bool opaque_;
};

inline bool IsNumbered(const Value& value) {
  return value.kind == ValueKind::kChannel || value.kind == ValueKind::kSocket;
}

// The Int that the classic edition sees in `value`, without pinning; nullopt if
// the value is no Int there.
inline std::optional<int64_t> ClassicInt(const Value& value) {
  if (value.kind == ValueKind::kInt) return value.integer;
  if (IsNumbered(value)) {
    return static_cast<const NumberedObject*>(value.object)->number();
  }
  return std::nullopt;
}

// The same for words that compute with the number: pins the object.
inline std::optional<int64_t> ClassicIntPinned(const Value& value) {
  if (value.kind == ValueKind::kInt) return value.integer;
  if (IsNumbered(value)) {
    auto* object = static_cast<NumberedObject*>(value.object);
    object->Pin();
    return object->number();
  }
  return std::nullopt;
}

}  // namespace seq

#endif  // SEQ_RUNTIME_NUMBERED_OBJECT_H_
