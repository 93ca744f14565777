// Weaves: the hand-over of values, the end of a body, cancelling in every
// state, and what the reports say.

#include "runtime/weave.h"

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/closure.h"
#include "runtime/private_stack.h"
#include "runtime/process_end.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ExitedWithCode;
using testing::HasSubstr;

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
Value Yield(Value* sp, Strand* strand, const Value& value) {
  return Weave::Of(sp[-1])->Yield(strand, 42, sp, value);
}

// Yields Ints and expects Ints.
int64_t YieldInt(Value* sp, Strand* strand, int64_t value) {
  const Value next = Yield(sp, strand, Value::Int(value));
  EXPECT_EQ(next.kind, ValueKind::kInt);
  return next.integer;
}

Value Make(Strand* strand, const Body& body,
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

Resumed Resume(Strand* strand, const Value& handle, int64_t value = 0) {
  Value answer = Value::Int(-1);
  const WeaveOutcome outcome =
      Weave::Of(handle)->Resume(strand, 43, Value::Int(value), &answer);
  if (outcome == WeaveOutcome::kGone) return {outcome, 0};
  EXPECT_EQ(answer.kind, ValueKind::kInt);
  return {outcome, answer.integer};
}

constexpr Resumed kFinished = {WeaveOutcome::kFinished, 0};
constexpr Resumed kGone = {WeaveOutcome::kGone, 0};
Resumed Yielded(int64_t value) { return {WeaveOutcome::kYielded, value}; }

// Yields 1, 2, 3 ... for ever.
Value* CountForEver(Value* sp, Strand* strand) {
  Release(*--sp);
  for (int64_t i = 1;; ++i) YieldInt(sp, strand, i);
}

void RunPool(int permits, const StrandTask& main) {
  StrandPool pool(SmallPool(permits));
  pool.Run(main);
  EXPECT_EQ(pool.threads(), 0u);
}

TEST(WeaveTest, ValuesGoInAndOut) {
  std::vector<int64_t> received;
  const Body body([&](Value* sp, Strand* strand) {
    received.push_back((--sp)->integer);
    received.push_back(YieldInt(sp, strand, 10));
    received.push_back(YieldInt(sp, strand, 20));
    return sp;
  });
  RunPool(2, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    EXPECT_EQ(Resume(strand, handle, 1), Yielded(10));
    EXPECT_EQ(Resume(strand, handle, 2), Yielded(20));
    EXPECT_EQ(Resume(strand, handle, 3), kFinished);
    EXPECT_EQ(Resume(strand, handle, 4), kGone);
    EXPECT_EQ(Resume(strand, handle, 5), kGone);
    Release(handle);
  });
  EXPECT_EQ(received, (std::vector<int64_t>{1, 2, 3}));
}

TEST(WeaveTest, AQuotationStartsOnACopyOfTheStack) {
  std::atomic<int> destroyed{0};
  std::string kinds;
  const Body body([&](Value* sp, Strand* strand) {
    for (Value* slot = strand->stack_base; slot != sp; ++slot) {
      absl::string_view name = KindName(slot->kind);
      kinds.append(name.data(), name.size()).append(" ");
    }
    EXPECT_EQ(sp[-4].integer, 7);
    EXPECT_EQ(sp[-1].integer, 8);
    return sp - 1;
  });
  RunPool(2, [&](Strand* strand) {
    const Value stack[] = {Value::Int(7), MakeProbe(&destroyed)};
    const Value handle = Make(strand, body, stack);
    Release(stack[1]);
    EXPECT_EQ(destroyed, 0);
    EXPECT_EQ(Resume(strand, handle, 8), kFinished);
    EXPECT_EQ(destroyed, 1);
    Release(handle);
  });
  EXPECT_EQ(kinds, "Int String Weave Int ");
}

