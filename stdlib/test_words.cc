#include "stdlib/test_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/location.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/typed_operands.h"
#include "stdlib/standard_streams.h"
#include "stdlib/test_context.h"

namespace seq {
namespace {

constexpr ValueKind kInt = ValueKind::kInt;
constexpr ValueKind kBool = ValueKind::kBool;
constexpr ValueKind kString = ValueKind::kString;

TestContext& Context() { return TestContext::Global(); }

// --- Tests -------------------------------------------------------------------

Value* Init(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString>(node, sp, strand, "String");
  Context().Begin(StringBytes(sp[-1]));
  return Pop<1>(sp);
}

Value* SetName(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString>(node, sp, strand, "String");
  Context().Rename(StringBytes(sp[-1]));
  return Pop<1>(sp);
}

Value* Finish(const Node* node, Value* sp, Strand* strand) {
  WriteToOutput(node, sp, strand, Context().Report());
  return sp;
}

Value* HasFailures(const Node*, Value* sp, Strand*) {
  *sp = Value::Bool(Context().failures() > 0);
  return sp + 1;
}

Value* PassCount(const Node*, Value* sp, Strand*) {
  *sp = Value::Int(Context().passes());
  return sp + 1;
}

Value* FailCount(const Node*, Value* sp, Strand*) {
  *sp = Value::Int(Context().failures());
  return sp + 1;
}

// --- Assertions --------------------------------------------------------------

// "at line L: ", or nothing if nobody knows the line.
std::string LinePrefix(const Node* node, const Strand* strand) {
  const LocationTable* locations = strand->pool()->options().locations;
  if (locations == nullptr) return "";
  const uint32_t line = locations->Resolve(node->site).line;
  return line == 0 ? "" : absl::StrCat("at line ", line, ": ");
}

void FailExpectation(const Node* node, const Strand* strand,
                     const absl::AlphaNum& expected,
                     const absl::AlphaNum& actual) {
  Context().Fail(absl::StrCat(LinePrefix(node, strand), "expected ", expected,
                              ", got ", actual));
}

template <bool kExpected>
Value* AssertBool(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kBool>(node, sp, strand, "Bool");
  const bool actual = sp[-1].integer != 0;
  if (actual == kExpected) {
    Context().Pass();
  } else {
    FailExpectation(node, strand, kExpected ? "true" : "false",
                    actual ? "true" : "false");
  }
  return sp - 1;
}

Value* AssertEqualInts(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kInt, kInt>(node, sp, strand, "two Ints");
  const int64_t actual = sp[-2].integer;
  const int64_t expected = sp[-1].integer;
  if (actual == expected) {
    Context().Pass();
  } else {
    FailExpectation(node, strand, expected, actual);
  }
  return sp - 2;
}

// How many bytes both begin with.
size_t CommonPrefix(absl::string_view a, absl::string_view b) {
  const size_t shorter = std::min(a.size(), b.size());
  const auto differing =
      std::mismatch(a.begin(), a.begin() + shorter, b.begin());
  return static_cast<size_t>(differing.first - a.begin());
}

Value* AssertEqualStrings(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString, kString>(node, sp, strand, "two Strings");
  const absl::string_view actual = AsString(sp[-2])->text();
  const absl::string_view expected = AsString(sp[-1])->text();
  if (actual == expected) {
    Context().Pass();
  } else {
    Context().Fail(absl::StrCat(
        LinePrefix(node, strand), "assertion failed: strings not equal\n",
        "    expected (", expected.size(), " bytes): \"",
        EscapeForReport(expected), "\"\n", "    actual   (", actual.size(),
        " bytes): \"", EscapeForReport(actual), "\"\n",
        "    first differ at byte ", CommonPrefix(actual, expected)));
  }
  return Pop<2>(sp);
}

Value* FailTest(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString>(node, sp, strand, "String");
  Context().Fail(std::string(StringBytes(sp[-1])));
  return Pop<1>(sp);
}

// --- Rows --------------------------------------------------------------------

constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run,
                      absl::string_view failure = "") {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = failure,
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    Row("test.init", "( ..a String -- ..a )",
        "Starts the test of that name and forgets what passed and failed "
        "before.",
        ThenNext<Init>),
    Row("test.set-name", "( ..a String -- ..a )",
        "Changes the name of the current test and nothing else.",
        ThenNext<SetName>),
    Row("test.finish", "( ..a -- ..a )",
        "Writes how the current test went to standard output, with details of "
        "the first five failures.",
        ThenNext<Finish>,
        "Fails if the system refuses the write, and ends the program quietly "
        "if nobody reads the output any more."),
    Row("test.has-failures", "( ..a -- ..a Bool )",
        "Tells whether something has failed since the test began.",
        ThenNext<HasFailures>),
    Row("test.assert", "( ..a Bool -- ..a )",
        "Records a pass for true and a failure for false.",
        ThenNext<AssertBool<true>>),
    Row("test.assert-not", "( ..a Bool -- ..a )",
        "Records a pass for false and a failure for true.",
        ThenNext<AssertBool<false>>),
    Row("test.assert-eq", "( ..a Int Int -- ..a )",
        "Records a pass if the Int below, the actual one, equals the expected "
        "one on top, else a failure.",
        ThenNext<AssertEqualInts>),
    Row("test.assert-eq-str", "( ..a String String -- ..a )",
        "Records a pass if the string below, the actual one, equals the "
        "expected one on top, else a failure; a string that is not valid UTF-8 "
        "counts as empty.",
        ThenNext<AssertEqualStrings>),
    Row("test.fail", "( ..a String -- ..a )",
        "Records a failure with that message.", ThenNext<FailTest>),
    Row("test.pass-count", "( ..a -- ..a Int )",
        "Pushes how many assertions have passed since the test began.",
        ThenNext<PassCount>),
    Row("test.fail-count", "( ..a -- ..a Int )",
        "Pushes how many have failed since the test began.",
        ThenNext<FailCount>),
};

}  // namespace

absl::Span<const WordRow> TestWords() { return kRows; }

}  // namespace seq
