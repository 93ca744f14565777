#include "runtime/strand_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/cores.h"
#include "runtime/output.h"
#include "runtime/spin.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// Who has had its permit for less than this when it is asked to give way may be
// nearly done, and does not wait behind those that compute for ever. More than
// a slice, for which the system may keep a thread from its core meanwhile; less
// than a tick by the step of the coarse clock, mostly 4 ms.
constexpr auto kBegun = std::chrono::milliseconds(6);

}  // namespace

StrandPool::StrandPool(StrandPoolOptions options)
    : options_([&options] {
        if (options.seed.has_value()) {
          options.permits = 1;
          // How many threads there are must not depend on how long it takes.
          options.idle_before_retiring = std::chrono::hours(24 * 365);
        } else if (options.permits <= 0) {
          options.permits = CountCores();
        }
        return std::move(options);
      }()),
      explorer_(options_.seed.has_value()
                    ? std::make_unique<ScheduleExplorer>(*options_.seed)
                    : nullptr) {
  MutexLock lock(mutex_);
  holders_.resize(options_.permits, nullptr);
  interruptible_.resize(options_.permits, false);
  core_of_permit_.resize(options_.permits, 0);
  for (int i = 0; i < options_.permits; ++i) core_of_permit_[i] = i;
  seen_system_call_.resize(options_.permits, 0);
  for (int i = options_.permits; i > 0; --i) free_permits_.push_back(i - 1);
  if (options_.output != nullptr) {
    options_.output->set_on_dirty([this] { ArmWatchdog(); });
  }
}

StrandPool::~StrandPool() {
  if (options_.output != nullptr) options_.output->set_on_dirty(nullptr);
}

void StrandPool::StopThreads() {
  for (Worker* worker : idle_) worker->parker.Unpark();
  while (threads_ > 0) done_.Wait(mutex_);
}

void StrandPool::Run(StrandTask main) {
  std::thread watchdog = StartWatchdog();
  Spawn(nullptr, 0, std::move(main));
  {
    MutexLock lock(mutex_);
    for (;;) {
      while (live_ > 0) done_.Wait(mutex_);
      if (first_ == nullptr) break;
      WakeList wake;
      UnwindParked(wake);
      UnparkAll(wake);
    }
    stopping_ = true;
    watchdog_wakeup_.NotifyOne();
    if (!options_.process_ends_next) StopThreads();
  }
  watchdog.join();
  if (options_.process_ends_next) return;
  JoinRetired();
  MutexLock lock(mutex_);
  stopping_ = false;
}

int64_t StrandPool::Spawn(Strand* spawner, SiteId site, StrandTask task) {
  WakeList wake;
  int64_t number;
  {
    MutexLock lock(mutex_);
    number = next_number_++;
    auto* strand = new Strand(this, number, std::move(task));
    if (spawner != nullptr) strand->spawner = spawner->number();
    strand->spawn_site = site;
    if (options_.time_strands) {
      strand->spawned_at_ = std::chrono::steady_clock::now();
    }
    Link(strand);
    peak_ = std::max(peak_, static_cast<uint64_t>(number) - finished_);
    EnqueueFresh(strand);
    Dispatch(wake);
    if (!fresh_.empty()) Interrupt(spawner);
    CheckProgress(wake);
  }
  UnparkAll(wake);
  return number;
}

void StrandPool::Link(Strand* strand) {
  strand->previous_ = last_;
  (last_ == nullptr ? first_ : last_->next_) = strand;
  last_ = strand;
  ++live_;
  ++able_;
}

// --- Waiting and waking ------------------------------------------------------

bool StrandPool::Block(Strand* strand, StrandState state, WakeList& wake) {
  SettleOwn(strand);
  SetState(strand, state);
  strand->gave_way_ = false;
  --able_;
  TakePermit(strand);
  Dispatch(wake);
  CheckProgress(wake);
  return free_permits_.size() == holders_.size();
}