TEST(WeaveTest, AClosureStartsOnContextValueAndCaptures) {
  std::string kinds;
  const Body body([&](Value* sp, Strand* strand) {
    EXPECT_EQ(sp - strand->stack_base, 3);
    EXPECT_EQ(sp[-3].kind, ValueKind::kWeave);
    EXPECT_EQ(sp[-2].integer, 8);
    EXPECT_EQ(sp[-1].integer, 9);
    return sp - 2;
  });
  RunPool(2, [&](Strand* strand) {
    const Value captured = Value::Int(9);
    const Value closure = Value::Counted(
        ValueKind::kClosure,
        Closure::New(body.code(), absl::MakeConstSpan(&captured, 1)));
    const Value stack[] = {Value::Int(1), Value::Int(2)};
    const Value handle = Weave::Make(strand, 41, closure, stack);
    EXPECT_EQ(Resume(strand, handle, 8), kFinished);
    Release(handle);
  });
}

TEST(WeaveTest, OneWithoutAResumeHoldsValuesOnly) {
  std::atomic<int> destroyed{0};
  const Body body([](Value* sp, Strand*) {
    ADD_FAILURE() << "it must not run";
    return sp;
  });
  StrandPool pool(SmallPool(2));
  Value outliving = Value::Hole();
  pool.Run([&](Strand* strand) {
    const Value probe = MakeProbe(&destroyed);
    const Value handle = Make(strand, body, {&probe, 1});
    outliving = Make(strand, body, {&probe, 1});
    Release(probe);
    EXPECT_EQ(pool.threads(), 1u);
    EXPECT_EQ(pool.live_strands(), 1u);
    Release(handle);
    EXPECT_EQ(destroyed, 0);
  });
  Release(outliving);
  EXPECT_EQ(destroyed, 1);
}

TEST(WeaveTest, SpawnNumbersAreNotUsedUp) {
  const Body body(CountForEver);
  RunPool(2, [&](Strand* strand) {
    const Value first = Make(strand, body);
    const Value second = Make(strand, body);
    Resume(strand, first);
    EXPECT_EQ(strand->pool()->Spawn(strand, 1, [](Strand*) {}), 2);
    Resume(strand, second);
    EXPECT_EQ(strand->pool()->Spawn(strand, 1, [](Strand*) {}), 3);
    EXPECT_EQ(Weave::Of(first)->number(), 1);
    EXPECT_EQ(Weave::Of(second)->number(), 2);
    Release(first);
    Release(second);
  });
}

// --- The end -----------------------------------------------------------------

// Parks with probes on the stack, on the side stack, and on the private stack
// of a word that runs a quotation.
class ParkedBody {
 public:
  ParkedBody()
      : body_([this](Value* sp, Strand* strand) {
          const Value context = sp[-2];
          strand->aux.push_back(MakeProbe(&destroyed));
          sp[-1] = MakeProbe(&destroyed);
          const PrivateStack inner(strand, sp);
          sp = inner.base();
          *sp++ = MakeProbe(&destroyed);
          Retain(context);
          *sp++ = context;
          for (;;) YieldInt(sp, strand, 1);
          return sp;
        }) {}

  static constexpr int kProbes = 3;
  const Body& body() const { return body_; }
  std::atomic<int> destroyed{0};

 private:
  const Body body_;
};

TEST(WeaveTest, TheLastHandleCancelsAParkedBody) {
  ParkedBody parked;
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    const Value handle = Make(strand, parked.body());
    EXPECT_EQ(Resume(strand, handle), Yielded(1));
    EXPECT_EQ(pool.live_strands(), 1u);
    Retain(handle);
    Release(handle);
    EXPECT_EQ(parked.destroyed, 0);
    EXPECT_EQ(Resume(strand, handle), Yielded(1));
    Release(handle);
    while (pool.live_strands() > 1) pool.GiveWay(strand);
    EXPECT_EQ(parked.destroyed, ParkedBody::kProbes);
  });
}

TEST(WeaveTest, TheProgramsEndCancelsAParkedBody) {
  for (const int permits : {1, 2}) {
    ParkedBody parked;
    Value handle = Value::Hole();
    RunPool(permits, [&](Strand* strand) {
      handle = Make(strand, parked.body());
      EXPECT_EQ(Resume(strand, handle), Yielded(1));
    });
    EXPECT_EQ(parked.destroyed, ParkedBody::kProbes);
    Release(handle);  // after the pool
  }
}

