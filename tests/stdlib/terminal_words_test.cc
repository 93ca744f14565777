#include "stdlib/terminal_words.h"

#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/internal_error.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "tests/support/pipe.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// Puts another file behind a standard descriptor while it lives.
class Redirection {
 public:
  Redirection(int descriptor, int file)
      : descriptor_(descriptor), before_(::dup(descriptor)) {
    ::dup2(file, descriptor);
  }
  ~Redirection() {
    ::dup2(before_, descriptor_);
    ::close(before_);
  }
  Redirection(const Redirection&) = delete;
  Redirection& operator=(const Redirection&) = delete;

 private:
  const int descriptor_;
  const int before_;
};

class Terminal {
 public:
  Terminal() {
    EXPECT_EQ(::openpty(&user_, &program_, nullptr, nullptr, nullptr), 0);
  }
  ~Terminal() {
    ::close(user_);
    ::close(program_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  int program() const { return program_; }
  termios settings() const {
    termios settings{};
    EXPECT_EQ(::tcgetattr(program_, &settings), 0);
    return settings;
  }
  bool raw() const {
    const termios now = settings();
    return (now.c_lflag & (ICANON | ECHO | ISIG)) == 0 &&
           (now.c_iflag & (ICRNL | IXON)) == 0 && (now.c_oflag & OPOST) == 0;
  }

 private:
  int user_ = -1;
  int program_ = -1;
};

TestStack RunTerminal(absl::string_view word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(TerminalWords(), word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

// --- Mode --------------------------------------------------------------------

// Does `act` in a child process whose standard input is `terminal`, and waits
// for its end. A child, because the settings are saved once in a process.
template <typename Act>
int InChild(const Terminal& terminal, Act act) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(terminal.program(), STDIN_FILENO);
    act();
    ::_exit(99);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(TerminalWordsTest, RawModeComesAndGoes) {
  const Terminal terminal;
  ASSERT_FALSE(terminal.raw());
  const int status = InChild(terminal, [&terminal] {
    RunTerminal("terminal.raw-mode", {true});
    if (!terminal.raw()) ::_exit(1);
    RunTerminal("terminal.raw-mode", {true});
    if (!terminal.raw()) ::_exit(2);
    RunTerminal("terminal.raw-mode", {false});
    if (terminal.raw()) ::_exit(3);
    RunTerminal("terminal.raw-mode", {false});
    RunTerminal("terminal.raw-mode", {true});
    if (!terminal.raw()) ::_exit(4);
    ::_exit(0);
  });
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(terminal.raw());  // _exit goes past everything
}

TEST(TerminalWordsTest, EveryEndOfTheProcessRestoresTheTerminal) {
  const std::vector<void (*)()> ends = {
      [] { EndProcess(nullptr, kExitOk); },
      [] { EndProcessBySignal(nullptr, SIGTERM); },
      [] { std::exit(kExitOk); },
  };
  const std::vector<int> statuses = {0, 128 + SIGTERM, 0};
  for (size_t i = 0; i < ends.size(); ++i) {
    const Terminal terminal;
    const termios before = terminal.settings();
    const int status = InChild(terminal, [&terminal, end = ends[i]] {
      RunTerminal("terminal.raw-mode", {true});
      if (!terminal.raw()) ::_exit(1);
      end();
    });
    EXPECT_EQ(status, statuses[i]);
    EXPECT_EQ(terminal.settings().c_lflag, before.c_lflag) << i;
    EXPECT_EQ(terminal.settings().c_iflag, before.c_iflag) << i;
    EXPECT_EQ(terminal.settings().c_oflag, before.c_oflag) << i;
  }
}

// Sanitizers report faults themselves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST(TerminalWordsTest, AnInternalErrorRestoresTheTerminal) {
  const Terminal terminal;
  const termios before = terminal.settings();
  const int status = InChild(terminal, [&terminal] {
    ReportInternalErrors();
    RunTerminal("terminal.raw-mode", {true});
    if (!terminal.raw()) ::_exit(1);
    ::raise(SIGSEGV);
  });
  EXPECT_EQ(status, kExitRunTimeError);
  EXPECT_EQ(terminal.settings().c_lflag, before.c_lflag);
  EXPECT_EQ(terminal.settings().c_iflag, before.c_iflag);
  EXPECT_EQ(terminal.settings().c_oflag, before.c_oflag);
}

#endif

TEST(TerminalWordsTest, RawModeWithoutATerminalDoesNothing) {
  const Pipe pipe;
  const Redirection redirection(STDIN_FILENO, pipe.read_end());
  EXPECT_EQ(RunTerminal("terminal.raw-mode", {7, true}), (TestStack{7}));
  EXPECT_EQ(RunTerminal("terminal.raw-mode", {7, false}), (TestStack{7}));
  EXPECT_EQ(RunWord(TerminalWords(), "terminal.raw-mode", {1}).failure,
            "terminal.raw-mode: expected Bool on stack, got Int 1");
  EXPECT_EQ(RunWord(TerminalWords(), "terminal.raw-mode", {}).failure,
            "terminal.raw-mode: stack is empty");
}

// --- Bytes -------------------------------------------------------------------

TEST(TerminalWordsTest, ReadCharTakesOneByte) {
  Pipe pipe;
  const Redirection redirection(STDIN_FILENO, pipe.read_end());
  pipe.Put(std::string("a\xFF\0b", 4));
  EXPECT_EQ(RunTerminal("terminal.read-char", {}), (TestStack{'a'}));
  EXPECT_EQ(RunTerminal("terminal.read-char?", {}), (TestStack{255}));
  EXPECT_EQ(RunTerminal("terminal.read-char", {}), (TestStack{0}));
  EXPECT_EQ(RunTerminal("terminal.read-char?", {}), (TestStack{'b'}));
  EXPECT_EQ(RunTerminal("terminal.read-char?", {}), (TestStack{-1}));
  pipe.CloseWriteEnd();
  EXPECT_EQ(RunTerminal("terminal.read-char?", {}), (TestStack{-1}));
  EXPECT_EQ(RunTerminal("terminal.read-char", {}), (TestStack{-1}));
}

// With one permit: the reader must have given it up.
TEST(TerminalWordsTest, AWaitingReadCharLetsOtherStrandsCompute) {
  Pipe pipe;
  const Redirection redirection(STDIN_FILENO, pipe.read_end());
  StrandPool pool(TestPoolOptions());
  TestStack read;
  pool.Run([&](Strand* main) {
    pool.Spawn(main, 0, [&](Strand* strand) {
      EXPECT_EQ(
          RunWordOn(strand, TerminalWords(), "terminal.read-char?", {}).stack,
          (TestStack{-1}));
      pipe.Put("x");
    });
    read = RunWordOn(main, TerminalWords(), "terminal.read-char", {}).stack;
  });
  EXPECT_EQ(read, (TestStack{'x'}));
}

// --- Size and output ---------------------------------------------------------

TEST(TerminalWordsTest, SizeIsThatOfStandardOutput) {
  const Terminal terminal;
  const Redirection redirection(STDOUT_FILENO, terminal.program());
  EXPECT_EQ(RunTerminal("terminal.width", {}), (TestStack{80}));
  EXPECT_EQ(RunTerminal("terminal.height", {}), (TestStack{24}));
  winsize size{};
  size.ws_col = 132;
  size.ws_row = 43;
  ASSERT_EQ(::ioctl(terminal.program(), TIOCSWINSZ, &size), 0);
  EXPECT_EQ(RunTerminal("terminal.width", {}), (TestStack{132}));
  EXPECT_EQ(RunTerminal("terminal.height", {}), (TestStack{43}));
}

TEST(TerminalWordsTest, SizeWithoutATerminal) {
  const Pipe pipe;
  const Redirection redirection(STDOUT_FILENO, pipe.write_end());
  EXPECT_EQ(RunTerminal("terminal.width", {}), (TestStack{80}));
  EXPECT_EQ(RunTerminal("terminal.height", {}), (TestStack{24}));
}

TEST(TerminalWordsTest, FlushHandsEverythingOver) {
  Pipe pipe;
  Output output(pipe.write_end());
  ASSERT_EQ(output.Write("a", ""), Output::Result::kOk);
  ASSERT_EQ(pipe.Unread(), 0);
  StrandPoolOptions options = TestPoolOptions();
  options.output = &output;
  EXPECT_EQ(RunWord(TerminalWords(), "terminal.flush", {7}, options).stack,
            (TestStack{7}));
  EXPECT_EQ(pipe.Unread(), 1);
}

}  // namespace
}  // namespace seq
