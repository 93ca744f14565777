#include "runtime/run_statistics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace seq {

std::string StatisticsText(const RunStatistics& statistics) {
  const std::pair<const char*, std::string> lines[] = {
      {"Wall clock:", absl::StrCat(statistics.wall_clock_ms, " ms")},
      {"Strands spawned:", absl::StrCat(statistics.strands_spawned)},
      {"Strands done:", absl::StrCat(statistics.strands_completed)},
      {"Peak strands:", absl::StrCat(statistics.peak_strands)},
      {"Worker threads:", absl::StrCat(statistics.worker_threads)},
      {"Arena current:", absl::StrCat(statistics.arena_bytes, " bytes")},
      {"Arena peak:", absl::StrCat(statistics.arena_peak_bytes, " bytes")},
      {"Messages sent:", absl::StrCat(statistics.messages_sent)},
      {"Messages recv:", absl::StrCat(statistics.messages_received)},
  };
  std::string text = "=== SEQ REPORT ===\n";
  for (const auto& [label, value] : lines) {
    absl::StrAppendFormat(&text, "%-17s%s\n", label, value);
  }
  return text + "==================\n";
}

std::string StatisticsJson(const RunStatistics& statistics) {
  return absl::StrCat("{\"arena_bytes\":", statistics.arena_bytes,
                      ",\"arena_peak_bytes\":", statistics.arena_peak_bytes,
                      ",\"messages_received\":", statistics.messages_received,
                      ",\"messages_sent\":", statistics.messages_sent,
                      ",\"peak_strands\":", statistics.peak_strands,
                      ",\"strands_completed\":", statistics.strands_completed,
                      ",\"strands_spawned\":", statistics.strands_spawned,
                      ",\"wall_clock_ms\":", statistics.wall_clock_ms,
                      ",\"worker_threads\":", statistics.worker_threads, "}");
}

void ReadMemoryUse(RunStatistics* statistics) {
  std::ifstream file("/proc/self/statm");
  uint64_t total_pages = 0;
  uint64_t resident_pages = 0;
  if (file >> total_pages >> resident_pages) {
    statistics->arena_bytes =
        resident_pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  }
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    statistics->arena_peak_bytes = std::max(
        static_cast<uint64_t>(usage.ru_maxrss) * 1024, statistics->arena_bytes);
  }
}

}  // namespace seq