TEST(WeaveTest, ABodyThatHoldsItsOwnHandleEndsWithTheProgram) {
  ParkedBody inner;
  const Body body([&](Value* sp, Strand* strand) {
    // [ context handle ]: the context goes on top.
    std::swap(sp[-2], sp[-1]);
    const Value other = Make(strand, inner.body());
    EXPECT_EQ(Resume(strand, other), Yielded(1));
    *sp = sp[-1];
    sp[-1] = other;
    ++sp;
    YieldInt(sp, strand, 5);
    ADD_FAILURE() << "goes on";
    return sp;
  });
  RunPool(2, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    Value answer = Value::Hole();
    Retain(handle);
    EXPECT_EQ(Weave::Of(handle)->Resume(strand, 43, handle, &answer),
              WeaveOutcome::kYielded);
    Release(handle);
  });
  EXPECT_EQ(inner.destroyed, ParkedBody::kProbes);
}

TEST(WeaveTest, ACancelledParkedWeaveReportsItsEndOnce) {
  ParkedBody parked;
  RunPool(1, [&](Strand* strand) {
    const Value handle = Make(strand, parked.body());
    EXPECT_EQ(Resume(strand, handle), Yielded(1));
    Weave::Of(handle)->Cancel();
    Weave::Of(handle)->Cancel();
    std::atomic<int> unused{0};
    Value answer = Value::Hole();
    EXPECT_EQ(
        Weave::Of(handle)->Resume(strand, 43, MakeProbe(&unused), &answer),
        WeaveOutcome::kFinished);
    EXPECT_EQ(unused, 1);  // the value sent to nobody
    EXPECT_EQ(answer.kind, ValueKind::kInt);
    EXPECT_EQ(Resume(strand, handle), kGone);
    Release(handle);
  });
  EXPECT_EQ(parked.destroyed, ParkedBody::kProbes);
}

TEST(WeaveTest, OneCancelledBeforeItBeganIsGone) {
  std::atomic<int> destroyed{0};
  const Body body(CountForEver);
  RunPool(1, [&](Strand* strand) {
    const Value probe = MakeProbe(&destroyed);
    const Value handle = Make(strand, body, {&probe, 1});
    Release(probe);
    Weave::Of(handle)->Cancel();
    EXPECT_EQ(destroyed, 1);
    EXPECT_EQ(Resume(strand, handle), kGone);
    Release(handle);
  });
}

TEST(WeaveTest, CancellingAFinishedOneDoesNothing) {
  const Body body([](Value* sp, Strand*) { return sp - 1; });
  RunPool(1, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    EXPECT_EQ(Resume(strand, handle), kFinished);
    Weave::Of(handle)->Cancel();
    EXPECT_EQ(Resume(strand, handle), kGone);
    Release(handle);
  });
}

TEST(WeaveTest, ARunningOneIsCancelledAtItsNextYield) {
  const Body body([](Value* sp, Strand* strand) {
    Weave::Of(sp[-2])->Cancel();
    YieldInt(sp - 1, strand, 5);
    ADD_FAILURE() << "goes on";
    return sp - 1;
  });
  RunPool(1, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    EXPECT_EQ(Resume(strand, handle), Yielded(5));
    EXPECT_EQ(Resume(strand, handle), kFinished);
    EXPECT_EQ(Resume(strand, handle), kGone);
    Release(handle);
  });
}

TEST(WeaveTest, AContextPassedOutResumesButDoesNotKeepAlive) {
  const Body body([](Value* sp, Strand* strand) {
    --sp;
    Retain(sp[-1]);
    Yield(sp, strand, sp[-1]);
    for (;;) YieldInt(sp, strand, 6);
    return sp;
  });
  RunPool(2, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    Value context = Value::Hole();
    EXPECT_EQ(Weave::Of(handle)->Resume(strand, 43, Value::Int(0), &context),
              WeaveOutcome::kYielded);
    ASSERT_EQ(context.kind, ValueKind::kWeave);
    EXPECT_EQ(Weave::Of(context), Weave::Of(handle));
    EXPECT_EQ(Resume(strand, context), Yielded(6));
    Release(handle);
    EXPECT_EQ(Resume(strand, context), kFinished);
    EXPECT_EQ(Resume(strand, context), kGone);
    Release(context);
  });
}

