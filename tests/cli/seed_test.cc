// `seq --seed N` as its users see it: the same seed gives the same run, other
// seeds give others, and time is virtual.
#include <sys/stat.h>

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

// Three strands that each write a line.
constexpr const char* kRacy =
    "# edition: current\n"
    ": say ( Channel Int -- )\n"
    "  int->string io.write-line 0 swap chan.send drop ;\n"
    ": one ( Channel -- ) chan.receive drop drop ;\n"
    ": main ( -- )\n"
    "  chan.make\n"
    "  1 [ say ] strand.spawn drop drop\n"
    "  2 [ say ] strand.spawn drop drop\n"
    "  3 [ say ] strand.spawn drop drop\n"
    "  dup one dup one one ;\n";

// Three strands that resume one weave, in line if it runs.
constexpr const char* kWeave =
    "# edition: current\n"
    ": squares ( W Int -- W | Yield Int ) dup i.* yield squares ;\n"
    ": ask ( Channel W Int Int -- )\n"
    "  dup 0 i.> if\n"
    "    1 i.- >aux dup >aux strand.resume drop int->string io.write-line\n"
    "    aux> 1 i.+ aux> ask\n"
    "  else\n"
    "    drop drop drop 0 swap chan.send drop\n"
    "  then ;\n"
    ": one ( Channel -- ) chan.receive drop drop ;\n"
    ": main ( -- )\n"
    "  chan.make [ squares ] strand.weave\n"
    "  1 3 [ ask ] strand.spawn drop drop drop\n"
    "  11 3 [ ask ] strand.spawn drop drop drop\n"
    "  21 3 [ ask ] strand.spawn drop drop drop\n"
    "  swap dup one dup one one strand.weave-cancel ;\n";

// Ends in a deadlock whose report says for how long each strand has waited.
constexpr const char* kDeadlock =
    "# edition: current\n"
    ": wait ( Channel -- ) 50 time.sleep-ms chan.receive drop drop ;\n"
    ": main ( -- )\n"
    "  chan.make [ wait ] strand.spawn drop [ wait ] strand.spawn drop\n"
    "  1250 time.sleep-ms chan.receive drop drop ;\n";

class SeedTest : public ::testing::Test {
 protected:
  RunResult Run(const std::string& code, uint64_t seed,
                const std::string& input = "") {
    return RunSeq({"--seed", std::to_string(seed), "-e", code}, input);
  }

  // What a run that succeeds writes.
  std::string Output(const std::string& code, uint64_t seed,
                     const std::string& input = "") {
    const RunResult run = Run(code, seed, input);
    EXPECT_EQ(run.status, (ExitStatus{0, 0}))
        << "seed " << seed << ": " << ::testing::PrintToString(run);
    EXPECT_EQ(run.err, "");
    return run.out;
  }

  std::set<std::string> OutputsOfSeeds(const std::string& code, int seeds) {
    std::set<std::string> outputs;
    for (int seed = 1; seed <= seeds; ++seed) {
      outputs.insert(Output(code, seed));
    }
    return outputs;
  }

  std::set<std::string> OutputsOfOneSeed(const std::string& code,
                                         uint64_t seed) {
    std::set<std::string> outputs;
    for (int i = 0; i < 20; ++i) outputs.insert(Output(code, seed));
    return outputs;
  }
};

TEST_F(SeedTest, SeedsDifferAndEachIsAlwaysTheSame) {
  for (const char* code : {kRacy, kWeave}) {
    EXPECT_GE(OutputsOfSeeds(code, 50).size(), 2U);
    EXPECT_EQ(OutputsOfOneSeed(code, 3).size(), 1U);
    EXPECT_EQ(OutputsOfOneSeed(code, UINT64_MAX).size(), 1U);
  }
}

// All orders of three lines are found.
TEST_F(SeedTest, EveryOrder) {
  EXPECT_EQ(OutputsOfSeeds(kRacy, 100).size(), 6U);
}

TEST_F(SeedTest, ErrorsAreTheSameToo) {
  std::set<std::string> reports;
  for (int i = 0; i < 20; ++i) {
    const RunResult run = Run(kDeadlock, 3);
    EXPECT_EQ(run.status, (ExitStatus{70, 0}));
    reports.insert(run.err);
  }
  EXPECT_EQ(reports.size(), 1U);
  EXPECT_THAT(reports, Each(HasSubstr("run-time error: deadlock: ")));
  EXPECT_THAT(reports, Each(HasSubstr(
                           "strand 1 (main): waiting on channel 1 for 0 ms")));
  EXPECT_THAT(reports, Each(HasSubstr("waiting on channel 1 for 1.2 s")));
}

// --- Virtual time ------------------------------------------------------------

// Hours, and they end within the patience of the test.
TEST_F(SeedTest, SleepersWakeInTheOrderOfTheirTimes) {
  const std::string code =
      "# edition: current\n"
      ": nap ( Int -- )\n"
      "  dup 3600000 i.* time.sleep-ms int->string io.write-line ;\n"
      ": main ( -- )\n"
      "  3 [ nap ] strand.spawn drop drop 1 [ nap ] strand.spawn drop drop\n"
      "  4 [ nap ] strand.spawn drop drop 2 [ nap ] strand.spawn drop drop ;\n";
  for (int seed = 1; seed <= 20; ++seed) {
    EXPECT_EQ(Output(code, seed), "1\n2\n3\n4\n");
  }
}

