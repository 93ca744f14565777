// Signals from outside, and what the interpreter says about its strands: the
// dump on SIGQUIT, and the report of a deadlock.
#include <signal.h>

#include <regex>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/system/dump_fixture.h"

namespace seq::golden {
namespace {

using SignalsTest = DumpTest;

// What was printed last must be there although nothing has flushed it.
TEST_F(SignalsTest, EndsTheProgramWithItsOutputWritten) {
  const struct {
    int number;
    int exit_code;
  } kSignals[] = {{SIGINT, 130}, {SIGTERM, 143}, {SIGHUP, 129}};
  for (const auto& signal : kSignals) {
    SCOPED_TRACE(signal.exit_code);
    ASSERT_NO_FATAL_FAILURE(
        Start(": main ( -- ) \"ready\" write_line \"last\" write_line "
              "[ ] forever ;"));
    ASSERT_EQ(process_->ReadLine(deadline_), "last");
    process_->Signal(signal.number);
    EXPECT_EQ(process_->Wait(deadline_), (ExitStatus{signal.exit_code, 0}));
    EXPECT_EQ(process_->Stderr(), "");
  }
}

TEST_F(SignalsTest, InterruptsEveryKindOfWait) {
  const char* const waits[] = {
      "read_line drop", "0 tcp-listen tcp-accept drop", "[ 1 ] [ yield ] while",
      "[ 0 tcp-listen tcp-accept drop ] spawn drop make-channel receive drop"};
  for (const char* wait : waits) {
    SCOPED_TRACE(wait);
    ASSERT_NO_FATAL_FAILURE(Start(": main ( -- ) \"ready\" write_line " +
                                  std::string(wait) + " ;"));
    process_->Signal(SIGINT);
    EXPECT_EQ(process_->Wait(deadline_), (ExitStatus{130, 0}));
    EXPECT_EQ(process_->Stdout(), "ready\n");
  }
}

// --- The dump ----------------------------------------------------------------

// Line and column of every wait and spawn matter: the test names them.
constexpr const char* kDumped =
    ": waiter ( Int -- ) receive drop ;\n"         // 1
    ": accepter ( -- ) 0 tcp-listen tcp-accept\n"  // 2
    "  drop ;\n"                                   // 3
    ": busy ( -- ) [ ] forever ;\n"                // 4
    ": main ( -- ) make-channel\n"                 // 5
    "  dup [ waiter ] spawn drop\n"                // 6
    "  [ accepter ] spawn drop\n"                  // 7
    "  [ busy ] spawn drop\n"                      // 8
    "  \"ready\" write_line\n"                     // 9
    "  read_line write_line\n"                     // 10
    "  1 swap send\n"                              // 11
    "  \"still here\" write_line\n"                // 12
    "  read_line drop ;\n";

TEST_F(SignalsTest, QuitDumpsTheStrandsAndTheProgramGoesOn) {
  ASSERT_NO_FATAL_FAILURE(Start(kDumped));
  const std::string spawned = ", spawned by strand 1 at .*p\\.seq:";
  ExpectDump("strand 1 \\(main\\): .*outside.* for [0-9.]+ m?s");
  ExpectDump("strand 2" + spawned +
             "6:18: waiting on channel 1 for [0-9.]+ m?s\n"
             "  receive in waiter at .*p\\.seq:1:21\n");
  ExpectDump("strand 3" + spawned + "7:16: .*outside.* for [0-9.]+ m?s");
  ExpectDump("strand 4" + spawned + "8:12: (running|waiting for a processor)");
  process_->WriteStdin("hello\n");
  EXPECT_EQ(process_->ReadLine(deadline_), "hello");
  EXPECT_EQ(process_->ReadLine(deadline_), "still here");
  process_->Signal(SIGINT);
  EXPECT_EQ(process_->Wait(deadline_), (ExitStatus{130, 0}));
}

// A strand that waits for the outside world is somewhere, too.
TEST_F(SignalsTest, DumpNamesThePlaceOfWaitsForTheOutsideWorld) {
  ASSERT_NO_FATAL_FAILURE(Start(kDumped));
  ExpectDump("p\\.seq:2:32");
  ExpectDump("p\\.seq:10:3");
}

// --- Deadlock ----------------------------------------------------------------

void ExpectDeadlock(const RunResult& run, const std::string& out,
                    const std::vector<std::string>& patterns) {
  EXPECT_EQ(run.status, (ExitStatus{70, 0})) << ::testing::PrintToString(run);
  EXPECT_EQ(run.out, out);
  EXPECT_NE(run.err.find("run-time error: deadlock"), std::string::npos);
  for (const std::string& pattern : patterns) {
    EXPECT_TRUE(std::regex_search(run.err, std::regex(pattern)))
        << "no " << pattern << " in\n"
        << run.err;
  }
}

TEST_F(SignalsTest, DeadlockNamesEveryStrand) {
  const std::string program =
      ": leaf ( Int -- ) receive drop ;\n"
      ": inner ( Int Int -- Int ) receive add ;\n"
      ": branch ( Int -- )\n"
      "  make-channel [ leaf ] spawn drop\n"
      "  7 swap inner drop ;\n"
      ": main ( -- )\n"
      "  \"before\" write_line\n"
      "  make-channel dup [ branch ] spawn drop\n"
      "  drop make-channel receive drop ;\n";
  ExpectDeadlock(
      RunSeq({directory_.Write("p.seq", program)}), "before\n",
      {"strand 1 \\(main\\): waiting on channel [0-9]+ for [0-9.]+ m?s\n"
       "  receive in main at .*p\\.seq:9:21\n",
       "strand 2, spawned by strand 1 at .*p\\.seq:8:31: waiting on channel 1 "
       "for [0-9.]+ m?s\n  receive in inner at .*p\\.seq:2:28\n"
       "  in branch at .*p\\.seq:5:10\n",
       "strand 3, spawned by strand 2 at .*p\\.seq:4:25: waiting on channel "
       "[0-9]+ for [0-9.]+ m?s\n  receive in leaf at .*p\\.seq:1:19\n"});
}

TEST_F(SignalsTest, DeadlockWhenMainHasReturned) {
  const std::string program =
      ": waiter ( Int -- ) receive drop ;\n"
      ": main ( -- ) make-channel [ waiter ] spawn drop \"bye\" write_line ;";
  const RunResult run = RunSeq({directory_.Write("p.seq", program)});
  ExpectDeadlock(run, "bye\n", {"strand 2, spawned by strand 1 at"});
  EXPECT_EQ(run.err.find("(main)"), std::string::npos) << run.err;
}

TEST_F(SignalsTest, DeadlockOfManyStrandsIsReportedInBrief) {
  const std::string program =
      ": waiter ( Int -- ) receive drop ;\n"
      ": main ( -- ) [ make-channel [ waiter ] spawn drop ] 3000 times ;";
  const RunResult run = RunSeq({directory_.Write("p.seq", program)});
  ExpectDeadlock(run, "", {"and 2900 more strands spawned at .*p\\.seq:2:41"});
  // A hundred of them, each with paths that can be long.
  EXPECT_LT(run.err.size(), size_t{128} << 10);
}

// Strands that wait for the outside world can still send.
TEST_F(SignalsTest, WaitingForInputIsNoDeadlock) {
  ASSERT_NO_FATAL_FAILURE(
      Start(": reader ( Int -- ) \"ready\" write_line read_line swap send ;\n"
            ": main ( -- ) make-channel dup [ reader ] spawn drop\n"
            "  receive write_line ;"));
  process_->WriteStdin("from outside\n");
  EXPECT_EQ(process_->ReadLine(deadline_), "from outside");
  EXPECT_EQ(process_->Wait(deadline_), (ExitStatus{0, 0}));
}

}  // namespace
}  // namespace seq::golden
