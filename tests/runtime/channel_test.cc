#include "runtime/channel.h"

#include <malloc.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/channel_registry.h"
#include "runtime/closure.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

using Result = Channel::Result;

// Receives an Int that must be there or come.
int64_t ReceiveInt(Channel* channel, Strand* strand) {
  Value value = Value::Hole();
  EXPECT_EQ(channel->Receive(strand, 0, &value), Result::kOk);
  EXPECT_EQ(value.kind, ValueKind::kInt);
  return value.integer;
}

class ChannelTest : public testing::Test {
 protected:
  ChannelTest() : channel_(registry_.Make()) {}
  ~ChannelTest() override {
    if (channel_ != nullptr) channel_->DropReference();
    EXPECT_EQ(registry_.live(), 0u);
  }

  // Runs `main` and all it spawns with a channel to use.
  void Run(int permits, const StrandTask& main) {
    StrandPool pool(SmallPool(permits));
    pool.Run(main);
  }

  ChannelRegistry registry_;
  Channel* channel_;
};

TEST_F(ChannelTest, KeepsTheOrderOfOneSenderThroughGrowingAndWrappingRound) {
  Run(1, [this](Strand* strand) {
    std::deque<int64_t> expected;
    int64_t next = 0;
    for (int round = 1; round <= 40; ++round) {
      for (int i = 0; i < 3 * round; ++i) {
        expected.push_back(next);
        EXPECT_EQ(channel_->Send(Value::Int(next++)), Result::kOk);
      }
      for (int i = 0; i < 2 * round; ++i) {
        EXPECT_EQ(ReceiveInt(channel_, strand), expected.front());
        expected.pop_front();
      }
    }
    while (!expected.empty()) {
      EXPECT_EQ(ReceiveInt(channel_, strand), expected.front());
      expected.pop_front();
    }
  });
}

TEST_F(ChannelTest, GivesTheMemoryOfALongQueueBack) {
  constexpr int kValues = 1000 * 1000;
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  Run(1, [&](Strand* strand) {
    const size_t before = in_use();
    for (int i = 0; i < kValues; ++i) channel_->Send(Value::Int(i));
    for (int i = 0; i < kValues; ++i) {
      ASSERT_EQ(ReceiveInt(channel_, strand), i);
    }
    EXPECT_LT(in_use(), before + 64 * 1024);
  });
}

// How many of several senders' values one receiver got, and whether in order.
class OrderCheck {
 public:
  explicit OrderCheck(int senders) : last_(senders, -1) {}
  void Note(int64_t sender, int64_t number) {
    EXPECT_LT(last_[sender], number);
    last_[sender] = number;
  }

 private:
  std::vector<int64_t> last_;
};

TEST_F(ChannelTest, ManySendersManyReceiversEachValueExactlyOnceAndInOrder) {
  constexpr int kSenders = 8;
  constexpr int kReceivers = 5;
  constexpr int64_t kEach = 2000;
  std::vector<std::atomic<int>> seen(kSenders * kEach);
  Run(4, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    for (int r = 0; r < kReceivers; ++r) {
      pool->Spawn(strand, 1, [&](Strand* self) {
        OrderCheck order(kSenders);
        for (;;) {
          const int64_t value = ReceiveInt(channel_, self);
          if (value < 0) return;
          ++seen[value];
          order.Note(value / kEach, value % kEach);
        }
      });
    }
    Channel* const done = registry_.Make();
    for (int64_t s = 0; s < kSenders; ++s) {
      pool->Spawn(strand, 2, [&, done, s](Strand*) {
        for (int64_t i = 0; i < kEach; ++i) {
          channel_->Send(Value::Int(s * kEach + i));
        }
        done->Send(Value::Int(s));
      });
    }
    for (int s = 0; s < kSenders; ++s) ReceiveInt(done, strand);
    for (int r = 0; r < kReceivers; ++r) channel_->Send(Value::Int(-1));
    done->DropReference();
  });
  for (const std::atomic<int>& count : seen) ASSERT_EQ(count, 1);
}

