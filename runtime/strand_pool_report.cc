// What is said about strands: deadlocks, exhausted threads, dumps on request.

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

// Strands shown in full; the others are counted by what they do and who
// spawned them, since ten thousand equal paragraphs help nobody.
constexpr size_t kStrandsInFull = 100;

absl::string_view Describe(StrandState state) {
  switch (state) {
    case StrandState::kNotStarted:
      return "not started yet";
    case StrandState::kRunning:
      return "running";
    case StrandState::kRunnable:
      return "waiting for a processor";
    case StrandState::kReceiving:
      return "waiting";
    case StrandState::kOutside:
      return "in a call that waits for the outside world";
  }
  return "?";
}

std::string Age(std::chrono::steady_clock::duration age) {
  const double seconds = std::chrono::duration<double>(age).count();
  if (seconds >= 1) return absl::StrFormat("%.1f s", seconds);
  return absl::StrFormat("%.0f ms", seconds * 1000);
}

}  // namespace

std::string StrandPool::DescribeStrands() {
  MutexLock lock(mutex_);
  return DescribeStrandsLocked();
}

std::string StrandPool::DescribeStrandsLocked() {
  const auto now = std::chrono::steady_clock::now();
  const LocationTable& locations = *options_.locations;
  std::string text;
  std::map<std::pair<SiteId, SiteId>, size_t> others;  // wait, spawn -> count
  size_t shown = 0;
  for (const Strand* strand = first_; strand != nullptr;
       strand = strand->next_) {
    const bool receiving = strand->state_ == StrandState::kReceiving;
    if (shown++ >= kStrandsInFull) {
      ++others[{receiving ? strand->wait_site : 0, strand->spawn_site}];
      continue;
    }
    absl::StrAppend(&text, "strand ", strand->number());
    if (strand->spawner == 0) {
      absl::StrAppend(&text, " (main)");
    } else {
      absl::StrAppend(&text, ", spawned by strand ", strand->spawner, " at ",
                      RenderPlace(locations.Resolve(strand->spawn_site)));
    }
    absl::StrAppend(&text, ": ", Describe(strand->state_));
    if (receiving) {
      absl::StrAppend(&text, " on channel ", strand->wait_channel);
    }
    absl::StrAppend(&text, " for ", Age(now - strand->state_since_), "\n");
    if (receiving) {
      const Location place = locations.Resolve(strand->wait_site);
      absl::StrAppend(&text, "  ", place.text, " in ", place.word, " at ",
                      RenderPlace(place), "\n");
    }
    absl::StrAppend(&text,
                    RenderBackTrace(CaptureBackTrace(*strand), locations));
  }
  for (const auto& [sites, count] : others) {
    absl::StrAppend(&text, "and ", count, " more strands");
    if (sites.second != 0) {
      absl::StrAppend(&text, " spawned at ",
                      RenderPlace(locations.Resolve(sites.second)));
    }
    if (sites.first != 0) {
      absl::StrAppend(&text, " that wait at ",
                      RenderPlace(locations.Resolve(sites.first)));
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

void StrandPool::CheckProgress(WakeList& wake) {
  if (live_ == 0 || able_ > fresh_.size()) return;
  if (able_ == 0) {
    EndProcess(options_.output, kExitRunTimeError,
               absl::StrCat("run-time error: deadlock: every strand waits on a "
                            "channel and none is left that could send\n",
                            DescribeStrandsLocked()));
  }
  // Only strands that have not started are left. A retiring worker will take
  // one; one that has just ended may still count for the system.
  if (retiring_ > 0) return;
  do {
    retry_thread_ = {};
    Dispatch(wake);
    if (able_ > fresh_.size()) return;
  } while (JoinRetiredLocked());
  EndProcess(
      options_.output, kExitRunTimeError,
      absl::StrCat("run-time error: cannot start another strand: ",
                   thread_refusal_.message(), "\n", live_ - able_,
                   " strands wait on channels, each with its thread, and ",
                   able_, " have not started; none can go on\n"));
}

}  // namespace seq
