#include "cli/run_environment.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/process_end.h"

namespace seq {

// --- The report --------------------------------------------------------------

ReportRequest ParseReportRequest(const char* value) {
  using Form = ReportRequest::Form;
  absl::string_view text = value == nullptr ? "" : value;
  if (text.empty() || text == "0") return {};
  // There are no instrumented programs, so words are not counted.
  if (text == "1" || text == "words") return {Form::kText, std::string(text)};
  if (text == "json") return {Form::kJson, std::string(text)};
  if (absl::ConsumePrefix(&text, "json:")) {
    return {Form::kJsonFile, std::string(text)};
  }
  return {Form::kUnknown, std::string(text)};
}

void WriteReport(const ReportRequest& request,
                 const RunStatistics& statistics) {
  switch (request.form) {
    case ReportRequest::Form::kNone:
      return;
    case ReportRequest::Form::kText:
      std::cerr << StatisticsText(statistics);
      return;
    case ReportRequest::Form::kJsonFile: {
      std::ofstream file(request.text, std::ios::binary);
      if (file << StatisticsJson(statistics) << std::flush) return;
      std::cerr << "Warning: cannot write the report to '" << request.text
                << "'\n";
      [[fallthrough]];
    }
    case ReportRequest::Form::kJson:
      std::cerr << StatisticsJson(statistics);
      return;
    case ReportRequest::Form::kUnknown:
      std::cerr << "Warning: SEQ_REPORT='" << request.text
                << "' not recognized, ignoring\n";
      return;
  }
}

// --- The watchdog ------------------------------------------------------------

namespace {

// The variable's whole number, or `otherwise` if it has none.
int64_t NumberFrom(const char* variable, int64_t otherwise) {
  const char* text = std::getenv(variable);
  int64_t number = 0;
  const bool valid = text != nullptr && absl::SimpleAtoi(text, &number);
  return valid ? number : otherwise;
}

}  // namespace

WatchdogRequest ReadWatchdogRequest() {
  constexpr int64_t kMostSeconds = 1'000'000'000;
  WatchdogRequest request;
  const int64_t threshold = NumberFrom("SEQ_WATCHDOG_SECS", 0);
  if (threshold > 0 && threshold <= kMostSeconds) {
    request.threshold = std::chrono::seconds(threshold);
  }
  const int64_t interval = NumberFrom("SEQ_WATCHDOG_INTERVAL", 5);
  if (interval > 0 && interval <= kMostSeconds) {
    request.interval = std::chrono::seconds(interval);
  }
  const char* action = std::getenv("SEQ_WATCHDOG_ACTION");
  request.exits = action != nullptr && absl::EqualsIgnoreCase(action, "exit");
  return request;
}

StuckStrandWatchdog::StuckStrandWatchdog(const WatchdogRequest& request,
                                         StrandPool* pool)
    : request_(request), pool_(pool) {
  if (request_.threshold.count() == 0) return;
  std::cerr << absl::StrCat(
      "[watchdog] Enabled: threshold=", request_.threshold.count(),
      "s, interval=", request_.interval.count(),
      "s, action=", request_.exits ? "Exit" : "Warn", "\n");
  try {
    thread_ = std::thread([this] { Run(); });
  } catch (const std::system_error& error) {
    std::cerr << "[watchdog] Disabled: the system refuses a thread: "
              << error.what() << "\n";
  }
}

StuckStrandWatchdog::~StuckStrandWatchdog() {
  if (!thread_.joinable()) return;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wakeup_.NotifyAll();
  }
  thread_.join();
}

void StuckStrandWatchdog::Run() {
  for (;;) {
    const auto next = std::chrono::steady_clock::now() + request_.interval;
    {
      MutexLock lock(mutex_);
      while (!stopping_) {
        const auto left = next - std::chrono::steady_clock::now();
        if (left <= std::chrono::nanoseconds(0)) break;
        wakeup_.WaitFor(mutex_, left);
      }
      if (stopping_) return;
    }
    Look();
  }
}

void StuckStrandWatchdog::Look() {
  const StrandPool::StrandAge oldest = pool_->OldestStrand();
  if (oldest.number == 0 || oldest.age < request_.threshold) return;
  std::string text = absl::StrCat(
      "\nWATCHDOG: Strand #", oldest.number, " running for ",
      oldest.age.count(), "s (threshold: ", request_.threshold.count(), "s)\n");
  if (oldest.number == reported_) {
    text += "(strand still stuck, diagnostics suppressed)\n";
  } else {
    text += pool_->DescribeProgram();
  }
  reported_ = oldest.number;
  if (request_.exits) {
    text += "Exiting due to SEQ_WATCHDOG_ACTION=exit\n";
    EndProcess(pool_->options().output, kExitRejected, text);
  }
  std::cerr << text;
}

}  // namespace seq
