#include "stdlib/io_words.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "runtime/input.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "tests/support/pipe.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// A pool's options with standard streams.
StrandPoolOptions OptionsWith(Output* output, Input* input) {
  StrandPoolOptions options = TestPoolOptions();
  options.output = output;
  options.input = input;
  return options;
}

void WriteLineOn(Strand* strand, const std::string& text) {
  const WordOutcome outcome =
      RunWordOn(strand, ClassicIoWords(), "write_line", {text});
  EXPECT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.stack, TestStack());
}

TestStack ReadLineOn(Strand* strand) {
  const WordOutcome outcome =
      RunWordOn(strand, ClassicIoWords(), "read_line", {});
  EXPECT_EQ(outcome.failure, "");
  return outcome.stack;
}

class IoWordsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::signal(SIGPIPE, SIG_IGN), SIG_ERR); }
};

// --- write_line --------------------------------------------------------------

TEST_F(IoWordsTest, WriteLineAddsOneNewline) {
  for (const std::string& text :
       {std::string("first"), std::string(), std::string("two\nlines"),
        std::string("caffè ☕"), std::string("\0\xFF", 2),
        std::string(200'000, 'x')}) {
    Pipe pipe(1 << 20);
    Output output(pipe.write_end());
    const WordOutcome outcome =
        RunWord(ClassicIoWords(), "write_line", {1, text},
                OptionsWith(&output, nullptr));
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, (TestStack{1}));
    output.Flush();
    pipe.CloseWriteEnd();
    EXPECT_EQ(pipe.TakeAll(), text + "\n");
  }
}

TEST_F(IoWordsTest, WriteLineRefusesWrongOperands) {
  Pipe pipe;
  Output output(pipe.write_end());
  const StrandPoolOptions options = OptionsWith(&output, nullptr);
  WordOutcome outcome = RunWord(ClassicIoWords(), "write_line", {}, options);
  EXPECT_EQ(outcome.failure, "write_line: stack is empty");
  outcome = RunWord(ClassicIoWords(), "write_line", {5}, options);
  EXPECT_EQ(outcome.failure, "write_line: expected String on stack, got Int 5");
  EXPECT_EQ(outcome.stack, (TestStack{5}));
  output.Flush();
  EXPECT_EQ(pipe.Unread(), 0);
}

TEST_F(IoWordsTest, WriteLineNamesTheSystemsError) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  {
    Output output(full);
    const TestStack operands = {std::string(100'000, 'x')};
    const WordOutcome outcome =
        RunWord(ClassicIoWords(), "write_line", operands,
                OptionsWith(&output, nullptr));
    EXPECT_EQ(outcome.failure,
              absl::StrCat("write_line: cannot write to standard output: ",
                           strerror(ENOSPC)));
    EXPECT_EQ(outcome.stack, operands);
  }
  ::close(full);
}

TEST_F(IoWordsTest, WriteLineToAClosedPipeEndsTheProgramQuietly) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        ::signal(SIGPIPE, SIG_IGN);
        Pipe pipe;
        Output output(pipe.write_end());
        pipe.CloseReadEnd();
        RunWord(ClassicIoWords(), "write_line", {std::string(100'000, 'x')},
                OptionsWith(&output, nullptr));
        ::_exit(99);
      },
      testing::ExitedWithCode(kExitOk), "^$");
}

TEST_F(IoWordsTest, LinesOfManyStrandsNeverMix) {
  constexpr int kStrands = 8;
  constexpr int kLines = 300;
  Pipe pipe(4096);
  Output output(pipe.write_end());
  std::string all;
  std::thread reader([&] { all = pipe.TakeAll(); });
  StrandPoolOptions options = OptionsWith(&output, nullptr);
  options.permits = 4;
  {
    StrandPool pool(options);
    pool.Run([&pool](Strand* main) {
      for (int i = 0; i < kStrands; ++i) {
        pool.Spawn(main, 0, [i](Strand* strand) {
          const std::string line(static_cast<size_t>(i) * 40 + 1,
                                 static_cast<char>('a' + i));
          for (int k = 0; k < kLines; ++k) WriteLineOn(strand, line);
        });
      }
    });
  }
  output.Flush();
  pipe.CloseWriteEnd();
  reader.join();

  std::vector<int> count(kStrands, 0);
  absl::string_view rest = all;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    ASSERT_NE(end, absl::string_view::npos);
    ASSERT_GT(end, 0);
    const int i = rest[0] - 'a';
    ASSERT_TRUE(i >= 0 && i < kStrands);
    ASSERT_EQ(rest.substr(0, end),
              std::string(static_cast<size_t>(i) * 40 + 1, rest[0]));
    ++count[i];
    rest.remove_prefix(end + 1);
  }
  EXPECT_EQ(count, std::vector<int>(kStrands, kLines));
}