void StrandPool::WaitToBeWoken(Strand* strand) {
  if (!explores()) LookOutForCall(strand);
  WakeList wake;
  bool idle = false;
  bool asleep = false;
  if (strand->call_.load(std::memory_order_acquire) != Strand::Call::kCalled) {
    MutexLock lock(mutex_);
    Strand::Call expected = Strand::Call::kNone;
    asleep = strand->call_.compare_exchange_strong(
        expected, Strand::Call::kAsleep, std::memory_order_acquire);
    if (asleep) idle = Block(strand, StrandState::kReceiving, wake);
  }
  UnparkAll(wake);
  if (idle) FlushOutput();
  if (asleep) {
    strand->worker_->parker.Park();
    LeaveCoreToSpinner();
  }
  strand->call_.store(Strand::Call::kNone, std::memory_order_relaxed);
}

void StrandPool::LookOutForCall(const Strand* strand) {
  const auto done = [this, strand] {
    return strand->call_.load(std::memory_order_relaxed) !=
               Strand::Call::kNone ||
           HasRunnable();
  };
  if (LooksBriefly(done)) return;
  const SpinScope scope;
  Spinner spinner(kSpins);
  while (!done() && spinner.Pause()) {
  }
}

void StrandPool::Wake(Strand* strand) {
  // A strand that still looks goes on, and may be gone at once.
  if (strand->call_.exchange(Strand::Call::kCalled,
                             std::memory_order_acq_rel) ==
      Strand::Call::kNone) {
    return;
  }
  WakeList wake;
  {
    MutexLock lock(mutex_);
    ++able_;
    EnqueueWoken(strand);
    Dispatch(wake);
  }
  UnparkAll(wake);
}

void StrandPool::GiveWay(Strand* strand) {
  LetOthersRun(strand, /*asked=*/false);
}

void StrandPool::LetOthersRun(Strand* strand, bool asked) {
  WakeList wake;
  {
    MutexLock lock(mutex_);
    if (explorer_ != nullptr) {
      if (!YieldExplored(strand, wake)) return;
    } else {
      SettleOwn(strand);
      if (strand->permit_ < 0 || !AnyRunnable()) return;
      const bool lately = asked && BeganLately(*strand);
      TakePermit(strand);
      DispatchInTurn(wake);
      if (lately) {
        EnqueueWoken(strand);
      } else {
        EnqueuePreempted(strand);
      }
      strand->gave_way_ = true;
      Dispatch(wake);  // if nobody could take the permit it comes back at once
    }
  }
  UnparkAll(wake);
  strand->worker_->parker.Park();
}

bool StrandPool::BeganLately(const Strand& strand) const {
  return !strand.gave_way_ &&
         CoarseNow() - strand.state_since_.load(std::memory_order_relaxed) <
             kBegun;
}

void StrandPool::LeaveForOutside(Strand* strand) {
  if (explorer_ != nullptr) return LeaveExplored(strand);
  if (strand->outside_) {
    // Most waits of a server come here: nothing that strands share is touched.
    strand->state_since_.store(CoarseNow(), std::memory_order_relaxed);
    return FlushOutput();
  }
  WakeList wake;
  {
    MutexLock lock(mutex_);
    SettleOwn(strand);
    SetState(strand, StrandState::kOutside);
    TakePermit(strand);
    strand->outside_ = true;
    strand->gave_way_ = false;
    Dispatch(wake);
  }
  UnparkAll(wake);
  FlushOutput();
}

void StrandPool::LeaveForInput(Strand* strand) {
  if (explorer_ == nullptr) return LeaveForOutside(strand);
  FlushOutput();
}

void StrandPool::Sleep(Strand* strand, std::chrono::nanoseconds duration) {
  if (explorer_ != nullptr) return SleepExplored(strand, duration);
  const auto end = std::chrono::steady_clock::now() + duration;
  LeaveForOutside(strand);
  std::this_thread::sleep_until(end);
}

void StrandPool::FlushOutput() {
  Output* output = options_.output;
  if (output != nullptr && output->dirty()) output->FlushWithoutWaiting();
}

bool StrandPool::Attend(Strand* strand, uintptr_t native_sp) {
  if (native_sp < strand->quiet_limit_) {
    strand->quiet_limit_ = strand->native_limit_;
  }
  const bool asked =
      strand->call_limit.exchange(strand->quiet_limit_) == Strand::kAttention;
  if (asked) LetOthersRun(strand, /*asked=*/true);
  return native_sp >= strand->native_limit_;
}

// --- Queues and permits ------------------------------------------------------

void StrandPool::SetState(Strand* strand, StrandState state) {
  strand->state_ = state;
  strand->state_since_.store(Now(), std::memory_order_relaxed);
}