// --- Many
// ----------------------------------------------------------------------

TEST(WeaveTest, ManyAtATime) {
  constexpr int64_t kWeaves = 1000;
  const Body body(CountForEver);
  StrandPool pool(SmallPool(2));
  pool.Run([&](Strand* strand) {
    std::vector<Value> handles;
    for (int64_t i = 0; i < kWeaves; ++i) handles.push_back(Make(strand, body));
    for (int64_t round = 1; round <= 3; ++round) {
      for (const Value& handle : handles) {
        ASSERT_EQ(Resume(strand, handle), Yielded(round));
      }
    }
    EXPECT_EQ(pool.live_strands(), 1u);
    for (int64_t i = 0; i < kWeaves; i += 2) Release(handles[i]);
    while (pool.live_strands() > 1) pool.GiveWay(strand);
    for (int64_t i = 1; i < kWeaves; i += 2) {
      ASSERT_EQ(Resume(strand, handles[i]), Yielded(4));
      Release(handles[i]);
    }
  });
}

TEST(WeaveTest, OneAfterTheOtherUsesThreadsAgain) {
  const Body body([](Value* sp, Strand* strand) {
    YieldInt(sp - 1, strand, 1);
    return sp - 1;
  });
  StrandPool pool(SmallPool(1));
  pool.Run([&](Strand* strand) {
    for (int i = 0; i < 1000; ++i) {
      const Value handle = Make(strand, body);
      EXPECT_EQ(Resume(strand, handle), Yielded(1));
      EXPECT_EQ(Resume(strand, handle), kFinished);
      Release(handle);
    }
    EXPECT_LT(pool.threads(), 10u);
  });
}

// A tree of generators, each drained by the one above.
TEST(WeaveTest, WeavesResumeWeaves) {
  std::function<Value*(Value*, Strand*)> walk;
  const Body body([&](Value* sp, Strand* strand) { return walk(sp, strand); });
  walk = [&](Value* sp, Strand* strand) {
    const int64_t height = (--sp)->integer;
    YieldInt(sp, strand, height);
    for (int child = 0; height > 0 && child < 2; ++child) {
      const Value handle = Make(strand, body);
      for (;;) {
        const Resumed got = Resume(strand, handle, height - 1);
        if (got.outcome != WeaveOutcome::kYielded) break;
        YieldInt(sp, strand, got.value);
      }
      Release(handle);
    }
    return sp;
  };
  RunPool(2, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    int64_t sum = 0, count = 0;
    for (;; ++count) {
      const Resumed got = Resume(strand, handle, 6);
      if (got.outcome != WeaveOutcome::kYielded) break;
      sum += got.value;
    }
    Release(handle);
    EXPECT_EQ(count, 127);
    EXPECT_EQ(sum, 120);
  });
}

// --- Several resumers --------------------------------------------------------

TEST(WeaveTest, ResumersAreServedInTheOrderTheyCame) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body([&](Value* sp, Strand* strand) {
    int64_t value = (--sp)->integer;
    Value gate = Value::Hole();
    channel->Receive(strand, 0, &gate);
    for (;;) value = YieldInt(sp, strand, 10 * value);
    return sp;
  });
  std::vector<int64_t> answers;
  RunPool(1, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    const Value handle = Make(strand, body);
    for (int64_t i = 1; i <= 4; ++i) {
      pool->Spawn(strand, 1, [&, i](Strand* self) {
        const Resumed got = Resume(self, handle, i);
        EXPECT_EQ(got, Yielded(10 * i));
        answers.push_back(got.value);
      });
      while (pool->HasRunnable()) pool->GiveWay(strand);
    }
    channel->Send(Value::Int(0));
    while (pool->live_strands() > 1) pool->GiveWay(strand);
    Release(handle);
  });
  EXPECT_EQ(answers, (std::vector<int64_t>{10, 20, 30, 40}));
  channel->DropReference();
}

