// Weaves: the hand-over of values, many weaves, several resumers. How they end
// is in weave_cancel_test.cc, what is reported in weave_end_test.cc.

#include "runtime/weave.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/closure.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"
#include "tests/runtime/weave_support.h"

namespace seq {
namespace {

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
  const Body body([](Value* sp, Strand* strand) {
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

// --- Many --------------------------------------------------------------------

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
  std::vector<int64_t> received;
  const Body body([&](Value* sp, Strand* strand) {
    int64_t value = (--sp)->integer;
    Value gate = Value::Hole();
    channel->Receive(strand, 0, &gate);
    for (;;) {
      received.push_back(value);
      value = YieldInt(sp, strand, 10 * value);
    }
    return sp;
  });
  RunPool(1, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    const Value handle = Make(strand, body);
    for (int64_t i = 1; i <= 4; ++i) {
      pool->Spawn(strand, 1, [&, i](Strand* self) {
        EXPECT_EQ(Resume(self, handle, i), Yielded(10 * i));
      });
      while (pool->HasRunnable()) pool->GiveWay(strand);
    }
    channel->Send(Value::Int(0));
    while (pool->live_strands() > 1) pool->GiveWay(strand);
    Release(handle);
  });
  EXPECT_EQ(received, (std::vector<int64_t>{1, 2, 3, 4}));
  channel->DropReference();
}

// Three strands resume a body that waits; then it yields, cancelled, or ends.
// Returns what each of them got.
std::vector<Resumed> ResumeThrice(bool cancel) {
  std::vector<Resumed> answers(3, kGone);
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
        answers[i] = Resume(self, handle, i);
      });
      while (pool->HasRunnable()) pool->GiveWay(strand);
    }
    if (cancel) Weave::Of(handle)->Cancel();
    channel->Send(Value::Int(0));
    while (pool->live_strands() > 1) pool->GiveWay(strand);
    Release(handle);
  });
  channel->DropReference();
  return answers;
}

TEST(WeaveTest, WhoWaitsInLineLearnsOfTheEnd) {
  EXPECT_EQ(ResumeThrice(/*cancel=*/false),
            (std::vector<Resumed>{kFinished, kGone, kGone}));
}

TEST(WeaveTest, WhoWaitsInLineLearnsOfTheCancelling) {
  EXPECT_EQ(ResumeThrice(/*cancel=*/true),
            (std::vector<Resumed>{Yielded(5), kFinished, kGone}));
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

}  // namespace
}  // namespace seq