void StrandPool::UpdateRunnable() {
  const size_t runnable = fresh_.size() + woken_.size() + preempted_.size();
  // Who spins looks at these: do not take their cache line for nothing.
  if (runnable != runnable_hint_.load(std::memory_order_relaxed)) {
    runnable_hint_.store(runnable, std::memory_order_relaxed);
  }
  const auto idle = static_cast<uint32_t>(free_permits_.size());
  if (idle != idle_permits_hint_.load(std::memory_order_relaxed)) {
    idle_permits_hint_.store(idle, std::memory_order_relaxed);
  }
  if (runnable > 0) ArmWatchdogLocked();
}

void StrandPool::EnqueueFresh(Strand* strand) {
  SetState(strand, StrandState::kNotStarted);
  fresh_.push_back(strand);
}

void StrandPool::EnqueueWoken(Strand* strand) {
  SetState(strand, StrandState::kRunnable);
  woken_.push_back(strand);
}

void StrandPool::EnqueuePreempted(Strand* strand) {
  SetState(strand, StrandState::kRunnable);
  preempted_.push_back(strand);
}

bool StrandPool::AnyRunnable() const {
  return !fresh_.empty() || !woken_.empty() || !preempted_.empty();
}

Strand* StrandPool::TakeFresh() {
  Strand* strand;
  if (fresh_overdue_ || threads_ < kFifoThreads) {
    strand = fresh_.front();
    fresh_.pop_front();
    fresh_overdue_ = false;
  } else {
    strand = fresh_.back();
    fresh_.pop_back();
  }
  return strand;
}

Strand* StrandPool::AssignFresh(Worker* worker) {
  Strand* strand = TakeFresh();
  Lend(worker, strand);
  GrantPermit(strand, free_permits_.back());
  free_permits_.pop_back();
  return strand;
}

void StrandPool::Lend(Worker* worker, Strand* strand) {
  strand->worker_ = worker;
  strand->frames_end_ = worker->stacks.frames_end();
}

void StrandPool::GrantPermit(Strand* strand, int permit) {
  strand->permit_ = permit;
  strand->outside_ = false;
  holders_[permit] = strand;
  seen_system_call_[permit] = 0;  // strands number their calls alike
  SetState(strand, StrandState::kRunning);
}

void StrandPool::TakePermit(Strand* strand) {
  if (strand->permit_ < 0) return;
  holders_[strand->permit_] = nullptr;
  SetInterruptible(strand->permit_, false);
  core_of_permit_[strand->permit_] = strand->worker_->core = CurrentCore();
  free_permits_.push_back(strand->permit_);
  strand->permit_ = -1;
}

void StrandPool::Dispatch(WakeList& wake) {
  if (explorer_ != nullptr) return DispatchExplored(wake);
  while (!free_permits_.empty()) {
    const bool done = DispatchOverdue(wake) || DispatchFrom(woken_, wake) ||
                      DispatchFresh(wake) ||
                      DispatchPreempted(/*interruptible=*/true, wake);
    if (!done) break;
  }
  UpdateRunnable();
}

bool StrandPool::DispatchOverdue(WakeList& wake) {
  if (std::exchange(preempted_overdue_, false) &&
      DispatchPreempted(/*interruptible=*/false, wake)) {
    return true;
  }
  return fresh_overdue_ && DispatchFresh(wake);
}

void StrandPool::DispatchInTurn(WakeList& wake) {
  if (std::exchange(preempted_overdue_, false) &&
      DispatchPreempted(/*interruptible=*/false, wake)) {
    return;
  }
  fresh_turn_ = !fresh_turn_;
  if (!fresh_turn_ && DispatchFrom(woken_, wake)) return;
  fresh_overdue_ = !fresh_.empty();
  DispatchFresh(wake);
}

int StrandPool::NextCore() const {
  return free_permits_.empty() ? CurrentCore()
                               : core_of_permit_[free_permits_.back()];
}

Strand* StrandPool::TakeNearWoken() {
  const int core = NextCore();
  // With one permit all go one after the other: in the order they were woken.
  const bool choose = options_.permits > 1 && passed_over_ < kNearest;
  const ptrdiff_t most = choose ? std::min(kNearest, std::ssize(woken_)) : 1;
  const auto end = woken_.begin() + most;
  auto chosen = std::find_if(woken_.begin(), end, [core](const Strand* strand) {
    return strand->worker_->core == core;
  });
  if (chosen == end) chosen = woken_.begin();
  passed_over_ = chosen == woken_.begin() ? 0 : passed_over_ + 1;
  Strand* const strand = *chosen;
  woken_.erase(chosen);
  return strand;
}

