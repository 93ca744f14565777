// How many strands the interpreter carries, what each costs, and what it says
// when the machine or the user allows no more. Depths are goldens in
// testdata/limits.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

constexpr int64_t kMaxKibPerStrand = 32;
constexpr const char* kThousandStrands = "testdata/scenarios/s08_thousand.seq";
// A user that owns nothing and runs nothing.
constexpr uid_t kNobodyElse = 54321;

// COUNT strands wait, each on a channel of its own, all at once; then they are
// released one by one, and each must answer with what it was sent.
constexpr const char* kBlockedStrands = R"(
: waiter ( Int Int -- )        # answers own
  over 0 swap send
  receive swap send
;

: hold ( Int Int -- )          # answers number
  dup 0 > if
    make-channel               # answers number own
    2 pick over [ waiter ] spawn drop
    2 pick 2 pick 1 subtract hold
    over over send
    2 pick receive
    2 pick = if else "a wrong answer" write_line then
    drop drop drop
  else
    drop
    [ dup receive drop ] COUNT times
    "blocked" write_line read_line drop
    drop
  then
;

: main ( -- )
  "start" write_line read_line drop
  make-channel COUNT hold
  "released" write_line
;
)";

std::string BlockedStrands(int count) {
  std::string program = kBlockedStrands;
  for (size_t at; (at = program.find("COUNT")) != std::string::npos;) {
    program.replace(at, 5, std::to_string(count));
  }
  return program;
}

int64_t NumberIn(const std::string& path) {
  int64_t number = std::numeric_limits<int64_t>::max();
  std::ifstream(path) >> number;  // "max" or no file: no limit
  return number;
}

// The first limit of this machine below `threads`; "" if there is none.
std::string LimitBelow(int64_t threads) {
  std::vector<std::string> files = {"/proc/sys/kernel/pid_max",
                                    "/proc/sys/kernel/threads-max",
                                    "/proc/sys/vm/max_map_count"};
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::string path = line.substr(line.rfind(':') + 1);
    for (const char* root : {"/sys/fs/cgroup", "/sys/fs/cgroup/pids"}) {
      files.push_back(root + path + "/pids.max");
    }
  }
  for (const std::string& file : files) {
    const int64_t limit = NumberIn(file);
    if (limit > 0 && limit < threads) {
      return file + " is " + std::to_string(limit);
    }
  }
  rlimit processes = {};
  getrlimit(RLIMIT_NPROC, &processes);
  if (geteuid() != 0 && processes.rlim_cur < static_cast<rlim_t>(threads)) {
    return "ulimit -u is " + std::to_string(processes.rlim_cur);
  }
  return "";
}

class BlockedStrandsTest : public ::testing::TestWithParam<int> {};

TEST_P(BlockedStrandsTest, WaitAtOnceAndAreReleasedOneByOne) {
  const int count = GetParam();
  // Other processes need some, too.
  const std::string limit = LimitBelow(count + 2000);
  if (!limit.empty()) GTEST_SKIP() << limit;
  TempDir directory;
  const auto process =
      StartSeq({directory.Write("blocked.seq", BlockedStrands(count))});
  ASSERT_NE(process, nullptr);
  const int64_t before = ResidentAtMark(*process, "start");
  process->WriteStdin("\n");
  const int64_t after = ResidentAtMark(*process, "blocked");
  ASSERT_GE(before, 0);
  ASSERT_GE(after, 0);
  EXPECT_GE(process->ThreadCount(), count);
  EXPECT_LE(after - before, count * kMaxKibPerStrand)
      << (after - before) / count << " KiB for each strand";
  RecordProperty("kib_in_all", std::to_string(after - before));
  process->WriteStdin("\n");
  EXPECT_EQ(process->ReadLine(After(kPatience)), "released");
  EXPECT_EQ(process->Wait(After(kPatience)), (ExitStatus{0, 0}));
  EXPECT_EQ(process->Stderr(), "");
}

INSTANTIATE_TEST_SUITE_P(Limits, BlockedStrandsTest,
                         ::testing::Values(10000, 20000),
                         ::testing::PrintToStringParamName());

// --- Beyond the limit --------------------------------------------------------

void ExpectAThousandLines(const RunResult& run) {
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << ::testing::PrintToString(run);
  std::string expected;
  for (int i = 0; i < 1000; ++i) expected += "ran\n";
  EXPECT_EQ(run.out, expected);
  EXPECT_EQ(run.err, "");
}

// What blocks more strands than it can start must say so and name the limit.
void ExpectRefusal(const RunResult& run, const std::string& limit) {
  EXPECT_EQ(run.status, (ExitStatus{70, 0})) << ::testing::PrintToString(run);
  EXPECT_EQ(run.out, "start\n");
  EXPECT_NE(run.err.find("run-time error: cannot start another strand"),
            std::string::npos)
      << run.err;
  EXPECT_NE(run.err.find(limit), std::string::npos) << run.err;
}

TEST(LimitsTest, FewThreadsAreEnoughForStrandsThatEnd) {
  for (const char* threads : {"1", "2", "50"}) {
    SCOPED_TRACE(threads);
    ExpectAThousandLines(RunSeq({"--max-threads", threads, kThousandStrands}));
  }
}

