#include "stdlib/son_words.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/output.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "runtime/value.h"
#include "stdlib/list_words.h"
#include "tests/support/pipe.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

TestValue SampleList() {
  return TestList({1, 2.0, "thr\"ee", true, TestSymbol("four"),
                   TestVariant("Point", {3, 4}), TestMap({{"k", TestList()}})});
}

TEST(SonWordsTest, DumpIsOneLine) {
  const WordOutcome outcome =
      RunWord(SonWords(), "son.dump", {7, SampleList()});
  EXPECT_EQ(outcome.stack,
            (TestStack{7,
                       "list-of 1 lv 2.0 lv \"thr\\\"ee\" lv true lv :four lv "
                       ":Point 3 4 wrap-2 lv map-of \"k\" list-of kv lv"}));
}

TEST(SonWordsTest, DumpPrettyIsIndented) {
  const WordOutcome outcome = RunWord(SonWords(), "son.dump-pretty",
                                      {7, TestList({TestVariant("P", {3})})});
  EXPECT_EQ(outcome.stack, (TestStack{7,
                                      "list-of\n"
                                      "  :P\n"
                                      "    3\n"
                                      "   wrap-1 lv"}));
}

TEST(SonWordsTest, DumpNeedsAValue) {
  for (const char* word : {"son.dump", "son.dump-pretty"}) {
    EXPECT_TRUE(absl::EndsWith(RunWord(SonWords(), word, {}).failure,
                               ": stack is empty"));
  }
}

// --- stack.dump --------------------------------------------------------------

class StackDumpTest : public testing::Test {
 protected:
  StrandPoolOptions Options() {
    StrandPoolOptions options = TestPoolOptions();
    options.output = &output_;
    return options;
  }

  // What was written. Ends the output.
  std::string Written() {
    output_.Flush();
    pipe_.CloseWriteEnd();
    return pipe_.TakeAll();
  }

 private:
  Pipe pipe_;
  Output output_{pipe_.write_end()};
};

TEST_F(StackDumpTest, WritesAllValuesAndEmptiesTheStack) {
  const WordOutcome outcome =
      RunWord(SonWords(), "stack.dump", {1, "two", TestList({3})}, Options());
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, TestStack());
  EXPECT_EQ(Written(), "» 1 \"two\" list-of 3 lv\n");
}

TEST_F(StackDumpTest, AnEmptyStackIsJustTheMark) {
  EXPECT_EQ(RunWord(SonWords(), "stack.dump", {}, Options()).failure, "");
  EXPECT_EQ(Written(), "»\n");
}

// A quotation that dumps, as `[ stack.dump ]` does.
Value* DumpStack(const Node*, Value* sp, Strand* strand) {
  static const Node end = {ReturnNode, nullptr, 0};
  static const WordRow& row = FindRow(SonWords(), "stack.dump");
  WordNode word;
  word.run = row.run;
  word.next = &end;
  word.site = 0;
  word.row = &row;
  return Execute(&word, sp, strand);
}

TEST_F(StackDumpTest, InAQuotationItSeesThePrivateStack) {
  std::vector<Value> operands = MakeTestValues({"below", TestList({1, 2})});
  operands.push_back(TestQuotation<DumpStack>());
  const WordOutcome outcome =
      RunWordOnValues(ListWords(), "list.each", operands, Options());
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, (TestStack{"below"}));
  EXPECT_EQ(Written(), "» 1\n» 2\n");
}

TEST(SonWordsTest, StackDumpNamesTheSystemsError) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  {
    Output output(full);
    StrandPoolOptions options = TestPoolOptions();
    options.output = &output;
    const TestStack operands = {std::string(100'000, 'x')};
    const WordOutcome outcome =
        RunWord(SonWords(), "stack.dump", operands, options);
    EXPECT_TRUE(absl::StartsWith(
        outcome.failure, "stack.dump: cannot write to standard output: "));
    EXPECT_EQ(outcome.stack, operands);
  }
  ::close(full);
}

}  // namespace
}  // namespace seq
