// RunStatistics: figures about a program's run, for the report at its end.
//
// The formats are those of docs/language/current.md, "Environment".

#ifndef SEQ_RUNTIME_RUN_STATISTICS_H_
#define SEQ_RUNTIME_RUN_STATISTICS_H_

#include <cstdint>
#include <string>

namespace seq {

struct RunStatistics {
  uint64_t wall_clock_ms = 0;
  uint64_t strands_spawned = 0;  // the main strand counts, weaves do not
  uint64_t strands_completed = 0;
  uint64_t peak_strands = 0;
  uint64_t worker_threads = 0;  // how many may compute at once
  // Memory of the process: now, and at its highest.
  uint64_t arena_bytes = 0;
  uint64_t arena_peak_bytes = 0;
  uint64_t messages_sent = 0;
  uint64_t messages_received = 0;
};

// Several lines, each ending in a line break.
std::string StatisticsText(const RunStatistics& statistics);
// One object, keys in alphabetical order, without a line break at the end.
std::string StatisticsJson(const RunStatistics& statistics);

// Fills in arena_bytes and arena_peak_bytes from what the system says about
// this process; leaves them alone if it says nothing.
void ReadMemoryUse(RunStatistics* statistics);

}  // namespace seq

#endif  // SEQ_RUNTIME_RUN_STATISTICS_H_
