// What the environment asks of a run: the report at its end (SEQ_REPORT) and
// the watchdog for stuck strands (SEQ_WATCHDOG_SECS, _INTERVAL, _ACTION).

#ifndef SEQ_CLI_RUN_ENVIRONMENT_H_
#define SEQ_CLI_RUN_ENVIRONMENT_H_

#include <chrono>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "runtime/mutex.h"
#include "runtime/run_statistics.h"
#include "runtime/strand_pool.h"

namespace seq {

struct ReportRequest {
  enum class Form { kNone, kText, kJson, kJsonFile, kUnknown };
  Form form = Form::kNone;
  std::string text;  // as written; kJsonFile: the path
};

// What `value` of SEQ_REPORT (may be null) asks for.
ReportRequest ParseReportRequest(const char* value);

// Writes the report to where it is wanted; to standard error, after a warning,
// if that cannot be written.
void WriteReport(const ReportRequest& request, const RunStatistics& statistics);

struct WatchdogRequest {
  std::chrono::seconds threshold{0};  // 0: no watchdog
  std::chrono::seconds interval{5};
  bool exits = false;
};

// From the three variables; values that are no numbers count as not set.
WatchdogRequest ReadWatchdogRequest();

// Says on standard error which strand has been there for too long, every
// interval, until it is destroyed; ends the process with status 1 if asked to.
// Has a thread of its own. `pool` must outlive it.
class StuckStrandWatchdog {
 public:
  // Does nothing if the request is for no watchdog.
  StuckStrandWatchdog(const WatchdogRequest& request, StrandPool* pool);
  ~StuckStrandWatchdog();
  StuckStrandWatchdog(const StuckStrandWatchdog&) = delete;
  StuckStrandWatchdog& operator=(const StuckStrandWatchdog&) = delete;

 private:
  void Run();
  void Look();

  const WatchdogRequest request_;
  StrandPool* const pool_;
  int64_t reported_ = 0;  // the strand that was reported last
  Mutex mutex_;
  CondVar wakeup_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace seq

#endif  // SEQ_CLI_RUN_ENVIRONMENT_H_