// The first three resume a body that waits; then it yields or ends.
void ResumeThrice(bool cancel, std::vector<Resumed>* answers) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body([&](Value* sp, Strand* strand) {
    --sp;
    Value gate = Value::Hole();
    channel->Receive(strand, 0, &gate);
    if (cancel) YieldInt(sp, strand, 5);
    return sp;
  });
  RunPool(1, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    const Value handle = Make(strand, body);
    for (int64_t i = 0; i < 3; ++i) {
      pool->Spawn(strand, 1, [&, i](Strand* self) {
        answers->push_back(Resume(self, handle, i));
      });
      while (pool->HasRunnable()) pool->GiveWay(strand);
    }
    if (cancel) Weave::Of(handle)->Cancel();
    channel->Send(Value::Int(0));
    while (pool->live_strands() > 1) pool->GiveWay(strand);
    Release(handle);
  });
  channel->DropReference();
}

TEST(WeaveTest, WhoWaitsInLineLearnsOfTheEnd) {
  std::vector<Resumed> answers;
  ResumeThrice(/*cancel=*/false, &answers);
  EXPECT_EQ(answers, (std::vector<Resumed>{kFinished, kGone, kGone}));
}

TEST(WeaveTest, WhoWaitsInLineLearnsOfTheCancelling) {
  std::vector<Resumed> answers;
  ResumeThrice(/*cancel=*/true, &answers);
  EXPECT_EQ(answers, (std::vector<Resumed>{Yielded(5), kFinished, kGone}));
}

// Each value is yielded to exactly one of the strands that compete for it.
TEST(WeaveTest, ManyResumersAtOnce) {
  constexpr int kStrands = 6;
  constexpr int64_t kEach = 2000;
  std::vector<std::atomic<int>> seen(kStrands * kEach + 1);
  const Body body(CountForEver);
  RunPool(3, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    for (int i = 0; i < kStrands; ++i) {
      Retain(handle);
      strand->pool()->Spawn(strand, 1, [&seen, handle](Strand* self) {
        for (int64_t k = 0; k < kEach; ++k) {
          const Resumed got = Resume(self, handle);
          ASSERT_EQ(got.outcome, WeaveOutcome::kYielded);
          ++seen[got.value];
        }
        Release(handle);
      });
    }
    Release(handle);
  });
  for (size_t i = 1; i < seen.size(); ++i) ASSERT_EQ(seen[i], 1) << i;
}

// Cancelling against resuming, and the last handle against the body's end.
TEST(WeaveTest, CancellingRacesWithResuming) {
  ParkedBody parked;
  constexpr int kRounds = 300;
  RunPool(3, [&](Strand* strand) {
    for (int i = 0; i < kRounds; ++i) {
      const Value handle = Make(strand, parked.body());
      ASSERT_EQ(Resume(strand, handle), Yielded(1));
      Retain(handle);
      strand->pool()->Spawn(strand, 1, [handle](Strand*) {
        Weave::Of(handle)->Cancel();
        Release(handle);
      });
      Resumed got = Yielded(1);
      while (got == Yielded(1)) got = Resume(strand, handle);
      ASSERT_EQ(got, kFinished);
      ASSERT_EQ(Resume(strand, handle), kGone);
      Release(handle);
    }
  });
  EXPECT_EQ(parked.destroyed, kRounds * ParkedBody::kProbes);
}

// --- Errors and reports
// --------------------------------------------------------

