// HeldValue: what a word sets aside in C++ while it runs a quotation.
//
// A quotation may fail, its strand may be cancelled, and it may wait for ever.
// So that nothing is lost then, values that lie neither on the data stack nor
// on the side stack belong to an object that releases them when an exception
// passes through, and that the strand can list: the search for leaked strands
// (runtime/leak_search.h) wants to know everything a strand that waits holds.
// What it does not know of is safe, but makes its strand look alive.
//
// Of the strand's own thread; others look only while the strand waits.

#ifndef SEQ_RUNTIME_HELD_VALUE_H_
#define SEQ_RUNTIME_HELD_VALUE_H_

#include <cstddef>

#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

// Lists `count` slots from `first` on as the strand's, which must be in place
// as long as this exists. Holes and plain values among them are passed over.
// The scopes of such objects nest, as C++'s do.
class HeldSlots {
 public:
  HeldSlots(Strand* strand, const Value* first, size_t count)
      : strand_(strand), outer_(strand->held), first_(first), count_(count) {
    strand->held = this;
  }
  ~HeldSlots() { strand_->held = outer_; }
  HeldSlots(const HeldSlots&) = delete;
  HeldSlots& operator=(const HeldSlots&) = delete;

  const HeldSlots* outer() const { return outer_; }
  const Value* begin() const { return first_; }
  const Value* end() const { return first_ + count_; }

 private:
  Strand* const strand_;
  const HeldSlots* const outer_;
  const Value* const first_;
  const size_t count_;
};

// Owns one value.
class HeldValue {
 public:
  // Takes over the reference.
  HeldValue(Strand* strand, const Value& value)
      : value_(value), slots_(strand, &value_, 1) {}
  ~HeldValue() { Release(value_); }
  HeldValue(const HeldValue&) = delete;
  HeldValue& operator=(const HeldValue&) = delete;

  const Value& operator*() const { return value_; }

  // Gives the value up to `slot`.
  void MoveTo(Value& slot) {
    CopySlot(slot, value_);
    value_.kind = ValueKind::kInt;
  }

 private:
  Value value_;
  const HeldSlots slots_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_HELD_VALUE_H_
