// Runs from a seed: one strand at a time, chosen by ScheduleExplorer, in
// virtual time. The rest of the pool comes here wherever an ordinary run would
// let cores, queues or the clock decide.

#include <array>
#include <ctime>
#include <deque>
#include <utility>

#include "runtime/strand_pool.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// A peer in the same process, on a busy machine, has answered by then.
constexpr int kPatientTicks = 10;

// The order within the queues says nothing, since any may be chosen.
Strand* TakeAt(std::deque<Strand*>& queue, size_t index) {
  std::swap(queue[index], queue.back());
  Strand* const strand = queue.back();
  queue.pop_back();
  return strand;
}

}  // namespace

// --- For the calling strand --------------------------------------------------

// A strand that asks over and over whether something has happened must not keep
// time from passing for those that would do it.
bool StrandPool::YieldExplored(Strand* strand, WakeList& wake) {
  WakeSleepers();
  if (!AnyRunnable()) {
    if (explorer_->AnyOutside()) {
      explorer_->ReadClock();
    } else {
      explorer_->JumpToSleeper();
    }
    WakeSleepers();
  }
  if (!AnyRunnable()) return false;
  GiveWayExplored(strand, wake);
  return true;
}

void StrandPool::PassExplored(Strand* strand) {
  WakeList wake;
  {
    MutexLock lock(mutex_);
    WakeSleepers();
    if (!AnyRunnable() || !explorer_->Switches()) return;
    GiveWayExplored(strand, wake);
  }
  UnparkAll(wake);
  strand->worker_->parker.Park();
}

void StrandPool::GiveWayExplored(Strand* strand, WakeList& wake) {
  TakePermit(strand);
  EnqueuePreempted(strand);
  Dispatch(wake);
}

void StrandPool::LeaveExplored(Strand* strand) {
  WakeList wake;
  {
    MutexLock lock(mutex_);
    if (strand->permit_ < 0) return;  // has left
    explorer_->LeaveForOutside();
    SetState(strand, StrandState::kOutside);
    TakePermit(strand);
    Dispatch(wake);
  }
  UnparkAll(wake);
  FlushOutput();
}

void StrandPool::ReturnExplored(Strand* strand) {
  WakeList wake;
  {
    MutexLock lock(mutex_);
    if (strand->permit_ >= 0) return;
    explorer_->ReturnFromOutside();
    EnqueueWoken(strand);
    Dispatch(wake);
  }
  UnparkAll(wake);
  strand->worker_->parker.Park();
}

void StrandPool::SleepExplored(Strand* strand,
                               std::chrono::nanoseconds duration) {
  WakeList wake;
  {
    MutexLock lock(mutex_);
    explorer_->AddSleeper(strand, duration);
    SetState(strand, StrandState::kOutside);
    TakePermit(strand);
    Dispatch(wake);
  }
  UnparkAll(wake);
  strand->worker_->parker.Park();
}

std::optional<std::chrono::nanoseconds> StrandPool::ReadVirtualClock() {
  if (explorer_ == nullptr) return std::nullopt;
  MutexLock lock(mutex_);
  return explorer_->ReadClock();
}

// --- Who goes on -------------------------------------------------------------

void StrandPool::DispatchExplored(WakeList& wake) {
  while (!free_permits_.empty()) {
    WakeSleepers();
    if (DispatchChosen(wake)) break;
    if (AwaitsOutside()) {
      ArmWatchdogLocked();
      break;
    }
    if (!explorer_->JumpToSleeper()) break;
  }
  UpdateRunnable();
}

bool StrandPool::DispatchChosen(WakeList& wake) {
  // Fresh strands last: they are left out when the system refuses a thread.
  const std::array<std::deque<Strand*>*, 3> queues = {&woken_, &preempted_,
                                                      &fresh_};
  const size_t started = woken_.size() + preempted_.size();
  for (size_t count : {started + fresh_.size(), started}) {
    if (count == 0) return false;
    size_t chosen = explorer_->Choose(count);
    size_t queue = 0;
    while (chosen >= queues[queue]->size()) chosen -= queues[queue++]->size();
    if (queues[queue] != &fresh_) {
      Strand* const strand = TakeAt(*queues[queue], chosen);
      wake.push_back(strand->worker_);
      Grant(strand);
      return true;
    }
    Worker* const worker = ObtainWorker(stack_sizes(*fresh_[chosen]), wake);
    if (worker == nullptr) continue;
    Strand* const strand = TakeAt(fresh_, chosen);
    Lend(worker, strand);
    Grant(strand);
    worker->next = strand;
    return true;
  }
  return false;
}

void StrandPool::Grant(Strand* strand) {
  quiet_ticks_ = 0;
  GrantPermit(strand, free_permits_.back());
  free_permits_.pop_back();
}

// --- Time --------------------------------------------------------------------

void StrandPool::WakeSleepers() {
  while (Strand* const strand = explorer_->TakeDue()) EnqueueWoken(strand);
}

bool StrandPool::AwaitsOutside() const {
  return explorer_ != nullptr && explorer_->AnyOutside() &&
         explorer_->has_sleepers() && !free_permits_.empty() &&
         quiet_ticks_ < kPatientTicks;
}

void StrandPool::TickExplored(WakeList& wake) {
  if (AwaitsOutside()) ++quiet_ticks_;
  Dispatch(wake);
}

std::chrono::steady_clock::time_point StrandPool::Now() const {
  return explorer_ == nullptr
             ? CoarseNow()
             : std::chrono::steady_clock::time_point(explorer_->now());
}

// Read at every change of a strand's state: four milliseconds more or less do
// not matter, twenty nanoseconds do.
std::chrono::steady_clock::time_point StrandPool::CoarseNow() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return std::chrono::steady_clock::time_point(
      std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace seq
