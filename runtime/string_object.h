// StringObject: an immutable byte string, its bytes stored behind the header.
//
// Strings hold arbitrary bytes; words that work on text decode them as UTF-8.
// Thread-safety: immutable, so safe to read from any thread that holds a
// reference.

#ifndef SEQ_RUNTIME_STRING_OBJECT_H_
#define SEQ_RUNTIME_STRING_OBJECT_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class StringObject final : public Object {
 public:
  // Copies `bytes`. The caller owns the one reference of the result.
  static StringObject* New(absl::string_view bytes);
  // Concatenates `first` and `second` with one allocation.
  static StringObject* Concatenate(absl::string_view first,
                                   absl::string_view second);

  absl::string_view bytes() const { return {data(), size_}; }
  size_t size() const { return size_; }

 private:
  explicit StringObject(size_t size) : size_(size) {}
  static StringObject* Allocate(size_t size);
  void Free() override;

  char* data() { return reinterpret_cast<char*>(this + 1); }
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }

  size_t size_;
};

// A new string value holding a copy of `bytes`; the caller owns it.
Value MakeString(absl::string_view bytes);

// The bytes of a string value. REQUIRES: value.kind == kString. The view is
// valid as long as the value is retained.
inline absl::string_view StringBytes(const Value& value) {
  return static_cast<const StringObject*>(value.object)->bytes();
}

}  // namespace seq

#endif  // SEQ_RUNTIME_STRING_OBJECT_H_