TEST_F(SeedTest, TheClocksSayVirtualTime) {
  const std::string code =
      "# edition: current\n"
      ": main ( -- )\n"
      "  time.now int->string io.write-line 3600000 time.sleep-ms\n"
      "  time.now int->string io.write-line\n"
      "  time.nanos int->string io.write-line ;\n";
  EXPECT_EQ(Output(code, 1),
            "1767225600000001\n1767229200000002\n3600000003000\n");
}

// A loop that waits for a time, and others that wait with it.
TEST_F(SeedTest, BusyWaitsEnd) {
  const std::string code =
      "# edition: current\n"
      ": until ( Int -- ) dup time.now i.> if until else drop then ;\n"
      ": nap ( -- ) 10 time.sleep-ms \"slept\" io.write-line ;\n"
      ": main ( -- )\n"
      "  [ nap ] strand.spawn drop time.now 5000 i.+ until\n"
      "  \"waited\" io.write-line ;\n";
  EXPECT_EQ(Output(code, 1), "waited\nslept\n");
}

TEST_F(SeedTest, ClassicPrograms) {
  const std::string code =
      "# edition: classic\n"
      ": say ( String Int -- ) swap write_line 0 swap send ;\n"
      ": main ( -- )\n"
      "  make-channel\n"
      "  dup [ \"a\" swap say ] spawn drop\n"
      "  dup [ \"b\" swap say ] spawn drop\n"
      "  dup receive drop receive drop ;\n";
  const std::set<std::string> outputs = OutputsOfSeeds(code, 30);
  EXPECT_EQ(outputs, (std::set<std::string>{"a\nb\n", "b\na\n"}));
}

// --- The outside world -------------------------------------------------------

// Which strand gets which line does not depend on when the lines come.
TEST_F(SeedTest, StandardInput) {
  const std::string code =
      "# edition: current\n"
      ": line ( Channel Int -- )\n"
      "  int->string io.write \": \" io.write io.read-line drop io.write\n"
      "  0 swap chan.send drop ;\n"
      ": one ( Channel -- ) chan.receive drop drop ;\n"
      ": main ( -- )\n"
      "  chan.make\n"
      "  1 [ line ] strand.spawn drop drop 2 [ line ] strand.spawn drop drop\n"
      "  dup one one ;\n";
  for (int seed = 1; seed <= 5; ++seed) {
    const std::string at_once = Output(code, seed, "x\ny\n");
    const auto process =
        StartSeq({"--seed", std::to_string(seed), "-e", code});
    ASSERT_NE(process, nullptr);
    for (const char* line : {"x\n", "y\n"}) {
      process->WriteStdin(line);
      EXPECT_TRUE(process->ReadLine(After(kPatience)).has_value());
    }
    process->CloseStdin();
    EXPECT_EQ(Finish(*process).out, at_once);
  }
}

// Both ends in one process: nobody waits for ever, whoever sleeps meanwhile.
TEST_F(SeedTest, Sockets) {
  const std::string code =
      "# edition: current\n"
      ": serve ( Socket -- )\n"
      "  net.tcp.accept drop \"hello\" over net.tcp.write drop\n"
      "  net.tcp.close drop ;\n"
      ": main ( -- )\n"
      "  0 net.tcp.listen drop [ serve ] strand.spawn drop\n"
      "  100 time.sleep-ms\n"
      "  dup net.tcp.local-port drop \"127.0.0.1\" swap net.tcp.connect drop\n"
      "  dup net.tcp.read drop io.write-line\n"
      "  net.tcp.close drop net.tcp.close drop ;\n";
  for (int seed = 1; seed <= 10; ++seed) {
    EXPECT_EQ(Output(code, seed), "hello\n");
  }
}

// The same with a FIFO, which blocks whoever opens it alone.
TEST_F(SeedTest, Fifos) {
  const std::string code =
      "# edition: current\n"
      ": write ( String -- ) \"one\\ntwo\\n\" swap file.spit drop ;\n"
      ": main ( -- )\n"
      "  1 args.at\n"
      "  [ write ] strand.spawn drop dup file.slurp drop io.write\n"
      "  [ write ] strand.spawn drop 100 time.sleep-ms\n"
      "  [ io.write ] file.for-each-line drop ;\n";
  const TempDir directory;
  const std::string fifo = directory.File("fifo");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  for (int seed = 1; seed <= 10; ++seed) {
    const RunResult run =
        RunSeq({"--seed", std::to_string(seed), "-e", code, fifo});
    ASSERT_EQ(run.status, (ExitStatus{0, 0}))
        << "seed " << seed << ": " << ::testing::PrintToString(run);
    EXPECT_EQ(run.out, "one\ntwo\none\ntwo\n");
  }
}

}  // namespace
}  // namespace seq::golden
