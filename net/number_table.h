// The numbers that programs know sockets by, whatever the edition.

#ifndef SEQ_NET_NUMBER_TABLE_H_
#define SEQ_NET_NUMBER_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace seq {

// One reference to an object, or none.
template <typename T>
class ObjectRef {
 public:
  ObjectRef() = default;
  // Takes over a reference the caller has.
  explicit ObjectRef(T* object) : object_(object) {}
  ObjectRef(ObjectRef&& other) noexcept : object_(other.Release()) {}
  ObjectRef& operator=(ObjectRef&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~ObjectRef() {
    if (object_ != nullptr) object_->DropReference();
  }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }
  // Hands the reference to the caller.
  T* Release() { return std::exchange(object_, nullptr); }

 private:
  T* object_ = nullptr;
};

// Which object has which number. Not thread-safe.
template <typename T>
class NumberTable {
 public:
  // Without a limit, it is never full.
  explicit NumberTable(size_t limit = std::numeric_limits<size_t>::max())
      : limit_(limit) {}

  bool full() const { return free_.empty() && slots_.size() >= limit_; }

  // Calls `make` with the next number and enters what it returns.
  // REQUIRES: !full().
  template <typename Make>
  T* Add(Make make) {
    if (free_.empty()) {
      free_.push_back(slots_.size());
      slots_.push_back(nullptr);
    }
    const size_t number = free_.back();
    slots_[number] = make(static_cast<int64_t>(number));
    free_.pop_back();
    return slots_[number];
  }

  // Frees the number of `object`. False if the object no longer has it.
  bool Remove(const T* object) {
    const auto number = static_cast<size_t>(object->number());
    if (slots_[number] != object) return false;
    slots_[number] = nullptr;
    free_.push_back(number);
    return true;
  }

  // Null if no object has this number.
  T* Get(int64_t number) const {
    if (number < 0 || static_cast<uint64_t>(number) >= slots_.size()) {
      return nullptr;
    }
    return slots_[static_cast<size_t>(number)];
  }

  bool Has(const T* object) const { return Get(object->number()) == object; }
  size_t live() const { return slots_.size() - free_.size(); }
  // By number, with null where a number is free.
  const std::vector<T*>& slots() const { return slots_; }

 private:
  const size_t limit_;
  std::vector<T*> slots_;
  std::vector<size_t> free_;  // the last one is given out first
};

}  // namespace seq

#endif  // SEQ_NET_NUMBER_TABLE_H_
