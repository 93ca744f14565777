#include "stdlib/combinator_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/call.h"
#include "runtime/closure.h"
#include "runtime/run_time_error.h"
#include "runtime/string_object.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// --- Bodies ------------------------------------------------------------------

Value* AddTen(const Node*, Value* sp, Strand*) {
  sp[-1].integer += 10;
  return sp;
}
Value* Double(const Node*, Value* sp, Strand*) {
  sp[-1].integer *= 2;
  return sp;
}
Value* Add(const Node*, Value* sp, Strand*) {
  sp[-2].integer += sp[-1].integer;
  return sp - 1;
}
Value* Drop(const Node*, Value* sp, Strand*) {
  Release(sp[-1]);
  return sp - 1;
}
template <int64_t kNumber>
Value* PushInt(const Node*, Value* sp, Strand*) {
  *sp = Value::Int(kNumber);
  return sp + 1;
}
template <bool kTruth>
Value* PushBool(const Node*, Value* sp, Strand*) {
  *sp = Value::Bool(kTruth);
  return sp + 1;
}
Value* IsNegative(const Node*, Value* sp, Strand*) {
  sp[0] = Value::Bool(sp[-1].integer < 0);
  return sp + 1;
}
Value* Nothing(const Node*, Value* sp, Strand*) { return sp; }
Value* Fail(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand, "no more");
}

// A closure over the addition that holds one value.
Value Adder(int64_t captured) {
  const Value values[] = {Value::Int(captured)};
  return Value::Counted(ValueKind::kClosure,
                        Closure::New(TestQuotation<Add>().code, values));
}

WordOutcome RunValues(absl::string_view word, std::vector<Value> operands) {
  return RunWordOnValues(CombinatorWords(), word, operands);
}

TestStack Results(absl::string_view word, std::vector<Value> operands) {
  const WordOutcome outcome = RunValues(word, std::move(operands));
  EXPECT_EQ(outcome.failure, "");
  return outcome.stack;
}

Value Int(int64_t number) { return Value::Int(number); }

// --- Results -----------------------------------------------------------------

TEST(CombinatorWordsTest, Call) {
  EXPECT_EQ(Results("call", {Int(1), TestQuotation<AddTen>()}),
            (TestStack{11}));
  EXPECT_EQ(Results("call", {Int(1), Adder(5)}), (TestStack{6}));
}

TEST(CombinatorWordsTest, Dip) {
  EXPECT_EQ(
      Results("dip", {Int(1), MakeString("kept"), TestQuotation<AddTen>()}),
      (TestStack{11, "kept"}));
  EXPECT_EQ(Results("dip", {Int(1), MakeString("kept"), Adder(5)}),
            (TestStack{6, "kept"}));
  EXPECT_EQ(Results("dip", {Int(1), Int(2), TestQuotation<Drop>()}),
            (TestStack{2}));
}

TEST(CombinatorWordsTest, Keep) {
  EXPECT_EQ(Results("keep", {Int(1), TestQuotation<AddTen>()}),
            (TestStack{11, 1}));
  EXPECT_EQ(Results("keep", {Int(1), Adder(5)}), (TestStack{6, 1}));
  EXPECT_EQ(Results("keep", {MakeString("a"), TestQuotation<Drop>()}),
            (TestStack{"a"}));
}

TEST(CombinatorWordsTest, Bi) {
  EXPECT_EQ(
      Results("bi", {Int(3), TestQuotation<AddTen>(), TestQuotation<Double>()}),
      (TestStack{13, 6}));
  EXPECT_EQ(Results("bi", {Int(3), Adder(1), Adder(2)}), (TestStack{4, 5}));
  EXPECT_EQ(Results("bi", {MakeString("a"), TestQuotation<Drop>(),
                           TestQuotation<Nothing>()}),
            (TestStack{"a"}));
}

TEST(CombinatorWordsTest, If) {
  for (const bool condition : {true, false}) {
    EXPECT_EQ(Results("if", {Int(3), Value::Bool(condition),
                             TestQuotation<AddTen>(), TestQuotation<Double>()}),
              (TestStack{condition ? 13 : 6}));
    EXPECT_EQ(
        Results("if", {Int(3), Value::Bool(condition), Adder(1), Adder(2)}),
        (TestStack{condition ? 4 : 5}));
  }
}

