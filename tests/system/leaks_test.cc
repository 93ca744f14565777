// Leaked strands: which of those that wait on a channel the dump and the report
// of a deadlock name as waiting for ever.
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/system/dump_fixture.h"

namespace seq::golden {
namespace {

// Words for the current edition.
constexpr const char* kWords =
    "# edition: current\n"
    ": waiter ( Channel -- ) chan.receive drop drop ;\n"
    ": waiter2 ( Channel Channel -- ) chan.receive drop drop drop ;\n"
    ": in-list ( Channel -- V ) list.make swap list.push ;\n"
    ": in-map ( Channel -- V ) map.make 1 rot map.set ;\n"
    ": in-queue ( Channel -- Channel ) chan.make swap over chan.send drop ;\n"
    ": in-closure ( Channel -- Closure[ -- ] ) [ 1 swap chan.send drop ] ;\n"
    ": keeper ( Channel W Int -- Channel W | Yield Int )\n"
    "  drop 1 yield drop ;\n"
    ": waiting-body ( W Int -- W | Yield Int )\n"
    "  drop chan.make waiter 1 yield drop ;\n";

class LeaksTest : public DumpTest {
 protected:
  // Runs `start`, which makes strands, and then a main strand that waits for
  // input with what `start` left on its stack.
  void StartWith(const std::string& start) {
    SCOPED_TRACE(start);
    Start(kWords + (": main ( -- ) " + start) +
          " \"ready\" io.write-line io.read-line drop drop stack.dump ;\n");
  }

  void ExpectLeaked(const std::string& start) {
    ASSERT_NO_FATAL_FAILURE(StartWith(start));
    ExpectDump(
        "strand 2, .*waiting on channel .*\n(  [^l].*\n)+"
        "  leaked: nobody can send to its channel, spawned at .*p.seq:1");
  }

