#include "runtime/string_object.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "runtime/small_blocks.h"

namespace seq {
namespace {

// Strings of at least this size have an annex. Shorter ones are looked through
// again each time, which costs less than the memory would.
constexpr size_t kAnnexBytes = 256;

// An appended string that is appended to again gets 1/kSpareShare more room
// than it needs.
constexpr size_t kSpareShare = 4;

}  // namespace

struct StringObject::Places {
  static constexpr size_t kStride = 128;

  // Makes the places of all characters of `prefix` of `text` known.
  void Extend(absl::string_view text, size_t characters) {
    while (offsets.size() * kStride <= characters) {
      const size_t end = offsets.back();
      offsets.push_back(end + OffsetInUtf8(text.substr(end), kStride));
    }
  }

  // Where the character with this index begins. REQUIRES: it is known.
  size_t OffsetOf(absl::string_view text, size_t index, bool remember) {
    size_t near = index / kStride * kStride;
    size_t offset = offsets[index / kStride];
    const uint64_t before = last.load(std::memory_order_relaxed);
    if ((before >> 32) <= index && (before >> 32) > near) {
      near = before >> 32;
      offset = static_cast<uint32_t>(before);
    }
    offset += OffsetInUtf8(text.substr(offset), index - near);
    if (remember && offset <= UINT32_MAX) {
      last.store(uint64_t{index} << 32 | offset, std::memory_order_relaxed);
    }
    return offset;
  }