TEST(CombinatorWordsTest, CondRunsTheFirstBodyThatMatches) {
  const auto sign = [](int64_t number) {
    return Results(
        "cond",
        {Int(number), TestQuotation<IsNegative>(), TestQuotation<PushInt<-1>>(),
         TestQuotation<PushBool<true>>(), Adder(100), TestQuotation<Fail>(),
         TestQuotation<Fail>(), Int(3)});
  };
  EXPECT_EQ(sign(-5), (TestStack{-5, -1}));
  EXPECT_EQ(sign(5), (TestStack{105}));
}

// --- Failures ----------------------------------------------------------------

TEST(CombinatorWordsTest, CondFailures) {
  const Value no = TestQuotation<PushBool<false>>();
  const Value body = TestQuotation<Nothing>();
  const auto failure = [](std::vector<Value> operands) {
    return RunValues("cond", std::move(operands)).failure;
  };
  EXPECT_EQ(failure({no, body, Int(1)}), "cond: no predicate matched");
  EXPECT_EQ(failure({Int(-1)}), "cond: count must be non-negative, got -1");
  EXPECT_EQ(failure({Int(0)}), "cond: need at least one predicate/body pair");
  EXPECT_EQ(failure({TestQuotation<PushInt<1>>(), body, Int(1)}),
            "cond: the predicate must leave a Bool on the stack, got Int 1");
  EXPECT_EQ(failure({TestQuotation<Nothing>(), body, Int(1)}),
            "cond: the predicate must leave a Bool on the stack, got nothing");
  EXPECT_EQ(failure({body, Int(1)}),
            "cond: needs 1 pair of quotations, but the stack has only 1 value");
  EXPECT_EQ(failure({no, body, Int(INT64_MAX)}).substr(0, 30),
            "cond: needs 922337203685477580");
  EXPECT_EQ(failure({Int(7), body, Int(1)}),
            "cond: expected Quotation or Closure on stack, got Int 7");
  EXPECT_EQ(failure({Value::Bool(true)}),
            "cond: expected Int on stack, got Bool true");
  EXPECT_EQ(failure({}), "cond: stack is empty");
}

TEST(CombinatorWordsTest, WrongOperandsStayOnTheStack) {
  struct Wrong {
    const char* word;
    TestStack operands;
    const char* failure;
  };
  for (const Wrong& test : {
           Wrong{"call",
                 {1},
                 "expected Quotation or Closure on stack, got "
                 "Int 1"},
           Wrong{"call", {}, "stack is empty"},
           Wrong{"dip",
                 {"a", 1},
                 "expected Quotation or Closure above a value "
                 "on stack, got String \"a\", Int 1"},
           Wrong{"keep",
                 {"a", 1},
                 "expected Quotation or Closure above a "
                 "value on stack, got String \"a\", Int 1"},
           Wrong{"dip", {1}, "needs 2 values, but the stack has only 1 value"},
           Wrong{"bi",
                 {1, 2, 3},
                 "expected two Quotations or Closures on "
                 "stack, got Int 1, Int 2, Int 3"},
           Wrong{"if",
                 {1, 2, 3},
                 "expected Bool below two Quotations or "
                 "Closures on stack, got Int 1, Int 2, Int 3"},
           Wrong{"if", {}, "stack is empty"},
       }) {
    const WordOutcome outcome =
        RunWord(CombinatorWords(), test.word, test.operands);
    EXPECT_EQ(outcome.failure, std::string(test.word) + ": " + test.failure);
    EXPECT_EQ(outcome.stack, test.operands);
  }
  const Value quotation = TestQuotation<Nothing>();
  for (const char* word : {"dip", "keep"}) {
    EXPECT_EQ(
        RunValues(word, {quotation}).failure,
        std::string(word) + ": needs 2 values, but the stack has only 1 value");
  }
  EXPECT_EQ(RunValues("bi", {quotation, quotation}).failure,
            "bi: needs 3 values, but the stack has only 2 values");
  EXPECT_EQ(RunValues("if", {Int(1), quotation, quotation}).failure,
            "if: expected Bool below two Quotations or Closures on stack, got "
            "Int 1, Quotation, Quotation");
}

// Under AddressSanitizer also: what was set aside is released.
TEST(CombinatorWordsTest, AnErrorPassesThrough) {
  const Value fails = TestQuotation<Fail>();
  for (const char* word : {"dip", "keep", "call"}) {
    EXPECT_EQ(
        RunValues(word, {MakeString("a"), MakeString("b"), fails}).failure,
        "no more");
  }
  EXPECT_EQ(RunValues("bi", {MakeString("a"), fails, Adder(1)}).failure,
            "no more");
  EXPECT_EQ(RunValues("cond", {fails, Adder(1), Int(1)}).failure, "no more");
}

