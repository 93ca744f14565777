// CondPairs: the predicates and bodies that `cond` takes off the stack.
//
// Both editions have the word and differ in what a predicate leaves: an Int or
// a Bool.

#ifndef SEQ_STDLIB_COND_PAIRS_H_
#define SEQ_STDLIB_COND_PAIRS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "runtime/held_value.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

// Checks cond's operands below the count on top, which says `count`: fails
// unless that is positive and so many pairs of quotations or closures are
// there. Returns the number of quotations, which is twice the count.
size_t RequireCondPairs(const Node* node, Value* sp, Strand* strand,
                        int64_t count);

// Owns the pairs of a running cond, also when a run-time error passes through.
// Of the strand's own thread.
class CondPairs {
 public:
  // Takes over the `count` values from `first` on: predicate, body, predicate
  // and so on, in the order of the program.
  CondPairs(Strand* strand, const Value* first, size_t count)
      : values_(first, first + count), slots_(strand, values_.data(), count) {}
  ~CondPairs() {
    for (const Value& value : values_) Release(value);
  }
  CondPairs(const CondPairs&) = delete;
  CondPairs& operator=(const CondPairs&) = delete;

  size_t pairs() const { return values_.size() / 2; }
  const Value& predicate(size_t pair) const { return values_[2 * pair]; }
  const Value& body(size_t pair) const { return values_[2 * pair + 1]; }

 private:
  const absl::InlinedVector<Value, 16> values_;
  const HeldSlots slots_;
};

}  // namespace seq

#endif  // SEQ_STDLIB_COND_PAIRS_H_
