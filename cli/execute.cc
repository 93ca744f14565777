#include "cli/execute.h"

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/run_environment.h"
#include "runtime/call.h"
#include "runtime/channel_registry.h"
#include "runtime/input.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/signals.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

// Sanitizers look for what is not released when the process returns from main.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kReturns = true;
#else
constexpr bool kReturns = false;
#endif

// Runs `main` and returns the exit status it leaves: an Int on top if its
// effect says so. The types cannot promise that one is there.
int64_t RunMain(const Executable& executable, Output* output, Strand* strand) {
  Value* sp = Execute(executable.main()->entry, strand->stack_base, strand);
  int64_t status = kExitOk;
  if (executable.main_leaves_status()) {
    if (sp == strand->stack_base || sp[-1].kind != ValueKind::kInt) {
      EndProcess(output, kExitRunTimeError,
                 absl::StrCat("run-time error: main: expected Int on top of "
                              "the stack at the end, got ",
                              sp == strand->stack_base ? "nothing"
                                                       : DescribeValue(sp[-1]),
                              "\n"));
    }
    status = sp[-1].integer;
  }
  ReleaseStacks(strand, sp);
  return status;
}

RunStatistics Statistics(StrandPool& pool, const ChannelRegistry& channels,
                         std::chrono::steady_clock::time_point start) {
  RunStatistics statistics;
  pool.ReadStatistics(&statistics);
  ReadMemoryUse(&statistics);
  statistics.messages_sent = channels.sent();
  statistics.messages_received = channels.received();
  statistics.wall_clock_ms = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(
          std::chrono::steady_clock::now() - start)
          .count());
  return statistics;
}

}  // namespace

int ExecuteProgram(const LoadedProgram& program, const Options& options,
                   const std::vector<std::string>& arguments) {
  Output output(STDOUT_FILENO);
  Input input(STDIN_FILENO);
  ChannelRegistry channels;
  StrandPoolOptions pool_options;
  pool_options.main_stack = options.main_stack;
  pool_options.strand_stack = options.strand_stack;
  pool_options.max_threads = options.max_threads;
  pool_options.seed = options.seed;
  pool_options.locations = program.executable.get();
  pool_options.output = &output;
  pool_options.input = &input;
  pool_options.channels = &channels;
  pool_options.arguments = &arguments;
  pool_options.process_ends_next = !kReturns;
  const auto start = std::chrono::steady_clock::now();
  const ReportRequest report = ParseReportRequest(std::getenv("SEQ_REPORT"));
  if (report.form != ReportRequest::Form::kNone) channels.CountMessages();
  const WatchdogRequest watchdog = ReadWatchdogRequest();
  pool_options.time_strands = watchdog.threshold.count() > 0;
  StrandPool pool(std::move(pool_options));
  SignalThread signals(&pool, &output);
  int64_t status = kExitOk;
  {
    const StuckStrandWatchdog stuck(watchdog, &pool);
    pool.Run([&](Strand* strand) {
      status = RunMain(*program.executable, &output, strand);
    });
  }
  if (output.Flush() == Output::Result::kFailed) {
    EndProcess(nullptr, kExitRunTimeError,
               "run-time error: cannot write to standard output: " +
                   output.error() + "\n");
  }
  WriteReport(report, Statistics(pool, channels, start));
  // What the operating system makes of a status: its low eight bits.
  const int exit_code = static_cast<int>(status & 0xFF);
  if (!kReturns) EndProcess(&output, exit_code);
  return exit_code;
}

}  // namespace seq
