// Scenario 12: a strand in a tight loop of any kind does not starve the
// others. More busy strands than cores run for ever; meanwhile main plays ping
// pong with a strand, waits for strands it starts, and prints.
#include <signal.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

struct BusyLoop {
  const char* name;
  const char* definition;  // of `busy ( -- )`
};

void PrintTo(const BusyLoop& loop, std::ostream* out) { *out << loop.name; }

const BusyLoop kLoops[] = {
    {"EmptyForever", ": busy ( -- ) [ ] forever ;"},
    {"TailRecursion", ": busy ( -- ) busy ;"},
    {"TailRecursionInABranch",
     ": loop ( Int -- ) dup 0 >= if loop else drop then ;\n"
     ": busy ( -- ) 1 loop ;"},
    {"TailRecursionThroughCall", ": busy ( -- ) [ busy ] call ;"},
    {"TailRecursionThroughCond",
     ": loop ( Int -- ) [ 1 ] [ loop ] 1 cond ;\n"
     ": busy ( -- ) 1 loop ;"},
    {"MutualRecursion",
     ": there ( Int -- ) back ;\n"
     ": back ( Int -- ) there ;\n"
     ": busy ( -- ) 1 there ;"},
    {"EmptyWhile", ": busy ( -- ) [ 1 ] [ ] while ;"},
    {"EmptyUntil", ": busy ( -- ) [ ] [ 0 ] until ;"},
    {"EmptyTimes", ": busy ( -- ) [ ] 9000000000000000000 times ;"},
    {"NestedTimes", ": busy ( -- ) [ [ ] 1000000 times ] forever ;"},
    {"Arithmetic",
     ": busy ( -- ) 0 [ dup 1000000 < ] [ 1 add 1 subtract ] while drop ;"},
    {"DeepCalls",
     ": fib ( Int -- Int )\n"
     "  dup 2 < if else dup 1 subtract fib swap 2 subtract fib add then ;\n"
     ": busy ( -- ) [ 30 fib drop ] forever ;"},
    {"Strings",
     ": busy ( -- ) [ \"a\" \"b\" string-concat string-to-upper drop ] "
     "forever ;"},
    {"ChannelToItself",
     ": busy ( -- ) make-channel [ 1 over send dup receive drop ] forever drop "
     ";"},
    {"Yield", ": busy ( -- ) [ yield ] forever ;"},
};

constexpr const char* kMain = R"(
: pong ( Int Int -- )            # to from
  [ dup receive 1 add 2 pick send ] 20 times
  drop drop
;
: leaf ( Int -- ) 1 swap send ;

: main ( -- )
  [ [ busy ] spawn drop ] BUSY times
  make-channel make-channel      # from to
  over over [ pong ] spawn drop
  0 [ over send over receive ] 20 times
  int->string write_line
  [ dup [ leaf ] spawn drop ] 10 times
  [ dup receive drop ] 10 times
  "alive" write_line
  drop drop
;
)";

class FairnessTest : public ::testing::TestWithParam<BusyLoop> {};

TEST_P(FairnessTest, Scenario12BusyStrandsDoNotStarveOthers) {
  const unsigned busy = 2 * std::max(1U, std::thread::hardware_concurrency());
  std::string program = std::string(GetParam().definition) + kMain;
  program.replace(program.find("BUSY"), 4, std::to_string(busy));
  TempDir directory;
  const auto process = StartSeq({directory.Write("busy.seq", program)});
  ASSERT_NE(process, nullptr);
  const Deadline deadline = After(kPatience);
  ASSERT_EQ(process->ReadLine(deadline), "20") << process->Stderr();
  ASSERT_EQ(process->ReadLine(deadline), "alive") << process->Stderr();
  // Main has ended, the busy strands have not.
  process->Signal(SIGINT);
  EXPECT_EQ(process->Wait(deadline), (ExitStatus{130, 0}));
}

INSTANTIATE_TEST_SUITE_P(EveryLoop, FairnessTest, ::testing::ValuesIn(kLoops),
                         [](const ::testing::TestParamInfo<BusyLoop>& loop) {
                           return std::string(loop.param.name);
                         });

}  // namespace
}  // namespace seq::golden