Worker* StrandPool::TakeNearIdle() {
  const int core = NextCore();
  // The latest first: its stacks are in the caches.
  const auto end = idle_.rbegin() + std::min(kNearest, std::ssize(idle_));
  auto chosen = std::find_if(idle_.rbegin(), end, [core](const Worker* worker) {
    return worker->core == core;
  });
  if (chosen == end) chosen = idle_.rbegin();
  Worker* const worker = *chosen;
  idle_.erase(std::next(chosen).base());
  return worker;
}

bool StrandPool::DispatchFrom(std::deque<Strand*>& queue, WakeList& wake) {
  if (queue.empty() || free_permits_.empty()) return false;
  Strand* strand;
  if (&queue == &woken_) {
    strand = TakeNearWoken();
  } else {
    strand = queue.front();
    queue.pop_front();
  }
  GrantPermit(strand, free_permits_.back());
  free_permits_.pop_back();
  wake.push_back(strand->worker_);
  return true;
}

bool StrandPool::DispatchPreempted(bool interruptible, WakeList& wake) {
  if (preempted_.empty() || free_permits_.empty()) return false;
  SetInterruptible(free_permits_.back(), interruptible);
  return DispatchFrom(preempted_, wake);
}

void StrandPool::SetInterruptible(int permit, bool interruptible) {
  const auto index = static_cast<size_t>(permit);
  if (interruptible_[index] == interruptible) return;
  interruptible_[index] = interruptible;
  interruptible_permits_ += interruptible ? 1 : -1;
}

void StrandPool::Interrupt(const Strand* spawner) {
  if (interruptible_permits_ == 0) return;
  for (int permit = 0; permit < options_.permits; ++permit) {
    Strand* const holder = holders_[static_cast<size_t>(permit)];
    if (!interruptible_[static_cast<size_t>(permit)] || holder == spawner) {
      continue;
    }
    SetInterruptible(permit, false);
    holder->call_limit.store(Strand::kAttention, std::memory_order_relaxed);
    return;
  }
}

Worker* StrandPool::ObtainWorker(const StackSizes& sizes, WakeList& wake) {
  if (!idle_.empty()) {
    Worker* worker = TakeNearIdle();
    wake.push_back(worker);
    return worker;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now < retry_thread_ && explorer_ == nullptr) return nullptr;
  const auto worker = StartThread(sizes);
  thread_refusal_ = worker.status();
  if (worker.ok()) return *worker;
  retry_thread_ = now + std::chrono::milliseconds(10);
  return nullptr;
}

bool StrandPool::DispatchFresh(WakeList& wake) {
  if (fresh_.empty() || free_permits_.empty()) return false;
  // The main strand is fresh only while it is alone, so any one tells the size.
  Worker* worker = ObtainWorker(stack_sizes(*fresh_.front()), wake);
  if (worker == nullptr) return false;
  worker->next = AssignFresh(worker);
  return true;
}

void StrandPool::UnparkAll(const WakeList& wake) {
  for (Worker* worker : wake) {
    worker->unparked.store(true, std::memory_order_relaxed);
    worker->parker.Unpark();
  }
}

size_t StrandPool::live_strands() {
  WakeList wake;
  size_t live;
  {
    MutexLock lock(mutex_);
    SettleAll(wake);
    live = live_;
  }
  UnparkAll(wake);
  return live;
}

size_t StrandPool::threads() {
  MutexLock lock(mutex_);
  return threads_;
}

// --- System calls that may wait ----------------------------------------------

SystemCallScope::SystemCallScope(Strand* strand) : strand_(strand) {
  // Odd values mean "in a call"; each call has its own.
  const uint32_t call = strand_->system_call.load(std::memory_order_relaxed);
  strand_->system_call.store(call + 1, std::memory_order_relaxed);
}

SystemCallScope::~SystemCallScope() {
  const uint32_t call = strand_->system_call.load(std::memory_order_relaxed);
  strand_->system_call.store((call | 1) + 1, std::memory_order_relaxed);
}

}  // namespace seq
