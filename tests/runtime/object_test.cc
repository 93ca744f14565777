#include "runtime/object.h"

#include <pthread.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/closure.h"
#include "runtime/value.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

constexpr int kChain = 1000 * 1000;

// Runs `work` on a thread whose stack is far too small for a recursion over
// kChain objects.
void RunOnSmallStack(const std::function<void()>& work) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, 512 * 1024), 0);
  pthread_t thread;
  ASSERT_EQ(pthread_create(
                &thread, &attributes,
                [](void* argument) -> void* {
                  (*static_cast<const std::function<void()>*>(argument))();
                  return nullptr;
                },
                const_cast<std::function<void()>*>(&work)),
            0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

Value MakeClosure(std::vector<Value> captured) {
  static const Code code;
  return Value::Counted(ValueKind::kClosure, Closure::New(&code, captured));
}

// Closures that each hold the one before, the innermost `value`.
Value MakeChain(Value value, int length) {
  for (int i = 0; i < length; ++i) value = MakeClosure({value});
  return value;
}

// Counts how often its values are visited.
class VisitCounter final : public Object {
 public:
  explicit VisitCounter(Value value) : value_(value) {}
  void VisitValues(absl::FunctionRef<void(Value&)> visit) override {
    ++visits_;
    visit(value_);
  }
  int visits() const { return visits_; }

 private:
  Value value_;
  int visits_ = 0;
};

TEST(ObjectTest, TheLastReferenceToAPrivateObjectFreesIt) {
  std::atomic<int> destroyed{0};
  auto* probe = new Probe(&destroyed);
  EXPECT_FALSE(probe->shared());
  EXPECT_TRUE(probe->IsSoleReference());
  probe->AddReference();
  EXPECT_FALSE(probe->IsSoleReference());
  probe->DropReference();
  EXPECT_TRUE(probe->IsSoleReference());
  EXPECT_EQ(destroyed, 0);
  probe->DropReference();
  EXPECT_EQ(destroyed, 1);
}

TEST(ObjectTest, SharedObjectsAreCountedByManyThreadsAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 50 * 1000;
  std::atomic<int> destroyed{0};
  auto* probe = new Probe(&destroyed);
  probe->set_shared();
  for (int i = 0; i < kThreads; ++i) probe->AddReference();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([probe] {
      for (int round = 0; round < kRounds; ++round) {
        probe->AddReference();
        probe->DropReference();
      }
      probe->DropReference();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(destroyed, 0);
  EXPECT_TRUE(probe->IsSoleReference());
  probe->DropReference();
  EXPECT_EQ(destroyed, 1);
}

TEST(ObjectTest, AnImmortalObjectIsNotCounted) {
  std::atomic<int> destroyed{0};
  auto* probe = new Probe(&destroyed);
  probe->set_immortal();
  EXPECT_TRUE(probe->shared());
  EXPECT_FALSE(probe->IsSoleReference());
  for (int i = 0; i < 3; ++i) probe->DropReference();
  EXPECT_EQ(destroyed, 0);
  probe->DestroyImmortal();
  EXPECT_EQ(destroyed, 1);
}

TEST(ObjectTest, AMillionNestedClosuresAreDestroyedWithoutRecursion) {
  std::atomic<int> destroyed{0};
  RunOnSmallStack(
      [&destroyed] { Release(MakeChain(MakeProbe(&destroyed), kChain)); });
  EXPECT_EQ(destroyed, 1);
}

TEST(ObjectTest, WhatOthersStillHoldSurvivesItsContainer) {
  std::atomic<int> destroyed{0};
  const Value kept = MakeProbe(&destroyed);
  Retain(kept);
  Release(MakeClosure({kept, MakeProbe(&destroyed), Value::Int(5)}));
  EXPECT_EQ(destroyed, 1);
  EXPECT_TRUE(kept.object->IsSoleReference());
  Release(kept);
  EXPECT_EQ(destroyed, 2);
}

TEST(MarkSharedTest, ReachesTheEndOfALongChainWithoutRecursion) {
  std::atomic<int> destroyed{0};
  RunOnSmallStack([&destroyed] {
    const Value end = MakeProbe(&destroyed);
    const Value chain = MakeChain(end, kChain);
    EXPECT_FALSE(end.object->shared());
    MarkShared(chain);
    EXPECT_TRUE(chain.object->shared());
    EXPECT_TRUE(end.object->shared());
    Release(chain);
  });
  EXPECT_EQ(destroyed, 1);
}

TEST(MarkSharedTest, VisitsEachObjectOfADiamondOnce) {
  std::atomic<int> destroyed{0};
  auto* bottom = new VisitCounter(MakeProbe(&destroyed));
  const Value shared_part = Value::Counted(ValueKind::kWeave, bottom);
  Retain(shared_part);
  const Value top =
      MakeClosure({MakeClosure({shared_part}), MakeClosure({shared_part})});
  MarkShared(top);
  EXPECT_TRUE(bottom->shared());
  EXPECT_EQ(bottom->visits(), 1);
  Release(top);
  EXPECT_EQ(destroyed, 1);
}

TEST(MarkSharedTest, StopsAtWhatIsSharedAlready) {
  std::atomic<int> destroyed{0};
  auto* inner = new VisitCounter(MakeProbe(&destroyed));
  inner->set_shared();
  const Value outer = MakeClosure({Value::Counted(ValueKind::kWeave, inner)});
  MarkShared(outer);
  EXPECT_TRUE(outer.object->shared());
  EXPECT_EQ(inner->visits(), 0);
  Release(outer);
  EXPECT_EQ(destroyed, 1);
}

TEST(MarkSharedTest, LeavesImmortalObjectsImmortal) {
  std::atomic<int> destroyed{0};
  auto* literal = new Probe(&destroyed);
  literal->set_immortal();
  const Value closure =
      MakeClosure({Value::Counted(ValueKind::kWeave, literal)});
  MarkShared(closure);
  Release(closure);
  EXPECT_EQ(destroyed, 0);
  literal->DestroyImmortal();
  EXPECT_EQ(destroyed, 1);
}

}  // namespace
}  // namespace seq
