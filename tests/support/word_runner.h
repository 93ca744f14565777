// Runs single built-in words on a real strand, for tests of vocabularies.
//
//     const WordOutcome outcome =
//         RunWord(ClassicTextWords(), "string-length", {"abc"});
//     EXPECT_EQ(outcome.stack, (TestStack{3}));
//
// All kinds that hold data can be written down and read back:
//
//     {1, 2.5, true, "text", TestSymbol("name"), TestList({1, 2}),
//      TestVariant("Point", {3, 4}), TestMap({{"key", 1}})}
//
// Quotations are made of a native function (TestQuotation) and passed with
// RunWordOnValues, as MakeTestValues makes the other operands.
//
// Thread-safety: every call makes a pool of its own; RunWordOn uses the strand
// it is given and must be called on its thread.

#ifndef SEQ_TESTS_SUPPORT_WORD_RUNNER_H_
#define SEQ_TESTS_SUPPORT_WORD_RUNNER_H_

#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/node.h"
#include "runtime/strand_pool.h"
#include "runtime/value.h"
#include "runtime/word.h"

namespace seq {

struct TestSymbol;
struct TestVariant;
struct TestMap;

// A value as tests write it. Kinds that are not listed here read back as their
// description in angle brackets, e.g. "<Quotation>".
using TestValue = std::variant<int64_t, double, bool, std::string, TestSymbol,
                               TestVariant, TestMap>;
// From the bottom to the top.
using TestStack = std::vector<TestValue>;

struct TestSymbol {
  explicit TestSymbol(std::string text) : name(std::move(text)) {}
  std::string name;
};

struct TestVariant {
  // Two constructors, not a default argument: that would be an empty vector of
  // a type that is not complete yet.
  explicit TestVariant(std::string tag_name);
  TestVariant(std::string tag_name, std::vector<TestValue> field_values);
  std::string tag;
  std::vector<TestValue> fields;
};

struct TestMap {
  using Entry = std::pair<TestValue, TestValue>;
  TestMap();
  explicit TestMap(std::initializer_list<Entry> pairs);
  std::vector<Entry> entries;  // in order
};

// A list is a variant with a certain tag.
TestVariant TestList(std::vector<TestValue> elements = {});

bool operator==(const TestSymbol& a, const TestSymbol& b);
bool operator==(const TestVariant& a, const TestVariant& b);
bool operator==(const TestMap& a, const TestMap& b);

// For the messages of failed assertions.
std::ostream& operator<<(std::ostream& out, const TestSymbol& symbol);
std::ostream& operator<<(std::ostream& out, const TestVariant& variant);
std::ostream& operator<<(std::ostream& out, const TestMap& map);

// The value that `value` describes; the caller owns it.
Value MakeTestValue(const TestValue& value);
std::vector<Value> MakeTestValues(const TestStack& stack);
// What `value`, which stays the caller's, reads back as. Recursive: not for
// values that are nested deeply.
TestValue ReadTestValue(const Value& value);

// A quotation whose body is `kBody`, a function that does what a word does.
template <NodeFunction kBody>
Value TestQuotation() {
  static const Node end = {ReturnNode, nullptr, 0};
  static const Node body = {ThenNext<kBody>, &end, 0};
  static const Code code = {&body};
  return Value::Quotation(&code);
}

// What a word left behind.
struct WordOutcome {
  // After success; after failure whatever the word left, which is the unchanged
  // operands unless it had begun to run a quotation. Without holes.
  TestStack stack;
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
