#include "stdlib/test_words.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/location.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "stdlib/test_context.h"
#include "tests/support/pipe.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// Every call stands in line 6.
class LineSix : public LocationTable {
 public:
  Location Resolve(SiteId) const override {
    Location location;
    location.line = 6;
    return location;
  }
};

const LineSix kLineSix;

StrandPoolOptions Options(const LocationTable* locations) {
  StrandPoolOptions options = TestPoolOptions();
  options.locations = locations;
  return options;
}

TestStack RunTest(absl::string_view word, const TestStack& operands,
                  const LocationTable* locations = &kLineSix) {
  const WordOutcome outcome =
      RunWord(TestWords(), word, operands, Options(locations));
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

// What test.finish writes.
std::string Finish() {
  Pipe pipe;
  Output output(pipe.write_end());
  StrandPoolOptions options = Options(&kLineSix);
  options.output = &output;
  EXPECT_EQ(RunWord(TestWords(), "test.finish", {}, options).failure, "");
  output.Flush();
  pipe.CloseWriteEnd();
  return pipe.TakeAll();
}

// First in this file: nothing has set a name yet.
TEST(TestWordsTest, ATestWithoutNameIsUnknown) {
  EXPECT_EQ(TestContext().Report(), "unknown ... ok\n");
}

TEST(TestWordsTest, PassesAreCounted) {
  RunTest("test.init", {"test-a"});
  EXPECT_EQ(RunTest("test.assert", {7, true}), (TestStack{7}));
  EXPECT_EQ(RunTest("test.assert-not", {false}), TestStack());
  EXPECT_EQ(RunTest("test.assert-eq", {5, 5}), TestStack());
  EXPECT_EQ(RunTest("test.assert-eq-str", {"a", "a"}), TestStack());
  EXPECT_EQ(RunTest("test.pass-count", {}), (TestStack{4}));
  EXPECT_EQ(RunTest("test.fail-count", {}), (TestStack{0}));
  EXPECT_EQ(RunTest("test.has-failures", {}), (TestStack{false}));
  EXPECT_EQ(Finish(), "test-a ... ok\n");
  EXPECT_EQ(Finish(), "test-a ... ok\n");
}

TEST(TestWordsTest, FailuresAreDetailed) {
  RunTest("test.init", {"test-a"});
  RunTest("test.assert", {false});
  RunTest("test.assert-not", {true});
  EXPECT_EQ(RunTest("test.assert-eq", {13, 8}), TestStack());
  RunTest("test.fail", {"went wrong"});
  EXPECT_EQ(RunTest("test.has-failures", {}), (TestStack{true}));
  EXPECT_EQ(RunTest("test.fail-count", {}), (TestStack{4}));
  RunTest("test.set-name", {"test-b"});
  EXPECT_EQ(Finish(),
            "test-b ... FAILED\n"
            "  at line 6: expected true, got false\n"
            "  at line 6: expected false, got true\n"
            "  at line 6: expected 8, got 13\n"
            "  went wrong\n");
  RunTest("test.init", {"test-c"});
  EXPECT_EQ(RunTest("test.fail-count", {}), (TestStack{0}));
  EXPECT_EQ(Finish(), "test-c ... ok\n");
}

TEST(TestWordsTest, StringsAreComparedAndEscaped) {
  RunTest("test.init", {"t"});
  EXPECT_EQ(RunTest("test.assert-eq-str",
                    {"caf\xC3\xA8", std::string("ca\n\r\t\\\"\x01\x7F\0", 10)}),
            TestStack());
  EXPECT_EQ(Finish(),
            "t ... FAILED\n"
            "  at line 6: assertion failed: strings not equal\n"
            "    expected (10 bytes): "
            "\"ca\\n\\r\\t\\\\\\\"\\x01\\x7F\\x00\"\n"
            "    actual   (5 bytes): \"caf\xC3\x83\xC2\xA8\"\n"
            "    first differ at byte 2\n");
}

TEST(TestWordsTest, InvalidUtf8CountsAsEmpty) {
  RunTest("test.init", {"t"});
  RunTest("test.assert-eq-str", {"\xFF", ""});
  EXPECT_EQ(RunTest("test.pass-count", {}), (TestStack{1}));
  RunTest("test.assert-eq-str", {"ab", "\xFF"});
  EXPECT_EQ(Finish(),
            "t ... FAILED\n"
            "  at line 6: assertion failed: strings not equal\n"
            "    expected (0 bytes): \"\"\n"
            "    actual   (2 bytes): \"ab\"\n"
            "    first differ at byte 0\n");
}

TEST(TestWordsTest, OneBeginsLikeTheOther) {
  RunTest("test.init", {"t"});
  RunTest("test.assert-eq-str", {"ab", "abc"}, nullptr);
  EXPECT_EQ(Finish(),
            "t ... FAILED\n"
            "  assertion failed: strings not equal\n"
            "    expected (3 bytes): \"abc\"\n"
            "    actual   (2 bytes): \"ab\"\n"
            "    first differ at byte 2\n");
}

TEST(TestWordsTest, AtMostFiveFailuresAreDetailed) {
  std::string details;
  for (int i = 1; i <= 7; ++i) {
    if (i <= 5) absl::StrAppend(&details, "  m\n");
    RunTest("test.init", {"t"});
    for (int k = 0; k < i; ++k) RunTest("test.fail", {"m"});
    const std::string more = i == 6   ? "  +1 more failure\n"
                             : i == 7 ? "  +2 more failures\n"
                                      : "";
    EXPECT_EQ(Finish(), "t ... FAILED\n" + details + more);
  }
}

TEST(TestWordsTest, LinesAreLeftOutIfUnknown) {
  RunTest("test.init", {"t"});
  RunTest("test.assert-eq", {1, 2}, nullptr);
  EXPECT_EQ(Finish(), "t ... FAILED\n  expected 2, got 1\n");
}

TEST(TestWordsTest, StrandsShareTheContext) {
  constexpr int kThreads = 4;
  constexpr int kEach = 1000;
  TestContext context;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&context] {
      for (int k = 0; k < kEach; ++k) {
        context.Pass();
        context.Fail("x");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(context.passes(), kThreads * kEach);
  EXPECT_EQ(context.failures(), kThreads * kEach);
}

TEST(TestWordsTest, OtherKindsAreRefused) {
  for (const WordRow& row : TestWords()) {
    const std::string name(row.name);
    if (absl::string_view(row.effect).substr(0, 8) == "( ..a --") continue;
    const WordOutcome outcome = RunWord(TestWords(), name, {1.5, 2.5});
    EXPECT_EQ(outcome.failure.rfind(name + ": expected ", 0), 0)
        << outcome.failure;
    EXPECT_EQ(outcome.stack, (TestStack{1.5, 2.5}));
    EXPECT_EQ(RunWord(TestWords(), name, {}).failure,
              name + ": stack is empty");
  }
}

}  // namespace
}  // namespace seq