TEST(LimitsTest, MoreBlockedStrandsThanThreadsIsAnError) {
  TempDir directory;
  const std::string program =
      directory.Write("blocked.seq", BlockedStrands(60));
  ExpectRefusal(RunSeq({"--max-threads", "50", program}),
                "the limit of 50 threads (--max-threads)");
}

TEST(LimitsTest, AsManyBlockedStrandsAsThreadsIsNone) {
  TempDir directory;
  const RunResult run = RunSeq(
      {"--max-threads", "50", directory.Write("b.seq", BlockedStrands(49))});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
  EXPECT_EQ(run.out, "start\nblocked\nreleased\n");
}

// Runs as a user that may have no more than so many threads. Bazel's files are
// not that user's to read: it gets copies.
class UserLimitsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    std::error_code error;
    std::filesystem::copy_file(AbsoluteSeq(), directory_.File("seq"), error);
    ASSERT_FALSE(error) << error.message();
    const RunResult run = RunAs(100, directory_.Write("a.seq", "# nothing"));
    if (!run.status.has_value() || run.status->code != 1) {
      GTEST_SKIP() << "cannot become another user here: "
                   << ::testing::PrintToString(run);
    }
  }

  RunResult RunAs(uint64_t max_threads, const std::string& program) {
    SubprocessOptions options;
    options.argv = {directory_.File("seq"), program};
    options.max_processes = max_threads;
    options.user = kNobodyElse;
    std::string error;
    const auto process = Subprocess::Start(options, &error);
    if (process == nullptr) return {std::nullopt, "", error};
    process->CloseStdin();
    return Finish(*process);
  }

  const TempDir directory_{"/tmp"};
};

TEST_F(UserLimitsTest, MoreBlockedStrandsThanTheSystemAllowsIsAnError) {
  const std::string program =
      directory_.Write("blocked.seq", BlockedStrands(200));
  const RunResult run = RunAs(50, program);
  ExpectRefusal(run, "the system refuses another thread");
  EXPECT_NE(run.err.find("`ulimit -u` (now 50)"), std::string::npos) << run.err;
}

TEST_F(UserLimitsTest, StrandsThatEndRunWithWhatTheSystemAllows) {
  const std::string program = directory_.File("thousand.seq");
  std::filesystem::copy_file(kThousandStrands, program);
  for (const uint64_t max_threads : {8, 50}) {
    SCOPED_TRACE(max_threads);
    ExpectAThousandLines(RunAs(max_threads, program));
  }
}

TEST_F(UserLimitsTest, TooFewThreadsToBeginWithIsAnError) {
  const std::string program = directory_.File("thousand.seq");
  std::filesystem::copy_file(kThousandStrands, program);
  for (const uint64_t max_threads : {1, 2, 3}) {
    SCOPED_TRACE(max_threads);
    const RunResult run = RunAs(max_threads, program);
    EXPECT_EQ(run.status, (ExitStatus{70, 0})) << ::testing::PrintToString(run);
    EXPECT_NE(run.err.find("thread"), std::string::npos) << run.err;
  }
}

// --- Memory ------------------------------------------------------------------

TEST(LimitsTest, DataStackHoldsAsManyValuesAsItIsTold) {
  const std::string program =
      ": f ( Int -- Int ) dup 0 > if dup 1 subtract f add else then ;\n"
      ": main ( -- ) \"before\" write_line 10000 f int->string write_line ;";
  EXPECT_EQ(RunSeq({"--data-stack=20000", "-e", program}).out,
            "before\n50005000\n");
  const RunResult run = RunSeq({"--data-stack=5000", "-e", program});
  EXPECT_EQ(run.status, (ExitStatus{70, 0}));
  EXPECT_EQ(run.out, "before\n");
  EXPECT_NE(run.err.find("data stack overflow: more than 5000 values"),
            std::string::npos)
      << run.err;
}

// A node that takes several values back from the side stack must find room for
// them, however many words do that in a row.
TEST(LimitsTest, DataStackHasRoomForWhatIsTakenBackAtOnce) {
  constexpr int kValues = 3000;
  std::string program = ": main ( -- ) ";
  for (int i = 0; i < kValues; ++i) program += "1 >aux ";
  // A word that no run contains, so that the next one begins with `aux>`.
  program += "\"7\" string->int drop ";
  for (int i = 0; i < kValues; ++i) program += "aux> ";
  for (int i = 0; i < kValues; ++i) program += "i.+ ";
  program += "int->string io.write-line ;";
  EXPECT_EQ(RunSeq({"--data-stack=4000", "-e", program}).out, "3007\n");
  for (const char* option : {"--data-stack=64", "--data-stack=1000"}) {
    const RunResult run = RunSeq({option, "-e", program});
    EXPECT_EQ(run.status, (ExitStatus{70, 0})) << option;
    EXPECT_NE(run.err.find("data stack overflow"), std::string::npos)
        << run.err.substr(0, 200);
  }
}

TEST(LimitsTest, LittleAddressSpaceIsEnoughForStrandsThatEnd) {
  ExpectAThousandLines(
      RunShell("ulimit -v 1500000 && exec \"$@\"", {kThousandStrands}));
}

TEST(LimitsTest, MoreBlockedStrandsThanAddressSpaceIsAnError) {
  TempDir directory;
  ExpectRefusal(RunShell("ulimit -v 1500000 && exec \"$@\"",
                         {directory.Write("b.seq", BlockedStrands(500))}),
                "ulimit -v");
}

}  // namespace
}  // namespace seq::golden
