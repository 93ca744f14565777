#include "stdlib/channel_words.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/strand_pool.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using testing::HasSubstr;

class ChannelWordsTest : public testing::Test {
 protected:
  ChannelWordsTest() : channel_(registry_.MakeOpaque()) {}
  ~ChannelWordsTest() override {
    channel_->DropReference();
    EXPECT_EQ(registry_.live(), 0u);
  }

  // Runs a word on the channel, below which `operands` lie.
  WordOutcome RunOnChannel(absl::string_view word,
                           std::vector<Value> operands = {}) {
    channel_->AddReference();
    operands.push_back(Value::Counted(ValueKind::kChannel, channel_));
    return RunWordOnValues(ChannelWords(), word, operands, Options());
  }
  WordOutcome Send(int64_t value) {
    return RunOnChannel("chan.send", {Value::Int(value)});
  }

  StrandPoolOptions Options() {
    StrandPoolOptions options = TestPoolOptions();
    options.channels = &registry_;
    return options;
  }

  ChannelRegistry registry_;
  Channel* const channel_;
};

TEST_F(ChannelWordsTest, MakeGivesAnOpaqueChannel) {
  const WordOutcome outcome =
      RunWord(ChannelWords(), "chan.make", {}, Options());
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack.size(), 1u);
}

TEST_F(ChannelWordsTest, ValuesComeInOrderAlsoAfterTheClose) {
  EXPECT_EQ(Send(7).stack, (TestStack{true}));
  EXPECT_EQ(Send(8).stack, (TestStack{true}));
  EXPECT_EQ(RunOnChannel("chan.receive").stack, (TestStack{7, true}));
  EXPECT_EQ(RunOnChannel("chan.close").stack, TestStack{});
  EXPECT_EQ(RunOnChannel("chan.close").stack, TestStack{});
  EXPECT_EQ(Send(9).stack, (TestStack{false}));
  EXPECT_EQ(RunOnChannel("chan.receive").stack, (TestStack{8, true}));
  EXPECT_EQ(RunOnChannel("chan.receive").stack, (TestStack{0, false}));
  EXPECT_EQ(RunOnChannel("chan.receive").stack, (TestStack{0, false}));
}

TEST_F(ChannelWordsTest, AChannelSentToItselfIsFreed) {
  channel_->AddReference();
  EXPECT_EQ(
      RunOnChannel("chan.send", {Value::Counted(ValueKind::kChannel, channel_)})
          .stack,
      (TestStack{true}));
}

TEST_F(ChannelWordsTest, YieldLeavesTheStack) {
  EXPECT_EQ(RunWord(ChannelWords(), "chan.yield", {5}, Options()).stack,
            (TestStack{5}));
}

TEST_F(ChannelWordsTest, WrongOperandsStay) {
  const WordOutcome send =
      RunWord(ChannelWords(), "chan.send", {5, 6}, Options());
  EXPECT_EQ(send.stack, (TestStack{5, 6}));
  EXPECT_THAT(send.failure, HasSubstr("chan.send: expected a value below a "
                                      "Channel on stack, got Int 5, Int 6"));
  EXPECT_THAT(RunOnChannel("chan.send").failure,
              HasSubstr("chan.send: needs 2 values"));
  for (const char* word : {"chan.receive", "chan.close"}) {
    const WordOutcome outcome = RunWord(ChannelWords(), word, {6}, Options());
    EXPECT_EQ(outcome.stack, (TestStack{6}));
    EXPECT_THAT(outcome.failure, HasSubstr("expected Channel on stack"));
    EXPECT_THAT(RunWord(ChannelWords(), word, {}, Options()).failure,
                HasSubstr("stack is empty"));
  }
}

}  // namespace
}  // namespace seq
