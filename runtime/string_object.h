// StringObject: a byte string, its bytes stored behind the header.
//
// Strings hold arbitrary bytes; words that work on text decode them as UTF-8
// and see a string that is not well-formed as empty. What such a word learns
// about a string is remembered: whether it is ASCII, well-formed or not, how
// many characters it has, and, for a long one that is not ASCII, where every
// 128th character begins. Finding a character by its index is therefore O(1)
// after the first time, which is linear.
//
// Strings are immutable to programs. Append *consumes* the reference it is
// given: if that is the only one and there is room, it appends in place. A
// string that is built piece by piece gets room for a quarter more than it
// needs, so building it costs time linear in its size.
//
// Memory: 16 bytes and the contents. Strings of 256 bytes and more, or with
// room for that many, have an *annex* of 40 bytes in front of the object for
// their size, the room behind them and the knowledge about their characters, so
// the bytes of all strings lie in the same place. The places of characters take
// up to 6 % of the contents.
//
// Thread-safety: safe to read from any thread that holds a reference, the
// methods that remember included: threads that find out the same thing at the
// same time store the same values. Changes in place happen only while the
// caller of Append holds the sole reference.

#ifndef SEQ_RUNTIME_STRING_OBJECT_H_
#define SEQ_RUNTIME_STRING_OBJECT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "runtime/object.h"
#include "runtime/utf8.h"
#include "runtime/value.h"

namespace seq {

class StringObject final : public Object {
 public:
  // Copies `bytes`. The caller owns the one reference of the result.
  static StringObject* New(absl::string_view bytes);
  // A string of `size` bytes. `fill` writes all of them to where it is told.
  static StringObject* Make(size_t size, absl::FunctionRef<void(char*)> fill);
  // Concatenates `first` and `second` with one allocation.
  static StringObject* Concatenate(absl::string_view first,
                                   absl::string_view second);
  // An empty string that `capacity` bytes can be appended to in place; null if
  // there is not enough memory.
  static StringObject* TryReserve(size_t capacity);

  // The bytes of `consumed`, whose reference is taken over, and behind them
  // `bytes`, which may be bytes of `consumed`. Amortised O(bytes) if the
  // reference is the only one, else O(size of the result).
  static StringObject* Append(StringObject* consumed, absl::string_view bytes);

  absl::string_view bytes() const { return {data(), size()}; }
  size_t size() const { return has_annex_ ? LongSize() : short_size_; }

  // --- As text. Linear the first time, then O(1); O(size) for short strings. -

  // The bytes if they are well-formed UTF-8, else nothing.
  absl::string_view text() const {
    return Contents() == Text::kInvalid ? absl::string_view() : bytes();
  }
  // How many characters text() has.
  size_t characters() const;
  // Where the character with this index begins; size() for the index behind the
  // last one. REQUIRES: index <= characters().
  size_t OffsetOf(size_t index) const;
  // Whether a search for the index-th character is a matter of arithmetic.
  bool is_ascii() const { return Contents() == Text::kAscii; }

  // How many more bytes could be appended in place; for tests.
  size_t spare_bytes() const;

 private:
  // What is known about the contents.
  enum class Text : uint8_t { kUnknown, kAscii, kValid, kInvalid };
  // The offset of every kStride-th character of the well-formed prefix, and of
  // the one that was looked for last.
  struct Places;
  struct Annex;

  StringObject() = default;
  static StringObject* Allocate(size_t size, size_t capacity);
  void Free() override;
  bool FreeAlone() override {
    Free();
    return true;
  }

  char* data() { return reinterpret_cast<char*>(this + 1); }
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  void Fill(size_t at, absl::string_view bytes);

  // Known contents; finds out if need be.
  Text Contents() const {
    const Text text = text_.load(std::memory_order_acquire);
    return text == Text::kUnknown ? Examine() : text;
  }
  Text Examine() const;
  // Remembers what has been found out.
  Text Remember(const Utf8Prefix& prefix) const;
  Places& FindPlaces() const;
  // Makes what is known about `before`, the beginning of this string, known
  // about this string.
  void Learn(StringObject* before, bool sole);
  // Brings the knowledge up to date after an append.
  void ExamineAppended();

  Annex& annex() const;
  size_t LongSize() const { return reinterpret_cast<const size_t*>(this)[-1]; }

  // In the padding of the base, so that the header has 16 bytes.
  mutable std::atomic<Text> text_{Text::kUnknown};
  bool has_annex_ : 1 = false;
  bool appended_to_ : 1 = false;  // made by Append: more may come
  uint8_t short_size_ = 0;        // without an annex, which has it otherwise
};
static_assert(sizeof(StringObject) == 16);

// A new string value holding a copy of `bytes`; the caller owns it.
Value MakeString(absl::string_view bytes);

// The string object of a value. REQUIRES: value.kind == kString.
inline StringObject* AsString(const Value& value) {
  return static_cast<StringObject*>(value.object);
}

// The bytes of a string value. REQUIRES: value.kind == kString. The view is
// valid as long as the value is retained.
inline absl::string_view StringBytes(const Value& value) {
  return AsString(value)->bytes();
}

}  // namespace seq

#endif  // SEQ_RUNTIME_STRING_OBJECT_H_