  std::vector<size_t> offsets = {0};
  // The character looked for last, and its offset, in 32 bits each: who reads
  // a text from its beginning to its end finds each character at once.
  std::atomic<uint64_t> last{0};
};

// The fields after the first mean something once the contents are known. They
// are written by whoever finds out, always with the same values.
struct StringObject::Annex {
  const size_t capacity;
  std::atomic<size_t> valid_bytes{0};  // of the longest well-formed prefix
  std::atomic<size_t> characters{0};   // in that prefix
  std::atomic<Places*> places{nullptr};
  size_t size;  // the last field: LongSize knows where it lies
};

// --- Memory ------------------------------------------------------------------

StringObject::Annex& StringObject::annex() const {
  auto* const end = reinterpret_cast<Annex*>(const_cast<StringObject*>(this));
  return end[-1];
}

StringObject* StringObject::Allocate(size_t size, size_t capacity) {
  if (capacity < kAnnexBytes) {
    static_assert(kAnnexBytes - 1 <= UINT8_MAX);
    void* memory = SmallBlocks::Take(sizeof(StringObject) + size);
    auto* string = new (memory) StringObject;
    string->short_size_ = static_cast<uint8_t>(size);
    return string;
  }
  static_assert(sizeof(Annex) % alignof(StringObject) == 0);
  static_assert(offsetof(Annex, size) + sizeof(size_t) == sizeof(Annex));
  char* memory = static_cast<char*>(
      ::operator new(sizeof(Annex) + sizeof(StringObject) + capacity));
  new (memory) Annex{.capacity = capacity, .size = size};
  auto* string = new (memory + sizeof(Annex)) StringObject;
  string->has_annex_ = true;
  return string;
}

void StringObject::Free() {
  if (!has_annex_) {
    const size_t size = short_size_;
    this->~StringObject();
    return SmallBlocks::Give(this, sizeof(StringObject) + size);
  }
  Annex* const memory = &annex();
  delete memory->places.load(std::memory_order_acquire);
  this->~StringObject();
  memory->~Annex();
  ::operator delete(memory);
}

void StringObject::Fill(size_t at, absl::string_view bytes) {
  if (!bytes.empty()) std::memcpy(data() + at, bytes.data(), bytes.size());
}

size_t StringObject::spare_bytes() const {
  return has_annex_ ? annex().capacity - annex().size : 0;
}

StringObject* StringObject::New(absl::string_view bytes) {
  StringObject* string = Allocate(bytes.size(), bytes.size());
  string->Fill(0, bytes);
  return string;
}

StringObject* StringObject::Make(size_t size,
                                 absl::FunctionRef<void(char*)> fill) {
  StringObject* string = Allocate(size, size);
  fill(string->data());
  return string;
}

StringObject* StringObject::Concatenate(absl::string_view first,
                                        absl::string_view second) {
  const size_t size = first.size() + second.size();
  StringObject* string = Allocate(size, size);
  string->Fill(0, first);
  string->Fill(first.size(), second);
  return string;
}

StringObject* StringObject::TryReserve(size_t capacity) {
  try {
    return Allocate(0, std::max(capacity, kAnnexBytes));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

StringObject* StringObject::Append(StringObject* consumed,
                                   absl::string_view bytes) {
  const size_t before = consumed->size();
  const size_t size = before + bytes.size();
  const bool sole = consumed->IsSoleReference();
  if (sole && bytes.size() <= consumed->spare_bytes()) {
    consumed->Fill(before, bytes);
    consumed->annex().size = size;
    consumed->ExamineAppended();
    return consumed;
  }
  // Most strings are put together once; the second time, it is worth while to
  // be prepared for more.
  const bool again = sole && consumed->appended_to_;
  StringObject* result =
      Allocate(size, again ? size + size / kSpareShare : size);
  result->appended_to_ = true;
  result->Fill(0, consumed->bytes());
  result->Fill(before, bytes);
  result->Learn(consumed, sole);
  result->ExamineAppended();
  consumed->DropReference();
  return result;
}

// --- Characters --------------------------------------------------------------

StringObject::Text StringObject::Examine() const {
  return Remember(ScanUtf8(bytes()));
}

StringObject::Text StringObject::Remember(const Utf8Prefix& prefix) const {
  Text text = Text::kInvalid;
  if (prefix.bytes == size()) {
    text = prefix.characters == size() ? Text::kAscii : Text::kValid;
  }
  if (has_annex_) {
    annex().valid_bytes.store(prefix.bytes, std::memory_order_relaxed);
    annex().characters.store(prefix.characters, std::memory_order_relaxed);
  }
  text_.store(text, std::memory_order_release);
  return text;
}

size_t StringObject::characters() const {
  switch (Contents()) {
    case Text::kAscii:
      return size();
    case Text::kValid:
      return has_annex_ ? annex().characters.load(std::memory_order_relaxed)
                        : CountUtf8(bytes());
    case Text::kInvalid:
    case Text::kUnknown:
      break;
  }
  return 0;
}

StringObject::Places& StringObject::FindPlaces() const {
  Places* places = annex().places.load(std::memory_order_acquire);
  if (places != nullptr) return *places;
  auto made = std::make_unique<Places>();
  made->Extend(bytes(), annex().characters.load(std::memory_order_relaxed));
  // Another thread may have been faster.
  if (annex().places.compare_exchange_strong(places, made.get(),
                                             std::memory_order_acq_rel)) {
    places = made.release();
  }
  return *places;
}

size_t StringObject::OffsetOf(size_t index) const {
  switch (Contents()) {
    case Text::kAscii:
      return index;
    case Text::kValid:
      break;
    case Text::kInvalid:
    case Text::kUnknown:
      return 0;
  }
  if (!has_annex_) return OffsetInUtf8(bytes(), index);
  // Strands that share a string would fight for that cache line.
  return FindPlaces().OffsetOf(bytes(), index, /*remember=*/!shared());
}

void StringObject::Learn(StringObject* before, bool sole) {
  const Text text = before->text_.load(std::memory_order_acquire);
  if (text == Text::kUnknown || !before->has_annex_) return;
  Annex& from = before->annex();
  annex().valid_bytes.store(from.valid_bytes.load(std::memory_order_relaxed),
                            std::memory_order_relaxed);
  annex().characters.store(from.characters.load(std::memory_order_relaxed),
                           std::memory_order_relaxed);
  if (sole) {
    annex().places.store(from.places.exchange(nullptr),
                         std::memory_order_relaxed);
  }
  text_.store(text, std::memory_order_relaxed);
}

void StringObject::ExamineAppended() {
  // What nobody has asked for yet can wait until somebody does.
  if (!has_annex_) return;
  if (text_.load(std::memory_order_relaxed) == Text::kUnknown) return;
  // A character may be split between the old bytes and the new ones, so a
  // prefix that is not well-formed is tried again, from where it was not.
  const Utf8Prefix known = {annex().valid_bytes.load(std::memory_order_relaxed),
                            annex().characters.load(std::memory_order_relaxed)};
  const Utf8Prefix prefix = ScanUtf8(bytes(), known);
  Remember(prefix);
  Places* const places = annex().places.load(std::memory_order_relaxed);
  if (places != nullptr) places->Extend(bytes(), prefix.characters);
}

// --- Values ------------------------------------------------------------------

Value MakeString(absl::string_view bytes) {
  return Value::Counted(ValueKind::kString, StringObject::New(bytes));
}

}  // namespace seq
