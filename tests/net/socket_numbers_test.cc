#include "net/socket_numbers.h"

#include <optional>

#include "gtest/gtest.h"
#include "net/socket.h"

namespace seq {
namespace {

TEST(SocketNumbersTest, LimitIsOnListeners) {
  SocketNumbers numbers(2);
  EXPECT_EQ(numbers.AddListener(Descriptor()), 0);
  EXPECT_EQ(numbers.AddListener(Descriptor()), 1);
  EXPECT_EQ(numbers.AddListener(Descriptor()), std::nullopt);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(numbers.AddStream(Descriptor(), 0), i);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(numbers.Close(i));
  EXPECT_TRUE(numbers.Close(0));
  EXPECT_EQ(numbers.AddListener(Descriptor()), 0);
}

TEST(SocketNumbersTest, TenThousandIdleStreamsAreNotTheLimit) {
  SocketNumbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    ASSERT_EQ(numbers.AddStream(Descriptor(), 0), i);
  }
  EXPECT_TRUE(numbers.FindStream(19'999));
}

TEST(SocketNumbersTest, NumberFreedLastIsGivenOutFirst) {
  SocketNumbers numbers;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(numbers.AddStream(Descriptor(), 0), i);
  }
  EXPECT_TRUE(numbers.Close(2));
  EXPECT_TRUE(numbers.Close(0));
  EXPECT_FALSE(numbers.Close(0));
  EXPECT_EQ(numbers.AddStream(Descriptor(), 0), 0);
  EXPECT_EQ(numbers.AddStream(Descriptor(), 0), 2);
  EXPECT_EQ(numbers.AddStream(Descriptor(), 0), 3);
}

TEST(SocketNumbersTest, StreamsAreClosedBeforeListeners) {
  SocketNumbers numbers;
  EXPECT_EQ(numbers.AddListener(Descriptor()), 0);
  EXPECT_EQ(numbers.AddStream(Descriptor(), 0), 0);
  EXPECT_TRUE(numbers.Close(0));
  EXPECT_FALSE(numbers.FindStream(0));
  EXPECT_TRUE(numbers.FindListener(0));
  EXPECT_TRUE(numbers.Close(0));
  EXPECT_FALSE(numbers.FindListener(0));
}

TEST(SocketNumbersTest, OneUseAtATime) {
  SocketNumbers numbers;
  numbers.AddStream(Descriptor(), 0);
  const auto stream = numbers.FindStream(0);
  {
    const ExclusiveUse first(*stream.get());
    const ExclusiveUse second(*stream.get());
    EXPECT_TRUE(first.begun());
    EXPECT_FALSE(second.begun());
  }
  EXPECT_TRUE(ExclusiveUse(*stream.get()).begun());
}

}  // namespace
}  // namespace seq
