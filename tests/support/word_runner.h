// Runs single built-in words on a real strand, for tests of vocabularies.
//
//     const WordOutcome outcome =
//         RunWord(ClassicTextWords(), "string-length", {"abc"});
//     EXPECT_EQ(outcome.stack, (TestStack{3}));
//
// Thread-safety: every call makes a pool of its own; RunWordOn uses the strand
// it is given and must be called on its thread.

#ifndef SEQ_TESTS_SUPPORT_WORD_RUNNER_H_
#define SEQ_TESTS_SUPPORT_WORD_RUNNER_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/strand_pool.h"
#include "runtime/value.h"
#include "runtime/word.h"

namespace seq {

// A value as tests write it. Kinds other than Int and String read back as their
// description in angle brackets, e.g. "<Quotation>".
using TestValue = std::variant<int64_t, std::string>;
// From the bottom to the top.
using TestStack = std::vector<TestValue>;

// What a word left behind.
struct WordOutcome {
  TestStack stack;      // after success or, unchanged operands, after failure
  std::string failure;  // the message of the run-time error; empty if none
};

// Options that are enough for a test: small stacks, no output or input.
StrandPoolOptions TestPoolOptions();

// The row called `name`; ends the test program if there is none.
const WordRow& FindRow(absl::Span<const WordRow> rows, absl::string_view name);

// Runs the word on a stack that holds just `operands`, on strand 1 of a new
// pool. Blocks until that and every strand it led to have ended.
WordOutcome RunWord(absl::Span<const WordRow> rows, absl::string_view name,
                    const TestStack& operands,
                    StrandPoolOptions options = TestPoolOptions());

// The same for operands of any kind. Takes over their references.
WordOutcome RunWordOnValues(absl::Span<const WordRow> rows,
                            absl::string_view name,
                            absl::Span<const Value> operands,
                            StrandPoolOptions options = TestPoolOptions());

// The same on a running strand, whose stack is taken to be empty and is left
// empty.
WordOutcome RunWordOn(Strand* strand, absl::Span<const WordRow> rows,
                      absl::string_view name, const TestStack& operands);

}  // namespace seq

#endif  // SEQ_TESTS_SUPPORT_WORD_RUNNER_H_
