// The golden harness itself, with shell scripts in the interpreter's place.
#include "tests/golden/golden_case.h"

#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

class GoldenCaseTest : public ::testing::Test {
 protected:
  GoldenCaseTest() { Put(".seq", ": main ( -- ) ;\n"); }

  // Writes the file with that extension beside the test program.
  void Put(const std::string& extension, const std::string& bytes) {
    ASSERT_TRUE(WriteFile(Beside(program_, extension), bytes));
  }

  // The report on the program when a script is the interpreter.
  std::string Report(
      const std::string& script,
      std::chrono::milliseconds limit = std::chrono::seconds(30)) {
    const std::string path = Beside(program_, ".sh");
    Put(".sh", "#!/bin/sh\n" + script + "\n");
    EXPECT_EQ(chmod(path.c_str(), 0755), 0);
    std::string error;
    const auto golden = LoadGoldenCase(program_, &error);
    if (!golden.has_value()) return "not loaded: " + error;
    const auto run = RunGolden({path, {"--option"}}, *golden, limit, &error);
    if (!run.has_value()) return "not run: " + error;
    return Compare(*golden, *run);
  }

  const std::string program_ =
      ::testing::TempDir() + "/" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".seq";
};

TEST_F(GoldenCaseTest, SilentSuccessIsTheDefault) {
  EXPECT_EQ(Report("exit 0"), "");
}

TEST_F(GoldenCaseTest, ReportsADifferenceInStdout) {
  Put(".stdout", "one\ntwo\n");
  EXPECT_EQ(Report("printf 'one\\ntwo\\n'"), "");
  EXPECT_EQ(Report("printf 'one\\nzwei\\n'"),
            "stdout (- expected, + actual)\n"
            "@@ -1,2 +1,2 @@\n one\n-two\n+zwei\n");
}

TEST_F(GoldenCaseTest, ReportsAMissingFinalNewline) {
  Put(".stdout", "one\n");
  EXPECT_NE(Report("printf one").find("No newline at end"), std::string::npos);
}

TEST_F(GoldenCaseTest, ReportsTheExitStatusAndSignals) {
  Put(".exit", "70\n");
  EXPECT_EQ(Report("exit 70"), "");
  EXPECT_EQ(Report("exit 0"), "expected exit status 70, got exit status 0\n");
  EXPECT_EQ(Report("kill -9 $$"),
            "expected exit status 70, got killed by signal 9 (Killed)\n");
}

TEST_F(GoldenCaseTest, StderrMustBeEmptyUnlessExpected) {
  EXPECT_NE(Report("echo oops >&2").find("+oops"), std::string::npos);
}

TEST_F(GoldenCaseTest, EveryFragmentMustOccur) {
  Put(".contains", "division\nby zero\n");
  EXPECT_EQ(Report("echo division by zero >&2"), "");
  EXPECT_EQ(Report("echo division >&2"),
            "stderr does not contain: by zero\n"
            "stderr was\n@@ -1,0 +1,1 @@\n+division\n");
}

TEST_F(GoldenCaseTest, ExactStderrCountsBesidesTheFragments) {
  Put(".contains", "zero\n");
  Put(".stderr", "by zero\n");
  EXPECT_EQ(Report("echo by zero >&2"), "");
  EXPECT_NE(Report("echo zero >&2"), "");
}

TEST_F(GoldenCaseTest, GivesStdinOptionsAndProgram) {
  Put(".stdin", "typed\n");
  Put(".stdout", "typed\n--option " + program_ + "\n");
  EXPECT_EQ(Report("cat; echo \"$@\""), "");
}

TEST_F(GoldenCaseTest, KillsTheGroupAtTheLimitAndShowsTheOutputSoFar) {
  // `read` on a pipe that nobody writes to never returns.
  const std::string report = Report("echo begun; mkfifo $0.fifo; cat $0.fifo",
                                    std::chrono::milliseconds(500));
  EXPECT_TRUE(report.starts_with("timed out")) << report;
  EXPECT_NE(report.find("+begun"), std::string::npos) << report;
}

TEST_F(GoldenCaseTest, RefusesExpectationsThatSayNothing) {
  Put(".contains", "\n");
  EXPECT_TRUE(Report("exit 0").starts_with("not loaded"));
  Put(".contains", "x\n");
  Put(".exit", "seventy\n");
  EXPECT_TRUE(Report("exit 0").starts_with("not loaded"));
}

TEST(DiffTest, ShowsOnlyTheSurroundingsOfTheDifference) {
  EXPECT_EQ(Diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n"),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
  EXPECT_EQ(Diff("a\n", "a\r\n"), "@@ -1,1 +1,1 @@\n-a\n+a\\x0d\n");
  EXPECT_EQ(Diff("a\n", "a\na\n"), "@@ -1,1 +1,2 @@\n a\n+a\n");
}

}  // namespace
}  // namespace seq::golden