// --- Tail calls --------------------------------------------------------------

struct PushNode : Node {
  Value value;
};

Value* RunPush(const Node* node, Value* sp, Strand* strand) {
  CopySlot(*sp, static_cast<const PushNode*>(node)->value);
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

Value* CountDown(const Node*, Value* sp, Strand*) {
  --sp[-1].integer;
  return sp;
}

Value* IsZero(const Node*, Value* sp, Strand*) {
  *sp = Value::Bool(sp[-1].integer == 0);
  return sp + 1;
}

// The body of a quotation: `before`, then pushes of `operands`, where a hole
// stands for the quotation itself, then `word`.
class Countdown {
 public:
  Countdown(absl::string_view word, NodeFunction before,
            std::vector<Value> operands, bool tail) {
    const WordRow& row = FindRow(CombinatorWords(), word);
    word_.run = tail ? row.run_as_tail : row.run;
    word_.next = &end_;
    word_.site = 0;
    word_.row = &row;
    pushes_.resize(operands.size());
    for (size_t i = pushes_.size(); i > 0; --i) {
      pushes_[i - 1].run = RunPush;
      pushes_[i - 1].next =
          i == pushes_.size() ? static_cast<const Node*>(&word_) : &pushes_[i];
      pushes_[i - 1].site = 0;
      pushes_[i - 1].value = operands[i - 1].kind == ValueKind::kHole
                                 ? Value::Quotation(&code_)
                                 : operands[i - 1];
    }
    step_ = {before, pushes_.data(), 0};
    code_.entry = &step_;
  }

  Value quotation() const { return Value::Quotation(&code_); }
  void set_operand(size_t index, const Value& value) {
    pushes_[index].value = value;
  }

  // Returns the message of the run-time error, if there is one.
  std::string Run(int64_t count) {
    std::string failure;
    StrandPool pool(TestPoolOptions());
    pool.Run([&](Strand* strand) {
      Value* sp = strand->stack_base;
      *sp++ = Value::Int(count);
      try {
        sp = Execute(code_.entry, sp, strand);
        EXPECT_EQ(sp, strand->stack_base + 1);
        EXPECT_EQ(sp[-1].integer, 0);
      } catch (const RunTimeError& error) {
        failure = error.message;
      }
    });
    return failure;
  }

 private:
  const Node end_ = {ReturnNode, nullptr, 0};
  WordNode word_;
  std::vector<PushNode> pushes_;
  Node step_;
  Code code_;
};

// Leaves the number one smaller and whether it is not 0 yet.
Value* Step(const Node* node, Value* sp, Strand* strand) {
  sp = CountDown(node, sp, strand);
  sp = IsZero(node, sp, strand);
  sp[-1].integer ^= 1;
  return sp;
}

constexpr int64_t kDeep = 1000 * 1000;

Value Self() { return Value::Hole(); }

TEST(CombinatorWordsTest, IfInTailPositionTakesNoStack) {
  const std::vector<Value> branches = {Self(), TestQuotation<Nothing>()};
  EXPECT_EQ(Countdown("if", ThenNext<Step>, branches, true).Run(kDeep), "");
  const std::string failure =
      Countdown("if", ThenNext<Step>, branches, false).Run(kDeep);
  EXPECT_EQ(failure.substr(0, 19), "call stack overflow");
}

TEST(CombinatorWordsTest, CondInTailPositionTakesNoStack) {
  const std::vector<Value> pairs = {
      TestQuotation<IsZero>(), TestQuotation<Nothing>(),
      TestQuotation<PushBool<true>>(), Self(), Int(2)};
  EXPECT_EQ(Countdown("cond", ThenNext<CountDown>, pairs, true).Run(kDeep), "");
}

// The quotation they jump to is a tail call to `if`, which jumps back.
TEST(CombinatorWordsTest, CallAndBiInTailPositionTakeNoStack) {
  for (const bool tail : {true, false}) {
    for (const char* word : {"call", "bi"}) {
      Countdown loop("if", ThenNext<Step>, {Self(), TestQuotation<Nothing>()},
                     true);
      std::vector<Value> operands = {loop.quotation()};
      if (std::string(word) == "bi") {
        operands.insert(operands.begin(), TestQuotation<Drop>());
      }
      Countdown detour(word, ThenNext<Nothing>, operands, tail);
      loop.set_operand(0, detour.quotation());
      EXPECT_EQ(loop.Run(kDeep).substr(0, 19),
                tail ? "" : "call stack overflow")
          << word;
    }
  }
}

}  // namespace
}  // namespace seq
