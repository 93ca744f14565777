#include "runtime/call.h"

#include <cstdint>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/private_stack.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using testing::HasSubstr;

// --- A handful of nodes, as lowering would make them -------------------------

struct CallNode : Node {
  const Code* callee;
};

// Calls the callee as long as the counter on top is not zero.
Value* RunCountedCall(const Node* node, Value* sp, Strand* strand) {
  if (--sp[-1].integer > 0) {
    const Code* callee = static_cast<const CallNode*>(node)->callee;
    sp = CallCode(callee, node, sp, strand);
  }
  SEQ_CONTINUE(node->next, sp, strand);
}

// The same as a tail call.
Value* RunCountedTailCall(const Node* node, Value* sp, Strand* strand) {
  CheckCall(node, sp, strand);
  const bool again = --sp[-1].integer > 0;
  const Code* callee = static_cast<const CallNode*>(node)->callee;
  SEQ_CONTINUE(again ? callee->entry : node->next, sp, strand);
}

Value* RunPushAndRepeat(const Node* node, Value* sp, Strand* strand) {
  CheckCall(node, sp, strand);
  *sp = Value::Int(1);
  SEQ_CONTINUE(node, sp + 1, strand);
}

Value* RunPushOne(const Node* node, Value* sp, Strand* strand) {
  *sp = Value::Int(1);
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

// Pushes one and calls the callee on a stack of its own, as `list.map` does.
Value* RunPrivateCall(const Node* node, Value* sp, Strand* strand) {
  *sp++ = Value::Int(1);
  const PrivateStack stack(strand, sp);
  const Code* callee = static_cast<const CallNode*>(node)->callee;
  stack.Clear(CallCode(callee, node, stack.base(), strand));
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* RunFail(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand, "no more");
}

constexpr Node kEnd = {ReturnNode, nullptr, 0};

// A word that calls itself from site 5 until the counter is zero, then goes on
// with `rest`.
class Recursion {
 public:
  explicit Recursion(NodeFunction run, const Node* rest = &kEnd) {
    call_.run = run;
    call_.next = rest;
    call_.site = 5;
    call_.callee = &code_;
    code_.entry = &call_;
  }
  const Code* code() const { return &code_; }

 private:
  CallNode call_;
  Code code_;
};

// Runs `entry` with `count` on the stack of strand 1; what failed, if it did.
std::optional<RunTimeError> RunNodes(const Node* entry, int64_t count,
                                     StrandPoolOptions options = SmallPool(1)) {
  std::optional<RunTimeError> failure;
  StrandPool pool(std::move(options));
  pool.Run([&](Strand* strand) {
    Value* sp = strand->stack_base;
    *sp++ = Value::Int(count);
    try {
      sp = Execute(entry, sp, strand);
      EXPECT_EQ(sp, strand->stack_base + 1);
      EXPECT_EQ(sp[-1].integer, 0);
    } catch (const RunTimeError& error) {
      failure = error;
    }
  });
  return failure;
}

TEST(CallTest, CallsComeBack) {
  const Recursion recursion(RunCountedCall);
  EXPECT_EQ(RunNodes(recursion.code()->entry, 500), std::nullopt);
}

TEST(CallTest, TailCallsUseNoStack) {
  const Recursion recursion(RunCountedTailCall);
  EXPECT_EQ(RunNodes(recursion.code()->entry, 1000 * 1000), std::nullopt);
}

TEST(CallTest, CallStackOverflowIsARunTimeError) {
  const Recursion recursion(RunCountedCall);
  const auto failure = RunNodes(recursion.code()->entry, INT64_MAX);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->message,
            "call stack overflow: the calls nested here use up the 256 KiB of "
            "native stack that a strand has (--stack-size changes that)");
  EXPECT_EQ(failure->site, 5u);
}

TEST(CallTest, TheBackTraceKeepsTheTwoEndsOfALongChain) {
  const Recursion recursion(RunCountedCall);
  const CallNode first = {{RunCountedCall, &kEnd, 3}, recursion.code()};
  const auto failure = RunNodes(&first, INT64_MAX);
  ASSERT_TRUE(failure.has_value());
  const BackTrace& trace = failure->back_trace;
  EXPECT_EQ(trace.innermost,
            std::vector<SiteId>(BackTrace::kInnermost, SiteId{5}));
  ASSERT_EQ(trace.outermost.size(), BackTrace::kOutermost);
  EXPECT_EQ(trace.outermost.front(), 5u);
  EXPECT_EQ(trace.outermost.back(), 3u);
  EXPECT_GT(trace.omitted, 100u);
}

TEST(CallTest, AShortBackTraceIsWhole) {
  const Node fail = {RunFail, nullptr, 9};
  const Recursion recursion(RunCountedCall, &fail);
  // The last round fails instead of coming back.
  const auto failure = RunNodes(recursion.code()->entry, 31);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->message, "no more");
  EXPECT_EQ(failure->site, 9u);
  EXPECT_EQ(failure->back_trace.innermost, std::vector<SiteId>(30, SiteId{5}));
  EXPECT_EQ(failure->back_trace.omitted, 0u);
  EXPECT_TRUE(failure->back_trace.outermost.empty());

  const auto longer = RunNodes(recursion.code()->entry, 32);
  ASSERT_TRUE(longer.has_value());
  EXPECT_EQ(longer->back_trace.innermost.size(), BackTrace::kInnermost);
  EXPECT_EQ(longer->back_trace.omitted, 1u);
  EXPECT_EQ(longer->back_trace.outermost.size(), BackTrace::kOutermost);
}

