#include "stdlib/weave_words.h"

#include <atomic>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/closure.h"
#include "runtime/location.h"
#include "runtime/private_stack.h"
#include "runtime/process_end.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/weave.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using testing::HasSubstr;

// Runs a word of the vocabulary in the middle of a test's own body.
Value* Do(absl::string_view word, Value* sp, Strand* strand) {
  static const Node end = {ReturnNode, nullptr, 0};
  WordNode node;
  node.row = &FindRow(WeaveWords(), word);
  node.run = node.row->run;
  node.next = &end;
  node.site = 0;
  return Execute(&node, sp, strand);
}

// The message with which the word fails; empty if it does not.
std::string FailureOf(absl::string_view word, Value* sp, Strand* strand) {
  try {
    Do(word, sp, strand);
  } catch (const RunTimeError& error) {
    return error.message;
  }
  return "";
}

// Runs `main` as strand 1; its stack is empty and must be left so.
void RunMain(const StrandTask& main) {
  StrandPoolOptions options = TestPoolOptions();
  options.permits = 2;
  StrandPool pool(options);
  pool.Run(main);
}

// --- strand.spawn ------------------------------------------------------------

// What the last spawned strand found on its stack.
TestStack* found;

Value* TakeStack(const Node*, Value* sp, Strand* strand) {
  for (Value* slot = strand->stack_base; slot != sp; ++slot) {
    found->push_back(ReadTestValue(*slot));
  }
  return sp;
}

class SpawnTest : public testing::Test {
 protected:
  SpawnTest() { found = &found_; }
  TestStack found_;
};

TEST_F(SpawnTest, AQuotationStartsOnACopyOfTheWholeStack) {
  std::vector<Value> operands = MakeTestValues({5, "a", TestList({1, "b"})});
  operands.push_back(TestQuotation<TakeStack>());
  const WordOutcome outcome =
      RunWordOnValues(WeaveWords(), "strand.spawn", operands);
  EXPECT_EQ(outcome.stack, (TestStack{5, "a", TestList({1, "b"}), 2}));
  EXPECT_EQ(found_, (TestStack{5, "a", TestList({1, "b"})}));
}

TEST_F(SpawnTest, AClosureStartsOnWhatItCaptured) {
  const std::vector<Value> captured = MakeTestValues({"c", 3});
  std::vector<Value> operands = MakeTestValues({5, "a"});
  operands.push_back(
      Value::Counted(ValueKind::kClosure,
                     Closure::New(TestQuotation<TakeStack>().code, captured)));
  const WordOutcome outcome =
      RunWordOnValues(WeaveWords(), "strand.spawn", operands);
  EXPECT_EQ(outcome.stack, (TestStack{5, "a", 2}));
  EXPECT_EQ(found_, (TestStack{"c", 3}));
}

TEST_F(SpawnTest, TheStackOfACallbackIsItsOwn) {
  RunMain([](Strand* strand) {
    Value* sp = strand->stack_base;
    *sp++ = Value::Int(1);
    const PrivateStack inner(strand, sp);
    sp = inner.base();
    *sp++ = Value::Int(2);
    *sp++ = TestQuotation<TakeStack>();
    sp = Do("strand.spawn", sp, strand);
    EXPECT_EQ(sp - inner.base(), 2);
  });
  EXPECT_EQ(found_, (TestStack{2}));
}

std::atomic<int> started;

Value* CountStart(const Node*, Value* sp, Strand* strand) {
  EXPECT_EQ(sp - strand->stack_base, 1);
  ++started;
  return sp;
}

TEST_F(SpawnTest, ManyThatHaveNotStartedShareTheValues) {
  constexpr int kStrands = 20 * 1000;
  started = 0;
  RunMain([](Strand* strand) {
    Value* sp = strand->stack_base;
    *sp++ = MakeString(std::string(1 << 20, 'x'));
    for (int i = 0; i < kStrands; ++i) {
      *sp = TestQuotation<CountStart>();
      sp = Do("strand.spawn", sp + 1, strand) - 1;
    }
    Release(*--sp);
  });
  EXPECT_EQ(started, kStrands);
}

class NoLocations : public LocationTable {
 public:
  Location Resolve(SiteId) const override { return {}; }
};

TEST(SpawnDeathTest, ACopyThatDoesNotFit) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  StrandPoolOptions options = TestPoolOptions();
  static const NoLocations locations;
  options.locations = &locations;
  options.main_stack.values = 100 * 1000;
  EXPECT_EXIT(RunWordOnValues(
                  WeaveWords(), "strand.spawn",
                  [] {
                    std::vector<Value> operands(50 * 1000, Value::Int(1));
                    operands.push_back(TestQuotation<TakeStack>());
                    return operands;
                  }(),
                  options),
              testing::ExitedWithCode(kExitRunTimeError),
              "strand.spawn: data stack overflow: the stack to start with "
              "holds 50000 values, but a strand may have only 4096 ");
}

// --- Weaves ------------------------------------------------------------------

// Yields what it is sent, plus 1, until it is sent 0.
Value* Increment(const Node*, Value* sp, Strand* strand) {
  while (sp[-1].integer != 0) {
    ++sp[-1].integer;
    sp = Do("yield", sp, strand);
  }
  return sp - 1;
}

Value* MakeWeave(Value* sp, Strand* strand, const Value& body) {
  *sp++ = body;
  return Do("strand.weave", sp, strand);
}