TEST_F(ChannelTest, HandsAValueToAWaitingReceiverDirectly) {
  Run(1, [this](Strand* strand) {
    int64_t received = 0;
    strand->pool()->Spawn(strand, 1, [&](Strand* self) {
      received = ReceiveInt(channel_, self);
    });
    // With one permit the receiver runs until it waits.
    strand->pool()->GiveWay(strand);
    EXPECT_EQ(channel_->Send(Value::Int(7)), Result::kOk);
    // Had the value been queued, this would forget it.
    channel_->Close();
    while (strand->pool()->live_strands() > 1) strand->pool()->GiveWay(strand);
    EXPECT_EQ(received, 7);
  });
}

TEST_F(ChannelTest, WaitingReceiversAreServedInTheOrderTheyCame) {
  Run(1, [this](Strand* strand) {
    std::vector<int64_t> order;
    for (int i = 0; i < 3; ++i) {
      strand->pool()->Spawn(strand, 1, [&, i](Strand* self) {
        order.push_back(10 * i + ReceiveInt(channel_, self));
      });
      strand->pool()->GiveWay(strand);
    }
    for (int i = 0; i < 3; ++i) channel_->Send(Value::Int(i));
    while (strand->pool()->live_strands() > 1) strand->pool()->GiveWay(strand);
    EXPECT_EQ(order, (std::vector<int64_t>{0, 11, 22}));
  });
}

TEST_F(ChannelTest, ClosedChannelsTakeAndGiveNothing) {
  std::atomic<int> destroyed{0};
  Run(1, [&](Strand* strand) {
    channel_->Close();
    channel_->Close();
    const Value value = MakeProbe(&destroyed);
    EXPECT_EQ(channel_->Send(value), Result::kClosed);
    EXPECT_EQ(destroyed, 0);  // still the sender's
    Release(value);
    Value received = Value::Hole();
    EXPECT_EQ(channel_->Receive(strand, 0, &received), Result::kClosed);
    EXPECT_EQ(received.kind, ValueKind::kHole);
  });
  EXPECT_EQ(destroyed, 1);
}

TEST_F(ChannelTest, CloseWakesEveryWaitingReceiver) {
  constexpr int kReceivers = 10;
  std::atomic<int> woken{0};
  Run(1, [&](Strand* strand) {
    for (int i = 0; i < kReceivers; ++i) {
      strand->pool()->Spawn(strand, 1, [&](Strand* self) {
        Value value = Value::Hole();
        EXPECT_EQ(channel_->Receive(self, 0, &value),
                  Result::kClosedWhileWaiting);
        ++woken;
      });
      strand->pool()->GiveWay(strand);
    }
    channel_->Close();
  });
  EXPECT_EQ(woken, kReceivers);
}

TEST_F(ChannelTest, CloseReleasesWhatIsQueued) {
  std::atomic<int> destroyed{0};
  for (int i = 0; i < 10; ++i) channel_->Send(MakeProbe(&destroyed));
  EXPECT_EQ(destroyed, 0);
  channel_->Close();
  EXPECT_EQ(destroyed, 10);
}

TEST_F(ChannelTest, TheLastReferenceReleasesWhatIsQueued) {
  std::atomic<int> destroyed{0};
  for (int i = 0; i < 10; ++i) channel_->Send(MakeProbe(&destroyed));
  channel_->DropReference();
  channel_ = nullptr;
  EXPECT_EQ(destroyed, 10);
  EXPECT_EQ(registry_.live(), 0u);
}

TEST_F(ChannelTest, AChannelQueuedInAChannelGoesWithIt) {
  std::atomic<int> destroyed{0};
  // A chain of channels that each hold the one before: no recursion, no lock
  // taken twice.
  constexpr int kChain = 20 * 1000;
  Value inner = MakeProbe(&destroyed);
  for (int i = 0; i < kChain; ++i) {
    Channel* const outer = registry_.Make();
    outer->Send(inner);
    inner = Value::Counted(ValueKind::kChannel, outer);
  }
  channel_->Send(inner);
  EXPECT_EQ(registry_.live(), kChain + 1u);
  channel_->Close();
  EXPECT_EQ(destroyed, 1);
  EXPECT_EQ(registry_.live(), 1u);
}