TEST(CallTest, DataStackOverflowIsARunTimeError) {
  const Node push = {RunPushAndRepeat, nullptr, 4};
  const auto failure = RunNodes(&push, 0);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->message,
            "data stack overflow: more than 1024 values on the stack of one "
            "strand (--data-stack changes that)");
  EXPECT_EQ(failure->site, 4u);
}

TEST(CallTest, DataStackOverflowOnPrivateStacksNamesTheWholeStack) {
  const Recursion recursion(RunPrivateCall);
  const auto failure = RunNodes(recursion.code()->entry, 0);
  ASSERT_TRUE(failure.has_value());
  EXPECT_THAT(failure->message,
              HasSubstr("data stack overflow: more than 1024 values on"));
}

// Deeper and deeper, coming back with one value more each time.
Value* RunCallThenPush(const Node* node, Value* sp, Strand* strand) {
  const Code* callee = static_cast<const CallNode*>(node)->callee;
  sp = CallCode(callee, node, sp, strand);
  *sp = Value::Int(1);
  SEQ_CONTINUE(node->next, sp + 1, strand);
}

TEST(CallTest, DataStackOverflowOnTheWayBackIsNoticed) {
  constexpr int kCalls = 1100;
  std::vector<CallNode> nodes(kCalls);
  std::vector<Code> codes(kCalls);
  const Node bottom = {RunPushOne, &kEnd, 1};
  for (int i = 0; i < kCalls; ++i) {
    codes[i].entry = i == 0 ? &bottom : &nodes[i - 1];
    nodes[i].run = RunCallThenPush;
    nodes[i].next = &kEnd;
    nodes[i].site = 6;
    nodes[i].callee = &codes[i];
  }
  StrandPoolOptions options = SmallPool(1);
  options.main_stack.native_bytes = 4 << 20;
  const auto failure = RunNodes(&nodes.back(), 0, std::move(options));
  ASSERT_TRUE(failure.has_value());
  EXPECT_THAT(failure->message, HasSubstr("data stack overflow"));
}

// How many calls fit onto the stack of the strand this runs on.
uint64_t DepthOf(Strand* strand) {
  const Recursion recursion(RunCountedCall);
  Value* sp = strand->stack_base;
  *sp++ = Value::Int(INT64_MAX);
  try {
    Execute(recursion.code()->entry, sp, strand);
  } catch (const RunTimeError& error) {
    EXPECT_THAT(error.message, HasSubstr("256 KiB"));
    return error.back_trace.omitted;
  }
  return 0;
}

TEST(CallTest, AStrandsDepthDoesNotDependOnTheWorkerItGets) {
  uint64_t on_own_worker = 0;
  uint64_t on_mains_worker = 0;
  StrandPoolOptions options = SmallPool(1);
  options.main_stack.native_bytes = 8 << 20;
  options.max_threads = 2;
  {
    StrandPool pool(options);
    pool.Run([&](Strand* strand) {
      pool.Spawn(strand, 1,
                 [&](Strand* self) { on_own_worker = DepthOf(self); });
      while (pool.live_strands() > 1) pool.GiveWay(strand);
    });
  }
  options.max_threads = 1;
  StrandPool pool(options);
  pool.Run([&](Strand* strand) {
    pool.Spawn(strand, 1,
               [&](Strand* self) { on_mains_worker = DepthOf(self); });
  });
  EXPECT_GT(on_own_worker, 0u);
  EXPECT_NEAR(static_cast<double>(on_own_worker),
              static_cast<double>(on_mains_worker), 3.0);
}

TEST(CallTest, ClosuresPushWhatTheyCaptured) {
  StrandPool pool(SmallPool(1));
  pool.Run([](Strand* strand) {
    const Code code = {&kEnd};
    const Value captured[] = {Value::Int(1), Value::Int(2)};
    const Value closure =
        Value::Counted(ValueKind::kClosure, Closure::New(&code, captured));
    const Node node = {ReturnNode, nullptr, 0};
    Value* sp = CallValue(closure, &node, strand->stack_base, strand);
    ASSERT_EQ(sp - strand->stack_base, 2);
    EXPECT_EQ(sp[-2].integer, 1);
    EXPECT_EQ(sp[-1].integer, 2);
    Release(closure);
  });
}

TEST(CallTest, RunAsStrandReleasesWhatItLeaves) {
  std::atomic<int> destroyed{0};
  static const Code code = {&kEnd};
  const Value captured[] = {MakeProbe(&destroyed), MakeProbe(&destroyed)};
  const Value closure =
      Value::Counted(ValueKind::kClosure, Closure::New(&code, captured));
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) { RunAsStrand(closure, strand); });
  EXPECT_EQ(destroyed, 2);
}

}  // namespace
}  // namespace seq