// With a handle on top: resumes it and returns what that gave.
TestStack Resume(Value* sp, Strand* strand, int64_t sent) {
  *sp++ = Value::Int(sent);
  sp = Do("strand.resume", sp, strand);
  EXPECT_EQ(sp[-3].kind, ValueKind::kWeave);
  const TestStack result = {ReadTestValue(sp[-2]), ReadTestValue(sp[-1])};
  Release(sp[-2]);
  return result;
}

TEST(WeaveWordsTest, AGeneratorAndItsEnd) {
  RunMain([](Strand* strand) {
    Value* sp = strand->stack_base;
    sp = MakeWeave(sp, strand, TestQuotation<Increment>());
    EXPECT_EQ(Resume(sp, strand, 1), (TestStack{2, true}));
    EXPECT_EQ(Resume(sp, strand, 7), (TestStack{8, true}));
    EXPECT_EQ(Resume(sp, strand, 0), (TestStack{0, false}));
    *sp = Value::Int(1);
    EXPECT_EQ(FailureOf("strand.resume", sp + 1, strand),
              "strand.resume: the weave has finished");
    EXPECT_EQ(strand->failed_sp, sp + 1);
    sp = Do("strand.weave-cancel", sp, strand);
    EXPECT_EQ(sp, strand->stack_base);
  });
}

TEST(WeaveWordsTest, CancelledThroughACopyOfTheHandle) {
  RunMain([](Strand* strand) {
    for (const bool resumed : {false, true}) {
      Value* sp = strand->stack_base;
      sp = MakeWeave(sp, strand, TestQuotation<Increment>());
      if (resumed) {
        EXPECT_EQ(Resume(sp, strand, 1), (TestStack{2, true}));
      }
      Retain(sp[-1]);
      *sp = sp[-1];
      EXPECT_EQ(Do("strand.weave-cancel", sp + 1, strand), sp);
      if (resumed) {
        EXPECT_EQ(Resume(sp, strand, 1), (TestStack{0, false}));
      }
      *sp = Value::Int(1);
      EXPECT_EQ(FailureOf("strand.resume", sp + 1, strand),
                "strand.resume: the weave has finished");
      Release(sp[-1]);
    }
  });
}

TEST(WeaveWordsTest, YieldOutsideAWeave) {
  const struct {
    TestStack operands;
    const char* failure;
  } kCases[] = {
      {{},
       "yield: expected WeaveCtx on stack below a value, but the stack has "
       "only 0 values"},
      {{1},
       "yield: expected WeaveCtx on stack below a value, but the stack "
       "has only 1 value"},
      {{1, "a"}, "yield: expected WeaveCtx on stack, got Int 1, String \"a\""},
  };
  for (const auto& row : kCases) {
    const WordOutcome outcome = RunWord(WeaveWords(), "yield", row.operands);
    EXPECT_EQ(outcome.failure, row.failure);
    EXPECT_EQ(outcome.stack, row.operands);
  }
}

// Tries to yield to the weave it is sent.
Value* YieldToAnother(const Node*, Value* sp, Strand* strand) {
  *sp = Value::Int(1);
  EXPECT_THAT(FailureOf("yield", sp + 1, strand),
              HasSubstr("got that of another weave"));
  Release(*--sp);
  return sp;
}

TEST(WeaveWordsTest, YieldWithAContextThatDoesNotRunHere) {
  RunMain([](Strand* strand) {
    Value* sp =
        MakeWeave(strand->stack_base, strand, TestQuotation<Increment>());
    *sp = Value::Int(1);
    EXPECT_THAT(
        FailureOf("yield", sp + 1, strand),
        HasSubstr("expected WeaveCtx on stack of the weave that yields, "
                  "but this strand is no weave"));
    const Value other = sp[-1];
    sp = MakeWeave(sp, strand, TestQuotation<YieldToAnother>());
    Retain(other);
    *sp = other;
    sp = Do("strand.resume", sp + 1, strand);
    EXPECT_EQ(ReadTestValue(sp[-1]), TestValue(false));
    Release(sp[-3]);
    Release(sp[-4]);
  });
}

TEST(WeaveWordsTest, WrongOperandsStay) {
  const struct {
    const char* word;
    TestStack operands;
    const char* failure;
  } kCases[] = {
      {"strand.spawn", {}, "strand.spawn: stack is empty"},
      {"strand.spawn", {1}, "expected Quotation or Closure on stack, got Int"},
      {"strand.weave", {}, "strand.weave: stack is empty"},
      {"strand.weave", {1}, "expected Quotation or Closure on stack, got Int"},
      {"strand.resume", {}, "strand.resume: stack is empty"},
      {"strand.resume", {1}, "strand.resume: needs 2 values"},
      {"strand.resume", {1, 2}, "expected a Weave below a value on stack"},
      {"strand.weave-cancel", {}, "strand.weave-cancel: stack is empty"},
      {"strand.weave-cancel", {1}, "expected Weave on stack, got Int 1"},
  };
  for (const auto& row : kCases) {
    const WordOutcome outcome = RunWord(WeaveWords(), row.word, row.operands);
    EXPECT_THAT(outcome.failure, HasSubstr(row.failure));
    EXPECT_EQ(outcome.stack, row.operands);
  }
}

}  // namespace
}  // namespace seq
