#include "runtime/output.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/support/pipe.h"

namespace seq {
namespace {

using Result = Output::Result;

// How long FlushAtExit tries in the tests where it must give up.
constexpr int kShortPatienceMs = 20;
// Where it must not.
constexpr int kLongPatienceMs = 600 * 1000;

class OutputTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::signal(SIGPIPE, SIG_IGN), SIG_ERR); }
};

TEST_F(OutputTest, GathersUntilFlushed) {
  Pipe pipe;
  Output output(pipe.write_end());
  EXPECT_EQ(output.Write("one", "\n"), Result::kOk);
  EXPECT_EQ(output.Write("two", "\n"), Result::kOk);
  EXPECT_EQ(pipe.Unread(), 0);
  EXPECT_TRUE(output.dirty());
  EXPECT_EQ(output.Flush(), Result::kOk);
  EXPECT_FALSE(output.dirty());
  EXPECT_EQ(pipe.Unread(), 8);
  EXPECT_EQ(pipe.Take(8), "one\ntwo\n");
}

TEST_F(OutputTest, FlushOfNothingWritesNothing) {
  Pipe pipe;
  Output output(pipe.write_end());
  EXPECT_EQ(output.Write("", ""), Result::kOk);
  EXPECT_FALSE(output.dirty());
  EXPECT_EQ(output.Flush(), Result::kOk);
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_EQ(pipe.Unread(), 0);
}

TEST_F(OutputTest, HandsOverAFullBuffer) {
  Pipe pipe(4 * Output::kBufferBytes);
  Output output(pipe.write_end());
  const std::string line(1023, 'x');
  for (size_t i = 0; i < Output::kBufferBytes / 1024 - 1; ++i) {
    output.Write(line, "\n");
  }
  EXPECT_EQ(pipe.Unread(), 0);
  output.Write(line, "\n");
  EXPECT_EQ(pipe.Unread(), Output::kBufferBytes);
  EXPECT_FALSE(output.dirty());
}

TEST_F(OutputTest, TheDestructorFlushes) {
  Pipe pipe;
  { Output(pipe.write_end()).Write("last words", "\n"); }
  EXPECT_EQ(pipe.Take(11), "last words\n");
}

TEST_F(OutputTest, CallsBackWithoutALockWhenItBecomesDirty) {
  Pipe pipe;
  Output output(pipe.write_end());
  int calls = 0;
  output.set_on_dirty([&] {
    ++calls;
    if (calls == 2) output.Flush();
  });
  output.Write("a", "\n");
  output.Write("b", "\n");  // dirty already
  EXPECT_EQ(calls, 1);
  output.Flush();
  output.Write("c", "\n");  // flushed from within the call
  EXPECT_EQ(calls, 2);
  EXPECT_FALSE(output.dirty());
  EXPECT_EQ(pipe.Take(6), "a\nb\nc\n");
}

TEST_F(OutputTest, WritesToATerminalAtOnce) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) {
    GTEST_SKIP() << "no pseudo-terminals here";
  }
  const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  ASSERT_GE(terminal, 0);
  {
    Output output(terminal);
    EXPECT_EQ(output.Write("now", "\n"), Result::kOk);
    EXPECT_FALSE(output.dirty());
    char bytes[16];
    const ssize_t count = ::read(master, bytes, sizeof(bytes));
    ASSERT_GT(count, 0);
    EXPECT_EQ(std::string(bytes, static_cast<size_t>(count)), "now\r\n");
  }
  ::close(terminal);
  ::close(master);
}

// --- Errors ------------------------------------------------------------------

TEST_F(OutputTest, AClosedPipeIsReportedFromThenOn) {
  Pipe pipe;
  Output output(pipe.write_end());
  pipe.CloseReadEnd();
  EXPECT_EQ(output.Write("gathered", "\n"), Result::kOk);
  EXPECT_EQ(output.Flush(), Result::kClosed);
  EXPECT_EQ(output.Write("dropped", "\n"), Result::kClosed);
  EXPECT_EQ(output.Flush(), Result::kClosed);
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kClosed);
  EXPECT_FALSE(output.dirty());
}

