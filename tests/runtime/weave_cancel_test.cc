// Weaves that end early: cancelled by a word, by the release of the last
// handle, or with the program.

#include <atomic>
#include <utility>

#include "gtest/gtest.h"
#include "runtime/private_stack.h"
#include "runtime/strand_pool.h"
#include "runtime/weave.h"
#include "tests/runtime/pool_support.h"
#include "tests/runtime/weave_support.h"

namespace seq {
namespace {

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

TEST(WeaveCancelTest, TheLastHandleCancelsAParkedBody) {
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

TEST(WeaveCancelTest, TheProgramsEndCancelsAParkedBody) {
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

TEST(WeaveCancelTest, ABodyThatHoldsItsOwnHandleEndsWithTheProgram) {
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

TEST(WeaveCancelTest, ACancelledParkedWeaveReportsItsEndOnce) {
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

TEST(WeaveCancelTest, OneCancelledBeforeItBeganIsGone) {
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

TEST(WeaveCancelTest, CancellingAFinishedOneDoesNothing) {
  const Body body([](Value* sp, Strand*) { return sp - 1; });
  RunPool(1, [&](Strand* strand) {
    const Value handle = Make(strand, body);
    EXPECT_EQ(Resume(strand, handle), kFinished);
    Weave::Of(handle)->Cancel();
    EXPECT_EQ(Resume(strand, handle), kGone);
    Release(handle);
  });
}

TEST(WeaveCancelTest, ARunningOneIsCancelledAtItsNextYield) {
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

TEST(WeaveCancelTest, AContextPassedOutResumesButDoesNotKeepAlive) {
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

// Cancelling against resuming, and the last handle against the body's end.
TEST(WeaveCancelTest, CancellingRacesWithResuming) {
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

}  // namespace
}  // namespace seq