class WeaveDeathTest : public testing::Test {
 protected:
  WeaveDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(WeaveDeathTest, ABodyMustEndWithItsContextOnTop) {
  const Body leaves_more([](Value* sp, Strand*) { return sp; });
  EXPECT_EXIT(
      RunPool(1,
              [&](Strand* strand) {
                Resume(strand, Make(strand, leaves_more), 3);
              }),
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("test.seq:41:3: run-time error: strand.weave: the body must "
                "end with its weave context on top of the stack, got Int 3\n"));
  const Body leaves_nothing([](Value* sp, Strand*) {
    Release(sp[-2]);
    return sp - 2;
  });
  EXPECT_EXIT(RunPool(1,
                      [&](Strand* strand) {
                        Resume(strand, Make(strand, leaves_nothing));
                      }),
              ExitedWithCode(kExitRunTimeError),
              HasSubstr("but its stack is empty"));
}

TEST_F(WeaveDeathTest, AStackTooLargeToStartWithIsAnError) {
  const Body body([](Value* sp, Strand*) { return sp - 1; });
  EXPECT_EXIT(
      {
        StrandPoolOptions options = SmallPool(1);
        options.strand_stack.values = 512;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          const std::vector<Value> stack(100 * 1000, Value::Int(1));
          Resume(strand, Make(strand, body, stack));
        });
      },
      ExitedWithCode(kExitRunTimeError),
      HasSubstr("strand.weave: data stack overflow: the stack to start with "
                "holds 100000 values, but a strand may have only "));
}

TEST_F(WeaveDeathTest, AResumerOfABodyThatWaitsForEverIsDeadlocked) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body([&](Value* sp, Strand* strand) {
    Value value = Value::Hole();
    channel->Receive(strand, 44, &value);
    return sp - 1;
  });
  EXPECT_EXIT(
      RunPool(2, [&](Strand* strand) { Resume(strand, Make(strand, body)); }),
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("run-time error: deadlock: every strand waits on a "
                      "channel or for a weave and none is left that could go "
                      "on\n"),
            ContainsRegex("strand 1 \\(main\\): waits for weave 1 for [0-9.]+ "
                          "m?s\n  call43 in word43 at test.seq:43:3"),
            ContainsRegex("weave 1, of strand 1 at test.seq:41:3: waiting on "
                          "channel 1 for [0-9.]+ m?s\n"
                          "  call44 in word44 at test.seq:44:3")));
}

TEST_F(WeaveDeathTest, AParkedWeaveDoesNotHideADeadlock) {
  ChannelRegistry channels;
  Channel* const channel = channels.Make();
  const Body body(CountForEver);
  EXPECT_EXIT(
      RunPool(2,
              [&](Strand* strand) {
                const Value handle = Make(strand, body);
                Resume(strand, handle);
                Value value = Value::Hole();
                channel->Receive(strand, 45, &value);
              }),
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("deadlock: every strand waits on a channel and"),
            ContainsRegex("weave 1, of strand 1 at test.seq:41:3: parked in "
                          "yield for [0-9.]+ m?s\n"
                          "  call42 in word42 at test.seq:42:3")));
}

TEST_F(WeaveDeathTest, AWeaveThatResumesItselfIsDeadlocked) {
  const Body body([](Value* sp, Strand* strand) {
    Resume(strand, sp[-2]);
    return sp - 1;
  });
  EXPECT_EXIT(
      RunPool(2, [&](Strand* strand) { Resume(strand, Make(strand, body)); }),
      ExitedWithCode(kExitRunTimeError),
      ContainsRegex("weave 1, of strand 1 at test.seq:41:3: waits for weave "
                    "1 for "));
}

TEST_F(WeaveDeathTest, ParkedWeavesAreCountedWhenThreadsAreExhausted) {
  const Body body(CountForEver);
  EXPECT_EXIT(
      {
        StrandPoolOptions options = SmallPool(2);
        options.max_threads = 3;
        StrandPool pool(options);
        pool.Run([&](Strand* strand) {
          for (int i = 0; i < 3; ++i) Resume(strand, Make(strand, body));
        });
      },
      ExitedWithCode(kExitRunTimeError),
      AllOf(HasSubstr("the limit of 3 threads (--max-threads) is reached"),
            HasSubstr("2 weaves are parked, 1 strands wait on channels")));
}

}  // namespace
}  // namespace seq
