// `seq test --schedules N` and `seq test --seed S`: what fails with some
// schedules only is found, reported with its seed, and comes again.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Expects the values in the order in which the strands were spawned.
constexpr const char* kOrder =
    ": give ( Channel Int -- ) swap chan.send drop ;\n"
    ": take ( Channel -- Int ) chan.receive drop ;\n"
    ": test-it's-in-order ( -- )\n"
    "  chan.make\n"
    "  1 [ give ] strand.spawn drop drop\n"
    "  2 [ give ] strand.spawn drop drop\n"
    "  dup take 1 test.assert-eq take 2 test.assert-eq ;\n";

// Fails only if its strand runs between two neighbouring words.
constexpr const char* kRare =
    ": close ( Channel -- ) chan.close ;\n"
    ": test-rare ( -- )\n"
    "  chan.make [ close ] strand.spawn drop\n"
    "  1 over chan.send if\n"
    "    2 swap chan.send test.assert\n"
    "  else\n"
    "    drop\n"
    "  then ;\n";

constexpr const char* kFine =
    ": test-fine ( -- ) 3600000 time.sleep-ms chan.make drop ;\n";

class SchedulesTest : public ::testing::Test {
 protected:
  RunResult Test(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "test");
    SubprocessOptions options;
    options.working_directory = directory_.path();
    return RunSeq(std::move(arguments), "", options);
  }

  // The seed of the first failure, from the line that says how to have it
  // again; "" if there is none.
  static std::string SeedOf(const RunResult& run) {
    const std::string before = "seq test --seed ";
    const size_t at = run.out.find(before);
    if (at == std::string::npos) return "";
    const size_t begin = at + before.size();
    return run.out.substr(begin, run.out.find(' ', begin) - begin);
  }

  const TempDir directory_;
};

TEST_F(SchedulesTest, FindsWhatOnlySomeSchedulesShow) {
  directory_.Write("test-a.seq", std::string(kRare) + kFine);
  const RunResult run = Test({"--schedules", "100"});
  EXPECT_EQ(run.status, (ExitStatus{1, 0})) << ::testing::PrintToString(run);
  const std::string seed = SeedOf(run);
  ASSERT_NE(seed, "") << run.out;
  EXPECT_NE(seed, "1");  // not with every schedule
  EXPECT_THAT(run.out, HasSubstr("  test-fine ... ok\n"));
  EXPECT_THAT(run.out, HasSubstr("  test-rare ... FAILED\n"));
  EXPECT_THAT(run.out,
              HasSubstr("  test-rare ... FAILED\n    at line 5: expected "
                        "true, got false\n  seed " +
                        seed + " of 1 to 100; the same again: seq test --seed " +
                        seed + " ./test-a.seq -f test-rare\n"));
}

TEST_F(SchedulesTest, TheSeedBringsTheFailureBack) {
  directory_.Write("test-a.seq", std::string(kRare) + kFine);
  const std::string seed = SeedOf(Test({"--schedules", "100"}));
  const RunResult first = Test({"--seed", seed, "test-a.seq", "-f", "rare"});
  EXPECT_EQ(first.status, (ExitStatus{1, 0}));
  EXPECT_THAT(first.out, HasSubstr("at line 5: expected true, got false"));
  EXPECT_THAT(first.out, Not(HasSubstr("the same again")));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Test({"--seed", seed, "test-a.seq", "-f", "rare"}).out,
              first.out);
  }
  // Whatever else runs, and whoever runs it.
  EXPECT_EQ(Test({"--seed", seed}).status, (ExitStatus{1, 0}));
  // The one before did not fail.
  const std::string before = std::to_string(std::stoi(seed) - 1);
  EXPECT_EQ(Test({"--seed", before}).status, (ExitStatus{0, 0}));
}

TEST_F(SchedulesTest, TheCommandIsForAShell) {
  directory_.Write("a dir/test-a.seq", kOrder);
  const RunResult run = Test({"--schedules=100"});
  EXPECT_THAT(run.out, HasSubstr(" './a dir/test-a.seq' -f "
                                 "'test-it'\\''s-in-order'\n"));
}

TEST_F(SchedulesTest, EverythingPasses) {
  directory_.Write("test-a.seq", kFine);
  const RunResult run = Test({"--schedules=10"});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << ::testing::PrintToString(run);
  EXPECT_THAT(run.out, HasSubstr("Results: 1 passed, 0 failed\n"));
}

TEST_F(SchedulesTest, EveryFormatNamesTheSeed) {
  directory_.Write("test-a.seq", kOrder);
  const std::string seed = SeedOf(Test({"--schedules=100"}));
  const auto expect = [&](const std::string& format, const std::string& text) {
    const RunResult run = Test({"--schedules=100", "--format=" + format});
    EXPECT_EQ(run.status, (ExitStatus{1, 0}));
    EXPECT_THAT(run.out, HasSubstr(text));
    EXPECT_THAT(run.out, HasSubstr("seq test --seed " + seed + " ./test-a"));
  };
  const std::string message = "assertions failed (seed " + seed + ")\"";
  expect("tap", message);
  expect("junit", message);
  expect("json", message);
  expect("json", "\"seed\": " + seed + ", ");
}

TEST_F(SchedulesTest, DeadlocksAndOtherEnds) {
  directory_.Write("test-a.seq",
                   ": test-1 ( -- ) chan.make chan.receive drop drop ;\n"
                   ": test-2 ( -- ) 3 os.exit ;\n"
                   ": test-3 ( -- ) ;\n");
  const RunResult run = Test({"--schedules=5"});
  EXPECT_EQ(run.status, (ExitStatus{1, 0}));
  EXPECT_THAT(run.out, HasSubstr("run-time error: deadlock: "));
  EXPECT_THAT(run.out, HasSubstr("the program ended with exit status 3\n"));
  EXPECT_THAT(run.out, HasSubstr("  test-3 ... ok\n"));
}

TEST_F(SchedulesTest, TimeoutOfOneTestWithOneSeed) {
  directory_.Write("test-a.seq",
                   ": spin ( -- ) spin ;\n"
                   ": test-1 ( -- ) spin ;\n: test-2 ( -- ) ;\n");
  const RunResult run = Test({"--schedules=5", "--timeout=2", "--jobs=2"});
  EXPECT_THAT(run.out, HasSubstr("timed out: the test ran longer than 2 s"));
  EXPECT_THAT(run.out, HasSubstr("  seed 1 of 1 to 5; "));
  EXPECT_THAT(run.out, HasSubstr("  test-2 ... ok\n"));
}

TEST_F(SchedulesTest, SkippedTestsAndFilesThatDoNotCompile) {
  directory_.Write("test-a.seq", ": test-1 ( Int -- ) drop ;\n");
  directory_.Write("test-b.seq", ": test-1 ( -- ) nonsense ;\n");
  const RunResult run = Test({"--schedules=5"});
  EXPECT_EQ(run.status, (ExitStatus{1, 0}));
  EXPECT_THAT(run.out, HasSubstr("  test-1 ... skipped "));
  EXPECT_THAT(run.out, HasSubstr("0 passed, 0 failed, 1 failed to compile"));
}

}  // namespace
}  // namespace seq::golden
