#include "stdlib/signal_words.h"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/signals.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using testing::HasSubstr;
using testing::KilledBySignal;

TestStack RunSignalWord(absl::string_view word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(SignalWords(), word, operands);
  EXPECT_EQ(outcome.failure, "");
  return outcome.stack;
}

bool IsPending(int signal) {
  return RunSignalWord("signal.pending?", {signal}) == TestStack{true};
}

// Sends the signal to this process, which has trapped it, and waits for the
// flag.
void Arrive(int signal) {
  kill(getpid(), signal);
  while (!SignalPending(signal)) std::this_thread::yield();
}

class SignalWordsTest : public testing::Test {
 protected:
  SignalWordsTest() : pool_(TestPoolOptions()), thread_(&pool_, nullptr) {}
  ~SignalWordsTest() override {
    // Handlers are the process's: none may outlast the test.
    for (const int signal : {SIGPIPE, SIGWINCH}) {
      SetSignalAction(signal, SignalAction::kDefault);
    }
  }

  StrandPool pool_;
  const SignalThread thread_;
};

TEST_F(SignalWordsTest, TrappedSignalsSetTheirFlag) {
  // The last two have a handler, the others are waited for.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2,
                           SIGCHLD, SIGALRM, SIGCONT, SIGPIPE, SIGWINCH}) {
    SCOPED_TRACE(signal);
    EXPECT_FALSE(IsPending(signal));
    EXPECT_EQ(RunSignalWord("signal.trap", {signal}), TestStack{});
    Arrive(signal);
    EXPECT_TRUE(IsPending(signal));
    EXPECT_EQ(RunSignalWord("signal.received?", {signal}), TestStack{true});
    EXPECT_EQ(RunSignalWord("signal.received?", {signal}), TestStack{false});
    Arrive(signal);
    EXPECT_EQ(RunSignalWord("signal.clear", {signal}), TestStack{});
    EXPECT_FALSE(IsPending(signal));
  }
}

TEST_F(SignalWordsTest, IgnoredSignalsDoNothing) {
  RunSignalWord("signal.ignore", {SIGINT});
  RunSignalWord("signal.trap", {SIGTERM});
  kill(getpid(), SIGINT);
  Arrive(SIGTERM);
  EXPECT_FALSE(IsPending(SIGINT));
}

TEST_F(SignalWordsTest, NumbersAreThoseOfThePlatform) {
  const struct {
    const char* name;
    int64_t number;
  } kNumbers[] = {{"signal.SIGINT", SIGINT},   {"signal.SIGTERM", SIGTERM},
                  {"signal.SIGHUP", SIGHUP},   {"signal.SIGPIPE", SIGPIPE},
                  {"signal.SIGUSR1", SIGUSR1}, {"signal.SIGUSR2", SIGUSR2},
                  {"signal.SIGCHLD", SIGCHLD}, {"signal.SIGALRM", SIGALRM},
                  {"signal.SIGCONT", SIGCONT}};
  for (const auto& row : kNumbers) {
    EXPECT_EQ(RunSignalWord(row.name, {}), (TestStack{row.number})) << row.name;
  }
}

TEST_F(SignalWordsTest, InvalidNumbers) {
  for (const char* word : {"signal.trap", "signal.received?", "signal.pending?",
                           "signal.default", "signal.ignore", "signal.clear"}) {
    for (const int64_t number : {int64_t{-1}, int64_t{32}, int64_t{1} << 40}) {
      const WordOutcome outcome = RunWord(SignalWords(), word, {number});
      EXPECT_EQ(outcome.stack, (TestStack{number}));
      EXPECT_THAT(outcome.failure, HasSubstr("invalid signal number"));
    }
    EXPECT_THAT(RunWord(SignalWords(), word, {"2"}).failure,
                HasSubstr("expected Int on stack"));
  }
  for (const char* word : {"signal.trap", "signal.default", "signal.ignore"}) {
    for (const int number : {0, SIGKILL, SIGSTOP}) {
      EXPECT_THAT(RunWord(SignalWords(), word, {number}).failure,
                  HasSubstr("invalid signal number"));
    }
  }
}

// A fault is none of the program's business even if it has trapped the signal.
TEST(SignalWordsDeathTest, FaultsStayFatal) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        StrandPool pool(TestPoolOptions());
        const SignalThread thread(&pool, nullptr);
        signal(SIGFPE, SIG_DFL);
        SetSignalAction(SIGFPE, SignalAction::kTrap);
        kill(getpid(), SIGFPE);
        while (!SignalPending(SIGFPE)) std::this_thread::yield();
        signal(SIGSEGV, SIG_DFL);
        SetSignalAction(SIGSEGV, SignalAction::kTrap);
        *static_cast<volatile int*>(nullptr) = 1;
      },
      KilledBySignal(SIGSEGV), "");
}

TEST(SignalWordsDeathTest, TheSystemsDefaultEndsTheProcessByTheSignal) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const int number : {SIGINT, SIGUSR1}) {
    EXPECT_EXIT(
        {
          StrandPool pool(TestPoolOptions());
          const SignalThread thread(&pool, nullptr);
          SetSignalAction(number, SignalAction::kTrap);
          SetSignalAction(number, SignalAction::kDefault);
          kill(getpid(), number);
          for (;;) pause();
        },
        KilledBySignal(number), "");
  }
}

TEST(SignalWordsDeathTest, UntrappedInterruptsEndWithTheirStatus) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        StrandPool pool(TestPoolOptions());
        const SignalThread thread(&pool, nullptr);
        kill(getpid(), SIGINT);
        for (;;) pause();
      },
      testing::ExitedWithCode(130), "");
}

}  // namespace
}  // namespace seq
