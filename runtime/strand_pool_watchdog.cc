// The watchdog: every 10 ms, while anything waits for attention, it asks
// computing strands to give way, takes permits back from system calls that
// wait, retries refused threads and flushes the output. Asleep otherwise. With
// a seed only the last two, and time passes while strands wait for sockets.

#include <system_error>

#include "absl/strings/str_cat.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

constexpr auto kTick = std::chrono::milliseconds(10);
// How long strands that were woken or never ran may go before one that gave
// way.
constexpr auto kPreemptedPatience = std::chrono::milliseconds(100);

}  // namespace

void StrandPool::ArmWatchdog() {
  if (watchdog_armed_.exchange(true)) return;
  MutexLock lock(mutex_);
  watchdog_wakeup_.NotifyOne();
}

void StrandPool::ArmWatchdogLocked() {
  // The watchdog disarms itself under mutex_ and looks at the queues right
  // after.
  if (watchdog_armed_.load(std::memory_order_relaxed)) return;
  if (!watchdog_armed_.exchange(true)) watchdog_wakeup_.NotifyOne();
}

std::thread StrandPool::StartWatchdog() {
  try {
    return std::thread([this] { RunWatchdog(); });
  } catch (const std::system_error& error) {
    EndProcess(options_.output, kExitRunTimeError,
               absl::StrCat("run-time error: the system refuses a thread: ",
                            error.what(), "\n"));
  }
}

void StrandPool::SleepOneTick() {
  const auto end = std::chrono::steady_clock::now() + kTick;
  while (!stopping_) {
    // Whoever armed the watchdog may notify it only now: that is no reason to
    // look earlier.
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds(0)) return;
    watchdog_wakeup_.WaitFor(mutex_, left);
  }
}

void StrandPool::RunWatchdog() {
  const auto output_dirty = [this] {
    return options_.output != nullptr && options_.output->dirty();
  };
  for (;;) {
    WakeList wake;
    {
      MutexLock lock(mutex_);
      while (!watchdog_armed_.load() && !stopping_) {
        watchdog_wakeup_.Wait(mutex_);
      }
      SleepOneTick();
      if (stopping_) return;
      WatchdogTick(wake);
    }
    UnparkAll(wake);
    // Never waits for a slow reader: others need the watchdog.
    if (output_dirty()) options_.output->FlushWithoutWaiting();
    MutexLock lock(mutex_);
    // The exchange orders this after whoever armed the watchdog last, so what
    // they saw to do is seen here.
    watchdog_armed_.exchange(false);
    if (AnyRunnable() || AwaitsOutside() || output_dirty()) {
      watchdog_armed_.store(true);
    }
  }
}

void StrandPool::WatchdogTick(WakeList& wake) {
  if (explorer_ != nullptr) return TickExplored(wake);
  if (!AnyRunnable()) return;
  fresh_overdue_ = !fresh_.empty();
  preempted_overdue_ =
      !preempted_.empty() &&
      std::chrono::steady_clock::now() - preempted_.front()->state_since_ >=
          kPreemptedPatience;
  RetakePermits();
  Dispatch(wake);
  if (!AnyRunnable()) return;
  for (Strand* strand : holders_) {
    if (strand != nullptr) {
      strand->call_limit.store(Strand::kAttention, std::memory_order_relaxed);
    }
  }
}

void StrandPool::RetakePermits() {
  for (size_t i = 0; i < holders_.size(); ++i) {
    Strand* strand = holders_[i];
    const uint32_t call =
        strand == nullptr ? 0
                          : strand->system_call.load(std::memory_order_relaxed);
    const bool in_call = call % 2 == 1;
    if (in_call && call == seen_system_call_[i]) {
      SetState(strand, StrandState::kOutside);
      strand->wait_site = 0;  // of an earlier wait
      TakePermit(strand);
    }
    seen_system_call_[i] = in_call ? call : 0;
  }
}

}  // namespace seq