TEST_F(OutputTest, APipeThatIsClosedUnderAStuckWriterEndsTheWait) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  std::thread closer([&] {
    pipe.AwaitFull();
    pipe.CloseReadEnd();
  });
  EXPECT_EQ(output.Write(std::string(1 << 20, 'x'), "\n"), Result::kClosed);
  closer.join();
}

struct FailureCase {
  const char* path;
  int mode;
  int error_number;
};

TEST_F(OutputTest, OtherErrorsAreFinalAndNamed) {
  const FailureCase cases[] = {
      {"/dev/full", O_WRONLY, ENOSPC},
      {"/dev/null", O_RDONLY, EBADF},
  };
  for (const FailureCase& test : cases) {
    SCOPED_TRACE(test.path);
    const int descriptor = ::open(test.path, test.mode);
    ASSERT_GE(descriptor, 0);
    {
      Output output(descriptor);
      EXPECT_EQ(output.Write("x", "\n"), Result::kOk);
      EXPECT_EQ(output.Flush(), Result::kFailed);
      EXPECT_EQ(output.Write("x", "\n"), Result::kFailed);
      EXPECT_EQ(output.error(), strerror(test.error_number));
    }
    ::close(descriptor);
  }
}

TEST_F(OutputTest, WritesToARegularFile) {
  char path[] = "/tmp/seq_output_test_XXXXXX";
  const int descriptor = ::mkstemp(path);
  ASSERT_GE(descriptor, 0);
  Output output(descriptor);
  const std::string text(50000, 'x');
  output.Write(text, "\n");
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_FALSE(output.dirty());
  struct stat status {};
  ASSERT_EQ(::fstat(descriptor, &status), 0);
  EXPECT_EQ(status.st_size, 50001);
  ::unlink(path);
  ::close(descriptor);
}

// --- Slow readers ------------------------------------------------------------

// A text in which every position can be told from its neighbours.
std::string Pattern(size_t size) {
  std::string text;
  for (int i = 0; text.size() < size; ++i) absl::StrAppend(&text, i, ",");
  text.resize(size);
  return text;
}

TEST_F(OutputTest, FlushWithoutWaitingTakesWhatFits) {
  Pipe pipe(8192);
  Output output(pipe.write_end());
  const std::string text = Pattern(20000);
  output.Write(text, "");
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_TRUE(output.dirty());
  EXPECT_EQ(pipe.Unread(), 8192);
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_EQ(pipe.Unread(), 8192);
  output.Write("more", "\n");
  std::string read = pipe.Take(8192);
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_TRUE(output.dirty());
  read += pipe.Take(pipe.Unread());
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_FALSE(output.dirty());
  read += pipe.Take(pipe.Unread());
  EXPECT_EQ(read, text + "more\n");
}

// A thread that writes one huge line and is stuck in the system with it.
class StuckWriter {
 public:
  StuckWriter(Pipe& pipe, Output& output) : text_(Pattern(1 << 20)) {
    thread_ =
        std::thread([this, &output] { result_ = output.Write(text_, "\n"); });
    pipe.AwaitFull();
  }
  ~StuckWriter() { EXPECT_FALSE(thread_.joinable()); }

  const std::string& text() const { return text_; }
  pthread_t thread() { return thread_.native_handle(); }
  Result Join() {
    thread_.join();
    return result_;
  }

 private:
  const std::string text_;
  Result result_ = Result::kOk;
  std::thread thread_;
};

TEST_F(OutputTest, OthersGoOnGatheringWhileAWriterIsStuck) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  int calls = 0;
  output.set_on_dirty([&calls] { ++calls; });
  EXPECT_EQ(output.Write("other strand", "\n"), Result::kOk);
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(output.dirty());
  EXPECT_EQ(output.FlushWithoutWaiting(), Result::kOk);
  EXPECT_EQ(output.error(), strerror(0));
  EXPECT_EQ(pipe.Take(stuck.text().size() + 1), stuck.text() + "\n");
  EXPECT_EQ(stuck.Join(), Result::kOk);
  output.Flush();
  EXPECT_EQ(pipe.Take(13), "other strand\n");
}

