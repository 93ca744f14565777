// SEQ_REPORT and SEQ_WATCHDOG_*.

#include "cli/run_environment.h"

#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

// Two strands, three messages.
constexpr char kProgram[] =
    "# edition: current\n"
    ": main ( -- )\n"
    "  chan.make dup [ 7 swap chan.send drop ] strand.spawn drop\n"
    "  dup 1 swap chan.send drop dup 2 swap chan.send drop\n"
    "  dup chan.receive drop drop dup chan.receive drop drop\n"
    "  chan.receive drop drop drop ;\n";

golden::RunResult RunWith(std::vector<std::string> environment,
                          const std::string& program = kProgram) {
  golden::SubprocessOptions options;
  options.env = std::move(environment);
  return golden::RunSeq({"-e", program}, "", options);
}

TEST(ReportRequest, Forms) {
  using Form = ReportRequest::Form;
  EXPECT_EQ(ParseReportRequest(nullptr).form, Form::kNone);
  EXPECT_EQ(ParseReportRequest("").form, Form::kNone);
  EXPECT_EQ(ParseReportRequest("0").form, Form::kNone);
  EXPECT_EQ(ParseReportRequest("1").form, Form::kText);
  EXPECT_EQ(ParseReportRequest("words").form, Form::kText);
  EXPECT_EQ(ParseReportRequest("json").form, Form::kJson);
  EXPECT_EQ(ParseReportRequest("json:a/b").form, Form::kJsonFile);
  EXPECT_EQ(ParseReportRequest("json:a/b").text, "a/b");
  EXPECT_EQ(ParseReportRequest("yes").form, Form::kUnknown);
}

TEST(RunStatistics, Text) {
  RunStatistics statistics;
  statistics.wall_clock_ms = 12;
  statistics.strands_spawned = 3;
  statistics.messages_sent = 4;
  EXPECT_EQ(StatisticsText(statistics),
            "=== SEQ REPORT ===\n"
            "Wall clock:      12 ms\n"
            "Strands spawned: 3\n"
            "Strands done:    0\n"
            "Peak strands:    0\n"
            "Worker threads:  0\n"
            "Arena current:   0 bytes\n"
            "Arena peak:      0 bytes\n"
            "Messages sent:   4\n"
            "Messages recv:   0\n"
            "==================\n");
}

TEST(Report, CountsStrandsAndMessages) {
  const golden::RunResult run = RunWith({"SEQ_REPORT=1"});
  EXPECT_EQ(run.status, (golden::ExitStatus{.code = 0})) << run.err;
  EXPECT_THAT(run.err, StartsWith("=== SEQ REPORT ===\nWall clock:      "));
  EXPECT_THAT(run.err, HasSubstr("\nStrands spawned: 2\nStrands done:    2\n"));
  EXPECT_THAT(run.err, HasSubstr("\nMessages sent:   3\nMessages recv:   3\n"));
}

TEST(Report, Json) {
  const golden::RunResult run = RunWith({"SEQ_REPORT=json"});
  EXPECT_THAT(run.err,
              MatchesRegex("\\{\"arena_bytes\":[0-9]+,\"arena_peak_bytes\":"
                           "[0-9]+,\"messages_received\":3,\"messages_sent\":3,"
                           "\"peak_strands\":[12],\"strands_completed\":2,"
                           "\"strands_spawned\":2,\"wall_clock_ms\":[0-9]+,"
                           "\"worker_threads\":[0-9]+\\}"));
}

TEST(Report, JsonFile) {
  const golden::TempDir directory;
  const std::string path = directory.File("report");
  EXPECT_EQ(RunWith({"SEQ_REPORT=json:" + path}).err, "");
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(text, HasSubstr("\"messages_sent\":3"));
}

TEST(Report, FileThatCannotBeWritten) {
  const std::string err = RunWith({"SEQ_REPORT=json:/no/such/file"}).err;
  EXPECT_THAT(err, StartsWith("Warning: cannot write the report to "
                              "'/no/such/file'\n{\"arena_bytes\""));
}

TEST(Report, UnknownFormIsIgnoredWithAWarning) {
  EXPECT_EQ(RunWith({"SEQ_REPORT=yes"}).err,
            "Warning: SEQ_REPORT='yes' not recognized, ignoring\n");
}

TEST(Report, NotAfterOsExit) {
  EXPECT_EQ(RunWith({"SEQ_REPORT=1"}, ": main ( -- ) 3 os.exit ;").err, "");
}

constexpr char kWaits[] =
    "# edition: current\n: main ( -- ) 60000 time.sleep-ms ;";

TEST(Watchdog, EndsAStuckProgram) {
  const golden::RunResult run =
      RunWith({"SEQ_WATCHDOG_SECS=1", "SEQ_WATCHDOG_INTERVAL=1",
               "SEQ_WATCHDOG_ACTION=EXIT"},
              kWaits);
  EXPECT_EQ(run.status, (golden::ExitStatus{.code = 1})) << run.err;
  EXPECT_THAT(run.err, StartsWith("[watchdog] Enabled: threshold=1s, "
                                  "interval=1s, action=Exit\n"));
  EXPECT_THAT(run.err, HasSubstr("\n\nWATCHDOG: Strand #1 running for "));
  EXPECT_THAT(run.err, HasSubstr("s (threshold: 1s)\n"));
  EXPECT_THAT(run.err,
              HasSubstr("\nExiting due to SEQ_WATCHDOG_ACTION=exit\n"));
}

TEST(Watchdog, OffByDefaultAndForNonsense) {
  EXPECT_EQ(RunWith({"SEQ_WATCHDOG_SECS=soon"}).err, "");
  EXPECT_EQ(RunWith({"SEQ_WATCHDOG_SECS=0"}).err, "");
}

}  // namespace
}  // namespace seq
