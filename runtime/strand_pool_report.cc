// What is said about strands: deadlocks, exhausted threads, dumps on request.

#include <ctime>
#include <iterator>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/numbered_object.h"
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
      return "waiting on channel ";
    case StrandState::kResuming:
      return "waits for weave ";
    case StrandState::kParked:
      return "parked in yield";
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

// "512 B", "1.50 KB", "6.79 MB".
std::string ByteCount(uint64_t bytes) {
  constexpr const char* kUnits[] = {"KB", "MB", "GB"};
  if (bytes < 1024) return absl::StrCat(bytes, " B");
  double amount = static_cast<double>(bytes) / 1024;
  size_t unit = 0;
  while (amount >= 1024 && unit + 1 < std::size(kUnits)) {
    amount /= 1024;
    ++unit;
  }
  return absl::StrFormat("%.2f %s", amount, kUnits[unit]);
}

}  // namespace

std::string StrandTitle(int64_t number) {
  return number < 0 ? absl::StrCat("weave ", -number)
                    : absl::StrCat("strand ", number);
}

std::string StrandPool::DescribeStrands() {
  WakeList wake;
  std::string text;
  {
    MutexLock lock(mutex_);
    SettleAll(wake);
    text = DescribeStrandsLocked(FindLeaked());
  }
  UnparkAll(wake);
  return text;
}

// The place where a strand that waits does so; 0 for one that does not.
SiteId StrandPool::WaitSite(const Strand& strand) {
  const bool waits = strand.state_ == StrandState::kReceiving ||
                     strand.state_ == StrandState::kResuming ||
                     strand.state_ == StrandState::kParked ||
                     strand.state_ == StrandState::kOutside;
  return waits ? strand.wait_site.load(std::memory_order_relaxed) : 0;
}

std::string StrandPool::DescribeStrand(const Strand& strand) {
  const LocationTable& locations = *options_.locations;
  std::string text = StrandTitle(strand.number());
  if (strand.spawner == 0) {
    absl::StrAppend(&text, " (main)");
  } else {
    absl::StrAppend(&text, strand.weave == nullptr ? ", spawned by " : ", of ",
                    StrandTitle(strand.spawner), " at ",
                    RenderPlace(locations.Resolve(strand.spawn_site)));
  }
  absl::StrAppend(&text, ": ", Describe(strand.state_));
  if (strand.state_ == StrandState::kReceiving ||
      strand.state_ == StrandState::kResuming) {
    absl::StrAppend(&text, strand.wait_channel.load(std::memory_order_relaxed));
  }
  absl::StrAppend(
      &text, " for ",
      Age(Now() - strand.state_since_.load(std::memory_order_relaxed)), "\n");
  if (const SiteId site = WaitSite(strand); site != 0) {
    const Location place = locations.Resolve(site);
    absl::StrAppend(&text, "  ", place.text, " in ", place.word, " at ",
                    RenderPlace(place), "\n");
  }
  return text + RenderBackTrace(CaptureBackTrace(strand), locations);
}

// The line below a leaked strand's entry. While others go on, one of them may
// come by the number of a channel of the classic edition.
std::string StrandPool::DescribeLeak(const Strand& strand) {
  std::string text = "  leaked: ";
  if (strand.state_ == StrandState::kResuming) {
    absl::StrAppend(&text, "its weave can never go on");
  } else {
    const bool opaque = static_cast<NumberedObject*>(strand.awaited)->opaque();
    absl::StrAppend(
        &text, "nobody can send to its channel",
        opaque || able_ == 0 ? "" : " without making up its number");
  }
  if (strand.spawner != 0) {
    absl::StrAppend(
        &text, ", ", strand.weave == nullptr ? "spawned" : "made", " at ",
        RenderPlace(options_.locations->Resolve(strand.spawn_site)));
  }
  return text + "\n";
}