TEST_F(OutputTest, AFullBufferBehindAStuckWriterWaitsForTheReader) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  const std::string second = Pattern(2 * Output::kBufferBytes);
  std::thread writer([&] { output.Write(second, "\n"); });
  const std::string all = stuck.text() + "\n" + second + "\n";
  EXPECT_EQ(pipe.Take(all.size()), all);
  EXPECT_EQ(stuck.Join(), Result::kOk);
  writer.join();
  EXPECT_FALSE(output.dirty());
}

TEST_F(OutputTest, FlushAtExitGivesUpOnAStuckWriter) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  output.Write("lost if the process ended here", "\n");
  output.FlushAtExit(kShortPatienceMs);
  pipe.CloseReadEnd();
  EXPECT_EQ(stuck.Join(), Result::kClosed);
}

TEST_F(OutputTest, FlushAtExitFinishesWhenTheReaderReads) {
  Pipe pipe(4096);
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  output.Write("kept", "\n");
  std::string read;
  std::thread reader(
      [&] { read = pipe.Take(stuck.text().size() + strlen("\nkept\n")); });
  output.FlushAtExit(kLongPatienceMs);
  EXPECT_FALSE(output.dirty());
  reader.join();
  EXPECT_EQ(stuck.Join(), Result::kOk);
  EXPECT_EQ(read, stuck.text() + "\nkept\n");
}

TEST_F(OutputTest, FlushAtExitWritesWhatIsThere) {
  Pipe pipe;
  Output output(pipe.write_end());
  output.Write("kept", "\n");
  output.FlushAtExit(kShortPatienceMs);
  EXPECT_EQ(pipe.Take(5), "kept\n");
  output.FlushAtExit(kShortPatienceMs);
  EXPECT_EQ(pipe.Unread(), 0);
}

TEST_F(OutputTest, ANonBlockingDescriptorWorksLikeABlockingOne) {
  Pipe pipe(4096);
  pipe.MakeWriteEndNonBlocking();
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  EXPECT_EQ(pipe.Take(stuck.text().size() + 1), stuck.text() + "\n");
  EXPECT_EQ(stuck.Join(), Result::kOk);
}

TEST_F(OutputTest, SignalsNeitherLoseNorRepeatBytes) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  struct sigaction before {};
  ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
  Pipe pipe(4096);
  Output output(pipe.write_end());
  StuckWriter stuck(pipe, output);
  std::string read;
  for (int i = 0; i < 50; ++i) {
    pipe.AwaitFull();
    ASSERT_EQ(::pthread_kill(stuck.thread(), SIGUSR1), 0);
    read += pipe.Take(4096);
  }
  read += pipe.Take(stuck.text().size() + 1 - read.size());
  EXPECT_EQ(read, stuck.text() + "\n");
  EXPECT_EQ(stuck.Join(), Result::kOk);
  ASSERT_EQ(::sigaction(SIGUSR1, &before, nullptr), 0);
}

// --- Many writers ------------------------------------------------------------

TEST_F(OutputTest, LinesOfEightThreadsNeverMix) {
  constexpr int kThreads = 8;
  constexpr int kLines = 3000;
  Pipe pipe(4096);
  Output output(pipe.write_end());
  // What line `number` of thread `thread` looks like.
  const auto line = [](int thread, int number) {
    return absl::StrCat(thread, " ", number, " ",
                        std::string(static_cast<size_t>(number % 97), 'x'));
  };
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kLines; ++i) {
        ASSERT_EQ(output.Write(line(thread, i), "\n"), Result::kOk);
        if (i % 100 == 0) output.Flush();
        if (i % 64 == 0) output.FlushWithoutWaiting();
      }
    });
  }
  std::thread closer([&] {
    for (std::thread& thread : threads) thread.join();
    output.Flush();
    pipe.CloseWriteEnd();
  });
  const std::string all = pipe.TakeAll();
  closer.join();

  std::map<int, int> next;  // by thread
  for (absl::string_view text : absl::StrSplit(all, '\n', absl::SkipEmpty())) {
    int thread = -1;
    const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
    ASSERT_TRUE(absl::SimpleAtoi(words[0], &thread)) << text;
    ASSERT_EQ(text, line(thread, next[thread]++));
  }
  ASSERT_EQ(next.size(), kThreads);
  for (const auto& [thread, count] : next) EXPECT_EQ(count, kLines) << thread;
}

}  // namespace
}  // namespace seq