  void ExpectAlive(const std::string& start) {
    ASSERT_NO_FATAL_FAILURE(StartWith(start));
    const std::string dump = ExpectDump("strand 2, .*waiting on channel");
    EXPECT_EQ(dump.find("leaked"), std::string::npos) << start << dump;
  }
};

// --- The current edition -----------------------------------------------------

TEST_F(LeaksTest, AChannelThatNobodyElseHas) {
  ExpectLeaked("chan.make [ waiter ] strand.spawn drop drop");
  ExpectAlive("chan.make [ waiter ] strand.spawn drop");
}

TEST_F(LeaksTest, AChannelInAList) {
  ExpectLeaked(
      "chan.make dup in-list swap [ waiter drop ] strand.spawn drop drop drop");
  ExpectAlive(
      "chan.make dup in-list swap [ waiter drop ] strand.spawn drop drop");
}

TEST_F(LeaksTest, AChannelInAMap) {
  ExpectLeaked(
      "chan.make dup in-map swap [ waiter drop ] strand.spawn drop drop drop");
  ExpectAlive(
      "chan.make dup in-map swap [ waiter drop ] strand.spawn drop drop");
}

TEST_F(LeaksTest, AChannelInAClosure) {
  ExpectLeaked(
      "chan.make dup in-closure swap [ waiter drop ] strand.spawn drop drop "
      "drop");
  ExpectAlive(
      "chan.make dup in-closure swap [ waiter drop ] strand.spawn drop drop");
}

TEST_F(LeaksTest, AChannelInTheQueueOfAnother) {
  ExpectLeaked(
      "chan.make dup in-queue swap [ waiter2 ] strand.spawn drop drop drop");
  ExpectAlive("chan.make dup in-queue swap [ waiter2 ] strand.spawn drop drop");
}

TEST_F(LeaksTest, ACycleOfStrands) {
  const std::string two =
      "chan.make chan.make [ waiter2 ] strand.spawn drop swap "
      "[ waiter2 ] strand.spawn drop ";
  ExpectLeaked(two + "drop drop");
  ExpectDump("strand 3, .*waiting on channel 1 .*\n(  [^l].*\n)+  leaked: ");
  ExpectDump("WARNING: 2 strands are leaked\n");
  ExpectAlive(two + "drop");
}

TEST_F(LeaksTest, AWeaveThatWasNotResumed) {
  const std::string start =
      "chan.make [ keeper ] strand.weave swap [ waiter drop ] strand.spawn "
      "drop drop ";
  ExpectLeaked(start + "drop");
  ExpectAlive(start);
}

TEST_F(LeaksTest, AParkedWeave) {
  const std::string start =
      "chan.make [ keeper ] strand.weave 0 strand.resume drop drop swap "
      "[ waiter drop ] strand.spawn drop drop ";
  ExpectLeaked(start + "drop");
  ExpectAlive(start);
}

TEST_F(LeaksTest, AStrandThatWaitsForAWeaveWhoseBodyIsLeaked) {
  ASSERT_NO_FATAL_FAILURE(
      StartWith("[ [ waiting-body ] strand.weave 0 strand.resume drop drop "
                "drop ] strand.spawn drop"));
  ExpectDump(
      "strand 2, .*waits for weave 1 .*\n(  [^l].*\n)+"
      "  leaked: its weave can never go on, spawned at .*p.seq:12:");
  ExpectDump(
      "weave 1, .*waiting on channel .*\n(  [^l].*\n)+"
      "  leaked: nobody can send to its channel, made at .*p.seq:12:");
}

// What words hold in C++ while they run a quotation.
TEST_F(LeaksTest, AChannelThatAWordHoldsMeanwhile) {
  for (const std::string body :
       {"dup [ waiter ] dip drop", "[ waiter ] keep drop",
        "dup in-list [ waiter ] list.each drop",
        "dup in-map [ nip waiter ] map.each drop"}) {
    ExpectLeaked("chan.make [ " + body + " ] strand.spawn drop drop");
  }
}

TEST_F(LeaksTest, ADeadlockNamesThem) {
  const RunResult run = RunSeq({directory_.Write(
      "p.seq", std::string(kWords) +
                   ": main ( -- ) chan.make [ waiter ] strand.spawn drop "
                   "waiter ;\n")});
  EXPECT_EQ(run.status, (ExitStatus{70, 0}));
  for (const char* pattern :
       {"  leaked: nobody can send to its channel\nstrand 2",
        "  leaked: nobody can send to its channel, spawned at "
        ".*p.seq:12:36\n"}) {
    EXPECT_TRUE(std::regex_search(run.err, std::regex(pattern))) << run.err;
  }
}

// --- The classic edition -----------------------------------------------------

constexpr const char* kClassic =
    ": waiter ( Int -- ) receive drop ;\n"
    ": main ( -- )\n"
    "  make-channel [ waiter ] spawn drop\n"                 // dropped
    "  make-channel dup [ waiter ] spawn drop 1 add drop\n"  // pinned
    "  make-channel dup [ waiter ] spawn drop\n"             // held
    "  [ make-channel 4 receive drop drop ] spawn drop\n"    // by number
    "  \"ready\" write_line read_line drop drop ;\n";

// Only who comes by its number could send, and the report says so. A channel
// whose number was computed with counts as in use.
TEST_F(LeaksTest, ClassicChannelsHaveNumbers) {
  ASSERT_NO_FATAL_FAILURE(Start(kClassic));
  const std::string leaked =
      "\n(  [^l].*\n)+  leaked: nobody can send to its channel without making "
      "up its number, spawned at .*p.seq:";
  ExpectDump("strand 2, .*waiting on channel 1 .*" + leaked + "3:27\n");
  ExpectDump("strand 5, .*waiting on channel 4 .*" + leaked + "6:40\n");
  EXPECT_NE(ExpectDump("strand 3, .*waiting on channel 2 .*\n  receive .*\n"
                       "strand 4, .*waiting on channel 3 .*\n  receive .*\n"
                       "strand 5")
                .find("WARNING: 2 strands are leaked"),
            std::string::npos);
}

}  // namespace
}  // namespace seq::golden