TEST_F(ChannelTest, SentValuesAreMarkedShared) {
  std::atomic<int> destroyed{0};
  static const Code code;
  const Value inner = MakeProbe(&destroyed);
  const Value outer = Value::Counted(
      ValueKind::kClosure, Closure::New(&code, absl::MakeConstSpan(&inner, 1)));
  channel_->Send(outer);
  EXPECT_TRUE(outer.object->shared());
  EXPECT_TRUE(inner.object->shared());
  channel_->Close();  // while `destroyed` lives
  EXPECT_EQ(destroyed, 1);
}

// --- Closing in the manner of the current edition ---------------------------

TEST_F(ChannelTest, CloseForSendingKeepsWhatIsQueued) {
  Run(1, [this](Strand* strand) {
    for (int i = 0; i < 3; ++i) channel_->Send(Value::Int(i));
    channel_->CloseForSending();
    channel_->CloseForSending();
    EXPECT_EQ(channel_->Send(Value::Int(3)), Result::kClosed);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ReceiveInt(channel_, strand), i);
    Value value = Value::Int(0);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(channel_->Receive(strand, 0, &value), Result::kClosed);
    }
    EXPECT_EQ(value.kind, ValueKind::kInt);  // untouched
  });
}

TEST_F(ChannelTest, CloseForSendingWakesEveryWaitingReceiver) {
  constexpr int kReceivers = 10;
  std::atomic<int> woken{0};
  Run(1, [&](Strand* strand) {
    for (int i = 0; i < kReceivers; ++i) {
      strand->pool()->Spawn(strand, 1, [&](Strand* self) {
        Value value = Value::Hole();
        EXPECT_EQ(channel_->Receive(self, 0, &value),
                  Result::kClosedWhileWaiting);
        ++woken;
      });
      strand->pool()->GiveWay(strand);
    }
    channel_->CloseForSending();
  });
  EXPECT_EQ(woken, kReceivers);
}

TEST_F(ChannelTest, CloseForgetsWhatCloseForSendingKept) {
  std::atomic<int> destroyed{0};
  channel_->Send(MakeProbe(&destroyed));
  channel_->CloseForSending();
  EXPECT_EQ(destroyed, 0);
  channel_->Close();
  EXPECT_EQ(destroyed, 1);
}

// Whatever was sent successfully is received exactly once, although another
// strand closes the channel in between.
TEST_F(ChannelTest, NothingSentIsLostToACloseForSending) {
  constexpr int kSenders = 4;
  constexpr int kReceivers = 3;
  std::atomic<int64_t> sent{0}, received{0};
  Run(3, [&](Strand* strand) {
    StrandPool* const pool = strand->pool();
    for (int i = 0; i < kReceivers; ++i) {
      pool->Spawn(strand, 1, [&](Strand* self) {
        Value value = Value::Hole();
        while (channel_->Receive(self, 0, &value) == Result::kOk) {
          received += value.integer;
        }
      });
    }
    for (int i = 0; i < kSenders; ++i) {
      pool->Spawn(strand, 2, [&](Strand* self) {
        for (int64_t k = 1; channel_->Send(Value::Int(k)) == Result::kOk; ++k) {
          sent += k;
          if (k % 16 == 0) self->pool()->GiveWay(self);
        }
      });
    }
    while (received < 1000) pool->GiveWay(strand);
    channel_->CloseForSending();
  });
  EXPECT_EQ(sent, received);
}

TEST_F(ChannelTest, OneQueuedInItselfIsFreed) {
  std::atomic<int> destroyed{0};
  Channel* const channel = registry_.MakeOpaque();
  EXPECT_TRUE(channel->opaque());
  const Value itself = Value::Counted(ValueKind::kChannel, channel);
  Run(1, [&](Strand* strand) {
    for (int i = 0; i < 3; ++i) {
      Retain(itself);
      channel->Send(itself);
    }
    channel->Send(MakeProbe(&destroyed));
    Value value = Value::Hole();
    EXPECT_EQ(channel->Receive(strand, 0, &value), Result::kOk);
    EXPECT_EQ(value.object, channel);
    Release(value);
    EXPECT_EQ(registry_.live(), 2u);
  });
  Release(itself);
  EXPECT_EQ(registry_.live(), 1u);
  EXPECT_EQ(destroyed, 1);
}

}  // namespace
}  // namespace seq
