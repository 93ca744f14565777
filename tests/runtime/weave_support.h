// What tests of weaves share: bodies written in C++, resuming with Ints.
//
// Bodies mark their yields with site 42, weaves are made at site 41 and resumed
// at site 43, for reports.

#ifndef SEQ_TESTS_RUNTIME_WEAVE_SUPPORT_H_
#define SEQ_TESTS_RUNTIME_WEAVE_SUPPORT_H_

#include <functional>
#include <utility>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/strand_pool.h"
#include "runtime/weave.h"
#include "tests/runtime/pool_support.h"

namespace seq {

// A quotation whose body is a C++ function.
class Body {
 public:
  using Work = std::function<Value*(Value* sp, Strand* strand)>;

  explicit Body(Work work) : end_{ReturnNode, nullptr, 0} {
    node_.run = ThenNext<RunWork>;
    node_.next = &end_;
    node_.site = 40;
    node_.work = std::move(work);
    code_.entry = &node_;
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  Value quotation() const { return Value::Quotation(&code_); }
  const Code* code() const { return &code_; }

 private:
  struct WorkNode : Node {
    Work work;
  };
  static Value* RunWork(const Node* node, Value* sp, Strand* strand) {
    return static_cast<const WorkNode*>(node)->work(sp, strand);
  }

  WorkNode node_;
  const Node end_;
  Code code_;
};

// In a body whose context is on top: yields and returns what was sent next.
inline Value Yield(Value* sp, Strand* strand, const Value& value) {
  return Weave::Of(sp[-1])->Yield(strand, 42, sp, value);
}

// Yields Ints and expects Ints.
inline int64_t YieldInt(Value* sp, Strand* strand, int64_t value) {
  const Value next = Yield(sp, strand, Value::Int(value));
  EXPECT_EQ(next.kind, ValueKind::kInt);
  return next.integer;
}

inline Value Make(Strand* strand, const Body& body,
                  absl::Span<const Value> stack = {}) {
  return Weave::Make(strand, 41, body.quotation(), stack);
}

// What a resume with an Int gave: the Int, or nothing if it was no `kYielded`.
struct Resumed {
  WeaveOutcome outcome;
  int64_t value;
  bool operator==(const Resumed& other) const {
    return outcome == other.outcome && value == other.value;
  }
};

inline Resumed Resume(Strand* strand, const Value& handle, int64_t value = 0) {
  Value answer = Value::Int(-1);
  const WeaveOutcome outcome =
      Weave::Of(handle)->Resume(strand, 43, Value::Int(value), &answer);
  if (outcome == WeaveOutcome::kGone) return {outcome, 0};
  EXPECT_EQ(answer.kind, ValueKind::kInt);
  return {outcome, answer.integer};
}

inline constexpr Resumed kFinished = {WeaveOutcome::kFinished, 0};
inline constexpr Resumed kGone = {WeaveOutcome::kGone, 0};
inline Resumed Yielded(int64_t value) {
  return {WeaveOutcome::kYielded, value};
}

// Yields 1, 2, 3 ... for ever.
inline Value* CountForEver(Value* sp, Strand* strand) {
  Release(*--sp);
  for (int64_t i = 1;; ++i) YieldInt(sp, strand, i);
}

inline void RunPool(int permits, const StrandTask& main) {
  StrandPool pool(SmallPool(permits));
  pool.Run(main);
  EXPECT_EQ(pool.threads(), 0u);
}

}  // namespace seq

#endif  // SEQ_TESTS_RUNTIME_WEAVE_SUPPORT_H_