// With one permit: the watchdog takes it from the strand that is stuck.
TEST_F(IoWordsTest, ASlowReaderDoesNotStopTheOtherStrands) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  const std::string huge(1 << 20, 'x');
  std::atomic<bool> other_done{false};
  std::string all;
  std::thread reader([&] {
    while (!other_done) std::this_thread::yield();
    all = pipe.TakeAll();
  });
  {
    StrandPool pool(OptionsWith(&output, nullptr));
    pool.Run([&](Strand* main) {
      pool.Spawn(main, 0, [&](Strand* strand) {
        WriteLineOn(strand, "other");
        other_done = true;
      });
      WriteLineOn(main, huge);
    });
  }
  output.Flush();
  pipe.CloseWriteEnd();
  reader.join();
  EXPECT_EQ(all, huge + "\nother\n");
}

// --- read_line ---------------------------------------------------------------

struct ReadCase {
  const char* name;
  std::string text;
  TestStack results;  // of as many calls
};

TEST_F(IoWordsTest, ReadLineStripsTheLineEnd) {
  const ReadCase cases[] = {
      {"the example of the specification",
       "one\n\nthree\r\nlast without newline",
       {"one", "", "three", "last without newline", "", ""}},
      {"nothing", "", {"", "", ""}},
      {"only one carriage return", "a\r\r\n", {"a\r"}},
      {"a carriage return without newline stays", "a\rb\nc\r", {"a\rb", "c\r"}},
      {"white space stays", "  a\t \n", {"  a\t "}},
      {"NUL bytes", std::string("a\0b\n", 4), {std::string("a\0b", 3)}},
      {"text", "caffè ☕\n", {"caffè ☕"}},
  };
  for (const ReadCase& test : cases) {
    SCOPED_TRACE(test.name);
    Pipe pipe;
    pipe.Put(test.text);
    pipe.CloseWriteEnd();
    Input input(pipe.read_end());
    StrandPool pool(OptionsWith(nullptr, &input));
    TestStack results;
    pool.Run([&](Strand* strand) {
      while (results.size() < test.results.size()) {
        const TestStack stack = ReadLineOn(strand);
        ASSERT_EQ(stack.size(), 1);
        results.push_back(stack[0]);
      }
    });
    EXPECT_EQ(results, test.results);
  }
}

TEST_F(IoWordsTest, ReadLineRefusesInvalidUtf8) {
  Pipe pipe;
  pipe.Put("caff\xE8\n");
  Input input(pipe.read_end());
  const WordOutcome outcome =
      RunWord(ClassicIoWords(), "read_line", {1}, OptionsWith(nullptr, &input));
  EXPECT_EQ(outcome.failure,
            "read_line: failed to read from stdin: byte 5 of the line is not "
            "valid UTF-8");
  EXPECT_EQ(outcome.stack, (TestStack{1}));
}

TEST_F(IoWordsTest, ReadLineNamesTheSystemsError) {
  const int directory = ::open("/", O_RDONLY | O_DIRECTORY);
  ASSERT_GE(directory, 0);
  Input input(directory);
  const WordOutcome outcome =
      RunWord(ClassicIoWords(), "read_line", {}, OptionsWith(nullptr, &input));
  EXPECT_EQ(
      outcome.failure,
      absl::StrCat("read_line: failed to read from stdin: ", strerror(EISDIR)));
  ::close(directory);
}

TEST_F(IoWordsTest, APromptIsOutBeforeReadLineWaits) {
  Pipe to_user;
  Pipe from_user;
  Output output(to_user.write_end());
  Input input(from_user.read_end());
  std::thread user([&] {
    EXPECT_EQ(to_user.Take(strlen("name?\n")), "name?\n");
    from_user.Put("Ada\n");
  });
  StrandPool pool(OptionsWith(&output, &input));
  TestStack read;
  pool.Run([&](Strand* strand) {
    WriteLineOn(strand, "name?");
    read = ReadLineOn(strand);
  });
  user.join();
  EXPECT_EQ(read, (TestStack{"Ada"}));
}

// With one permit: the reader must have given it up.
TEST_F(IoWordsTest, AWaitingReadLineLetsOtherStrandsCompute) {
  Pipe pipe;
  Input input(pipe.read_end());
  StrandPool pool(OptionsWith(nullptr, &input));
  TestStack read;
  pool.Run([&](Strand* main) {
    pool.Spawn(main, 0, [&](Strand*) { pipe.Put("from a strand\n"); });
    read = ReadLineOn(main);
  });
  EXPECT_EQ(read, (TestStack{"from a strand"}));
}

}  // namespace
}  // namespace seq
