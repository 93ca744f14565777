#include "stdlib/console_words.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/input.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "tests/support/pipe.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

class ConsoleWordsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::signal(SIGPIPE, SIG_IGN), SIG_ERR); }
};

// --- Output ------------------------------------------------------------------

std::string WrittenBy(absl::string_view word, const std::string& text) {
  Pipe pipe(1 << 20);
  Output output(pipe.write_end());
  StrandPoolOptions options = TestPoolOptions();
  options.output = &output;
  const WordOutcome outcome = RunWord(ConsoleWords(), word, {1, text}, options);
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, (TestStack{1}));
  output.Flush();
  pipe.CloseWriteEnd();
  return pipe.TakeAll();
}

TEST_F(ConsoleWordsTest, WritingPassesBytesThrough) {
  for (const std::string& text :
       {std::string("a"), std::string(), std::string("\0\xFF\n", 3),
        std::string(200'000, 'x')}) {
    EXPECT_EQ(WrittenBy("io.write", text), text);
    EXPECT_EQ(WrittenBy("io.write-line", text), text + "\n");
  }
}

TEST_F(ConsoleWordsTest, WritingRefusesOtherKinds) {
  for (const std::string word : {"io.write", "io.write-line"}) {
    EXPECT_EQ(RunWord(ConsoleWords(), word, {true}).failure,
              word + ": expected String on stack, got Bool true");
    EXPECT_EQ(RunWord(ConsoleWords(), word, {}).failure,
              word + ": stack is empty");
  }
}

// --- Input -------------------------------------------------------------------

struct Call {
  const char* word;
  TestStack operands;
  TestStack results;
};

// Runs the words one after the other on one input.
void CheckReads(const std::string& text, const std::vector<Call>& calls) {
  Pipe pipe(1 << 20);
  pipe.Put(text);
  pipe.CloseWriteEnd();
  Input input(pipe.read_end());
  StrandPoolOptions options = TestPoolOptions();
  options.input = &input;
  StrandPool pool(options);
  pool.Run([&calls](Strand* strand) {
    for (const Call& call : calls) {
      const WordOutcome outcome =
          RunWordOn(strand, ConsoleWords(), call.word, call.operands);
      EXPECT_EQ(outcome.failure, "");
      EXPECT_EQ(outcome.stack, call.results);
    }
  });
}

TEST_F(ConsoleWordsTest, ReadLineKeepsTheNewline) {
  CheckReads("one\n\r\nthree\r\nfour\r\r\nlast\r",
             {{"io.read-line", {}, {"one\n", true}},
              {"io.read-line", {}, {"\n", true}},
              {"io.read-line", {}, {"three\n", true}},
              {"io.read-line", {}, {"four\r\n", true}},
              {"io.read-line", {7}, {7, "last\r", true}},
              {"io.read-line", {}, {"", false}},
              {"io.read-line", {}, {"", false}}});
}

TEST_F(ConsoleWordsTest, ReadLineRefusesInvalidUtf8AndGoesOn) {
  CheckReads("caff\xE8\nok\n", {{"io.read-line", {}, {"", false}},
                                {"io.read-line", {}, {"ok\n", true}}});
}

TEST_F(ConsoleWordsTest, ReadNReadsExactlyThatManyBytes) {
  CheckReads("abcdef\nrest\nend", {{"io.read-n", {3}, {"abc", 1}},
                                   {"io.read-n", {0}, {"", 1}},
                                   {"io.read-line", {}, {"def\n", true}},
                                   {"io.read-n", {-1}, {"", 0}},
                                   {"io.read-n", {10485761}, {"", 0}},
                                   {"io.read-line", {}, {"rest\n", true}},
                                   {"io.read-n", {5}, {"end", 0}},
                                   {"io.read-n", {1}, {"", 0}},
                                   {"io.read-n", {0}, {"", 1}}});
}

TEST_F(ConsoleWordsTest, ReadNReadsMoreThanOneChunk) {
  const std::string text(300'000, 'x');
  CheckReads(text + "y", {{"io.read-n", {300'000}, {text, 1}},
                          {"io.read-n", {10485760}, {"y", 0}}});
}

TEST_F(ConsoleWordsTest, ReadNReplacesInvalidSequences) {
  const std::string bad = "\xEF\xBF\xBD";
  for (const auto& [bytes, text] :
       std::vector<std::pair<std::string, std::string>>{
           {"a\xFFz", "a" + bad + "z"},
           {"\xE8", bad},
           {"\xE2\x82", bad},  // begins like a character
           {"\xE2\x82z", bad + "z"},
           {"\xF0\x9F\x98", bad},
           {"\xF0\x9F\x98\xF0\x9F\x98\x80", bad + "\xF0\x9F\x98\x80"},
           {"\xC0\xAF", bad + bad},            // too long a form
           {"\xED\xA0\x80", bad + bad + bad},  // a surrogate
           {"\xF4\x90\x80\x80", bad + bad + bad + bad},
           {"\x80\x80", bad + bad},
           {"caff\xC3\xA8", "caff\xC3\xA8"}}) {
    CheckReads(
        bytes,
        {{"io.read-n", {static_cast<int64_t>(bytes.size())}, {text, 1}}});
  }
}

// With one permit: the reader must have given it up.
TEST_F(ConsoleWordsTest, AWaitingReadNLetsOtherStrandsCompute) {
  Pipe pipe;
  Input input(pipe.read_end());
  StrandPoolOptions options = TestPoolOptions();
  options.input = &input;
  StrandPool pool(options);
  TestStack read;
  pool.Run([&](Strand* main) {
    pool.Spawn(main, 0, [&](Strand*) {
      pipe.Put("ab");
      pipe.Put("cd");
    });
    read = RunWordOn(main, ConsoleWords(), "io.read-n", {4}).stack;
  });
  EXPECT_EQ(read, (TestStack{"abcd", 1}));
}

TEST_F(ConsoleWordsTest, ReadErrorsAreEnds) {
  const int directory = ::open("/", O_RDONLY | O_DIRECTORY);
  ASSERT_GE(directory, 0);
  Input input(directory);
  StrandPoolOptions options = TestPoolOptions();
  options.input = &input;
  EXPECT_EQ(RunWord(ConsoleWords(), "io.read-line", {}, options).stack,
            (TestStack{"", false}));
  EXPECT_EQ(RunWord(ConsoleWords(), "io.read-n", {3}, options).stack,
            (TestStack{"", 0}));
  ::close(directory);
}

// --- Arguments ---------------------------------------------------------------

TEST_F(ConsoleWordsTest, Arguments) {
  const std::vector<std::string> arguments = {"prog", "a", "\xFF"};
  StrandPoolOptions options = TestPoolOptions();
  options.arguments = &arguments;
  const auto run = [&options](absl::string_view word, const TestStack& stack) {
    return RunWord(ConsoleWords(), word, stack, options);
  };
  EXPECT_EQ(run("args.count", {}).stack, (TestStack{3}));
  EXPECT_EQ(run("args.at", {0}).stack, (TestStack{"prog"}));
  EXPECT_EQ(run("args.at", {1}).stack, (TestStack{"a"}));
  EXPECT_EQ(run("args.at", {2}).stack, (TestStack{""}));
  EXPECT_EQ(run("args.at", {3}).stack, (TestStack{""}));
  EXPECT_EQ(run("args.at", {INT64_MAX}).stack, (TestStack{""}));
  EXPECT_EQ(run("args.at", {-1}).failure,
            "args.at: index must be non-negative, got -1");
  EXPECT_EQ(run("args.at", {"a"}).failure,
            "args.at: expected Int on stack, got String \"a\"");
  options.arguments = nullptr;
  EXPECT_EQ(run("args.count", {}).stack, (TestStack{1}));
  EXPECT_EQ(run("args.at", {0}).stack, (TestStack{""}));
}

}  // namespace
}  // namespace seq