std::string StrandPool::DescribeStrandsLocked(const StrandSet& leaked) {
  std::string text;
  // wait, spawn, leaked -> count
  std::map<std::tuple<SiteId, SiteId, bool>, size_t> others;
  size_t shown = 0;
  for (const Strand* strand = first_; strand != nullptr;
       strand = strand->next_) {
    if (shown++ < kStrandsInFull) {
      absl::StrAppend(&text, DescribeStrand(*strand));
      if (leaked.contains(strand)) {
        absl::StrAppend(&text, DescribeLeak(*strand));
      }
    } else {
      ++others[{WaitSite(*strand), strand->spawn_site,
                leaked.contains(strand)}];
    }
  }
  for (const auto& [sites, count] : others) {
    absl::StrAppend(&text, "and ", count, " more strands");
    const auto& [wait, spawn, is_leaked] = sites;
    const auto place = [this](SiteId site) {
      return RenderPlace(options_.locations->Resolve(site));
    };
    if (spawn != 0) absl::StrAppend(&text, " spawned at ", place(spawn));
    if (wait != 0) absl::StrAppend(&text, " that wait at ", place(wait));
    if (is_leaked) absl::StrAppend(&text, ", leaked");
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string StrandPool::DescribeProgram() {
  RunStatistics statistics;
  ReadStatistics(&statistics);
  ReadMemoryUse(&statistics);
  size_t live;
  size_t threads;
  size_t leaked;
  std::string strands;
  WakeList wake;
  {
    MutexLock lock(mutex_);
    SettleAll(wake);
    live = live_;
    threads = threads_;
    const StrandSet found = FindLeaked();
    leaked = found.size();
    strands = DescribeStrandsLocked(found);
  }
  UnparkAll(wake);
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char timestamp[32];
  std::strftime(timestamp, sizeof(timestamp), "%Y-%m-%d %H:%M:%S UTC", &utc);
  return absl::StrCat(
      "=== Seq Runtime Diagnostics ===\nTimestamp: ", timestamp,
      "\n\n[Strands]\n  Active: ", live,
      "\n  Spawned: ", statistics.strands_spawned,
      " (total)\n  Completed: ", statistics.strands_completed,
      " (total)\n  Peak: ", statistics.peak_strands, " (high-water mark)\n",
      leaked == 0
          ? ""
          : absl::StrCat("  WARNING: ", leaked, " strands are leaked\n"),
      "\n[Active Strand Details]\n", strands,
      "\n[Memory]\n  Tracked threads: ", threads,
      "\n  Arena bytes: ", ByteCount(statistics.arena_bytes),
      " (across all threads)\n\n=== End Diagnostics ===\n");
}

absl::string_view StrandPool::DescribeDeadlock() {
  for (const Strand* strand = first_; strand != nullptr;
       strand = strand->next_) {
    if (strand->state_ == StrandState::kResuming) {
      return "every strand waits on a channel or for a weave and none is left "
             "that could go on";
    }
  }
  return "every strand waits on a channel and none is left that could send";
}

size_t StrandPool::CountParked() {
  size_t parked = 0;
  for (const Strand* strand = first_; strand != nullptr;
       strand = strand->next_) {
    if (strand->state_ == StrandState::kParked) ++parked;
  }
  return parked;
}

void StrandPool::CheckProgress(WakeList& wake) {
  if (live_ == 0 || able_ > fresh_.size()) return;
  if (able_ == 0) {
    EndProcess(options_.output, kExitRunTimeError,
               absl::StrCat("run-time error: deadlock: ", DescribeDeadlock(),
                            "\n", DescribeStrandsLocked(FindLeaked())));
  }
  // Only strands that have not started are left. A retiring worker will take
  // one; one that has just ended may still count for the system.
  if (retiring_ > 0) return;
  do {
    retry_thread_ = {};
    Dispatch(wake);
    if (able_ > fresh_.size()) return;
  } while (JoinRetiredLocked());
  const size_t parked = CountParked();
  EndProcess(
      options_.output, kExitRunTimeError,
      absl::StrCat(
          "run-time error: cannot start another strand: ",
          thread_refusal_.message(), "\n",
          parked == 0 ? "" : absl::StrCat(parked, " weaves are parked, "),
          live_ - able_,
          " strands wait on channels, each with its thread, and ", able_,
          " have not started; none can go on\n"));
}

void StrandPool::ReadStatistics(RunStatistics* statistics) {
  MutexLock lock(mutex_);
  statistics->strands_spawned = static_cast<uint64_t>(next_number_) - 1;
  statistics->strands_completed = finished_;
  statistics->peak_strands = peak_;
  statistics->worker_threads = holders_.size();
}

StrandPool::StrandAge StrandPool::OldestStrand() {
  MutexLock lock(mutex_);
  // Strands are linked in the order in which they were spawned.
  const Strand* oldest = first_;
  while (oldest != nullptr && oldest->number() < 0) oldest = oldest->next_;
  if (oldest == nullptr) return {};
  return {oldest->number(),
          std::chrono::duration_cast<std::chrono::seconds>(
              std::chrono::steady_clock::now() - oldest->spawned_at_)};
}

}  // namespace seq
