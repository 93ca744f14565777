// StrandPool: decides when a strand gets its thread, and when a thread
// computes.
//
// Every strand runs on one pooled OS thread from its first instruction to its
// last; nothing is multiplexed on a native stack. What is scheduled is only
// when a queued strand starts and which threads compute:
//
//  * A *permit* is the right to compute. There are as many as cores. A strand
//    that waits on a channel keeps its thread and hands its permit on.
//  * A strand that has not started holds neither thread nor stack. The start
//    order is first-in-first-out while few threads exist and newest-first
//    beyond kFifoThreads, where the oldest is started every 10 ms so that none
//    waits for ever.
//  * A thread that became free starts fresh strands first (up to kFreshInARow);
//    a strand that blocks prefers to hand its permit to a woken strand.
//  * A strand that computes for long is asked every 10 ms to give way, if
//    something else could run (runtime/call.h checks at calls and in loops). It
//    then queues behind strands that were woken and strands that never ran, so
//    that busy strands do not delay the others, unless it has only just begun.
//    When it goes on from there it is also asked as soon as a strand is
//    spawned. But who has waited for 100 ms goes first in every other tick, for
//    all of the tick, so that nobody starves.
//  * Calls that wait for the outside world give the permit up and go on without
//    one until the strand next waits on a channel. Calls that usually do not
//    wait (files, standard output) keep it; the watchdog takes it back if they
//    turn out to.
//  * Threads are used again. One that stays idle gives the pages of its stacks
//    back and later ends; one whose strand recursed deeply gives the pages of
//    its native stack back when that strand ends, however busy it is.
//  * When the system refuses another thread, strands stay queued and run as
//    threads come free. If none can come free, the program ends with an error
//    that names the limit.
//  * The body of a weave (runtime/weave.h) is a strand as well. Resumer and
//    body hand one permit to and fro, past the queues, or, while both look out,
//    share it past the pool. While the body is parked in `yield` it keeps its
//    thread but does not count as live.
//  * Of the strands and threads that could go on with a permit, one that last
//    computed on the same core is preferred: waking another core takes longer
//    than many strands run.
//  * When every strand waits on a channel or for a weave, none can ever run
//    again. That is a deadlock, reported with every strand's place, exit status
//    70. Strands that wait for ever while others go on are found when somebody
//    asks what strands do (FindLeaked).
//  * With a seed, a run can be repeated (strand_pool_explored.cc): there is one
//    permit, and who gets it, who gives way at switch points, and what time it
//    is, is up to ScheduleExplorer. Nobody is asked to give way, no permit is
//    taken back, and nothing of the run depends on how long anything takes.
//
// Thread-safety: all public methods are thread-safe; those that take a Strand*
// for the calling strand must be called on its thread.
//
// Invariants (guarded by mutex_):
//  1. permits held + free_permits_ == options.permits.
//  2. live_ counts strands from Spawn, or a weave's first resume, to the end of
//     their task, except those that are kParked; it is exact even when a strand
//     cannot be started. The list from first_ holds these and the parked ones.
//  3. able_ counts live strands that are neither kReceiving nor kResuming.
//     able_ == 0 with live_ > 0 means deadlock, since only a strand that can
//     run can send, resume or yield. The waker counts for the woken, before it
//     can wait or end itself (tests/model/deadlock.pml). A strand that looks
//     out for a direct hand-over (runtime/weave.h) counts in live_ and able_
//     until that is settled; its permit may be what its body computes on.
//  4. A worker is exactly one of: in idle_, running a strand, retiring (counted
//     by retiring_), ended and in retired_. A retiring worker turns round if a
//     strand needs it, so while there is one, threads are not exhausted.
//  5. With a seed, a strand that runs anything of the program holds the permit.

#ifndef SEQ_RUNTIME_STRAND_POOL_H_
#define SEQ_RUNTIME_STRAND_POOL_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/location.h"
#include "runtime/mutex.h"
#include "runtime/run_statistics.h"
#include "runtime/run_time_error.h"
#include "runtime/schedule_explorer.h"
#include "runtime/strand.h"

namespace seq {

class ChannelRegistry;
class HandOverLuck;
class Input;
class LeakSearch;
class Output;

struct StrandPoolOptions {
  int permits = 0;  // 0: the number of cores; not looked at with a seed
  std::optional<uint64_t> seed;  // see runtime/schedule_explorer.h
  StackSizes main_stack;
  StackSizes strand_stack;
  size_t max_threads = 0;  // 0: whatever the system allows
  // An idle worker gives the pages of its stacks back after the first time and
  // ends when the second one has passed as well.
  std::chrono::milliseconds idle_before_trim{1000};
  std::chrono::milliseconds idle_before_retiring{2000};
  const LocationTable* locations = nullptr;  // outlives the pool
  Output* output = nullptr;                  // flushed when the program waits
  Input* input = nullptr;                    // read by strands
  ChannelRegistry* channels = nullptr;       // outlives every value
  bool time_strands = false;                 // remember when each was spawned
  // Run leaves idle threads to the end of the process, which the caller brings
  // about (EndProcess): to stop ten thousand takes as long as to start them.
  bool process_ends_next = false;
  const std::vector<std::string>* arguments = nullptr;  // program name first
};

class StrandPool {
 public:
  static constexpr size_t kFifoThreads = 256;
  static constexpr int kFreshInARow = 64;
  // Among how many to look for one that computed on this core.
  static constexpr ptrdiff_t kNearest = 8;

  explicit StrandPool(StrandPoolOptions options);
  // REQUIRES: Run has returned.
  ~StrandPool();

  // Runs `main` as strand 1 and blocks until it and every strand it led to have
  // ended; weaves that are parked then are cancelled. Stops the threads, unless
  // options.process_ends_next. Does not return if the program fails: a run-time
  // error, a deadlock or exhausted threads end the process (EndProcess).
  void Run(StrandTask main);

  // Starts a strand and returns its number. Never blocks. `spawner` is the
  // calling strand.
  int64_t Spawn(Strand* spawner, SiteId site, StrandTask task);

  // --- For the calling strand ----------------------------------------------

  // Waits until Wake(strand) is or was called. The strand's wait_* fields say
  // what for. Everything a waker needs must be published before.
  void WaitToBeWoken(Strand* strand);
  // Makes `strand`, which is or soon will be in WaitToBeWoken, run again.
  void Wake(Strand* strand);

  // --- Weaves: used by class Weave only, see there for what they do ---------

  int64_t NumberWeave() { return next_weave_.fetch_add(1); }
  // Returns what came of it. `sent` was taken over, and `*answer` is set, on
  // kYielded and kFinished only.
  // Here and below, `sp` is where the calling strand's stack ends, or null.
  WeaveOutcome ResumeWeave(Strand* strand, Weave* weave, SiteId site,
                           const Value* sp, const Value& sent, Value* answer);
  // Returns false if the body is to unwind; `value` was taken over in any case.
  bool YieldFromWeave(Strand* body, SiteId site, const Value* sp,
                      const Value& value, Value* next);
  // The body's stacks are empty, its task is about to end.
  void FinishWeave(Strand* body);
  void CancelWeave(Weave* weave);

  // -------------------------------------------------------------------------

  // Lets others run if any wait for a permit.
  void GiveWay(Strand* strand);

  // Call before a system call that is known to wait for the outside world.
  void LeaveForOutside(Strand* strand);
  // The same before one that waits for standard input.
  void LeaveForInput(Strand* strand);
  // Call when the strand goes on after LeaveForOutside, or if it might have
  // been called. With a seed, waits for the permit.
  void ReturnFromOutside(Strand* strand) {
    if (explores()) ReturnExplored(strand);
  }

  // With a seed, another strand may go on here; see runtime/switch_point.h.
  void PassSwitchPoint(Strand* strand) {
    if (explores()) PassExplored(strand);
  }

  // Blocks the strand for at least that long, which is not negative.
  void Sleep(Strand* strand, std::chrono::nanoseconds duration);
  // With a seed, what the program's clock says: virtual time since its start.
  std::optional<std::chrono::nanoseconds> ReadVirtualClock();
  // Whether there is a seed. Looks where nobody writes, for the sake of caches.
  bool explores() const { return options_.seed.has_value(); }

  // Called when the strand's call_limit is hit: gives way if asked to, notes
  // that the strand has gone deep. Returns false if the native stack, now at
  // `native_sp`, is really used up.
  bool Attend(Strand* strand, uintptr_t native_sp);

  // Ends the process because of a run-time error of the calling strand.
  [[noreturn]] void EndWithError(const Strand& strand,
                                 const RunTimeError& error);

  // True if a strand waits for a permit or for its start. Lock-free, a hint.
  bool HasRunnable() const {
    return runnable_hint_.load(std::memory_order_relaxed) != 0;
  }

  // Writes what every strand is doing, for SIGQUIT. Safe at any time.
  std::string DescribeStrands();
  // The same with figures about the program around it: the diagnostics dump.
  std::string DescribeProgram();

  // Makes sure the watchdog looks again within 10 ms (output to be flushed).
  void ArmWatchdog();

  const StrandPoolOptions& options() const { return options_; }
  // The stacks `strand` is entitled to, whatever its worker has.
  const StackSizes& stack_sizes(const Strand& strand) const {
    return strand.spawner == 0 ? options_.main_stack : options_.strand_stack;
  }
  // O(strands).
  size_t live_strands();
  // The strand counters of RunStatistics; the rest is left alone.
  void ReadStatistics(RunStatistics* statistics);
  // The live strand that was spawned first, and how long ago that was. Number 0
  // if there is none. O(parked weaves).
  struct StrandAge {
    int64_t number = 0;
    std::chrono::seconds age{0};
  };
  StrandAge OldestStrand();
  size_t threads();

 private:
  // Threads to wake once mutex_ is no longer held.
  using WakeList = absl::InlinedVector<Worker*, 4>;
  using StrandSet = absl::flat_hash_set<const Strand*>;
  using SearchedStrands = absl::flat_hash_map<const Strand*, uint32_t>;

  // Waits until all threads have ended; no strand is left.
  void StopThreads() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- Life of a worker thread (strand_pool_worker.cc) ---------------------
  void RunWorker(Worker* worker);
  void RunTask(Worker* worker, Strand* strand);
  // Runs the task; an error that comes out of it ends the process.
  void RunGuarded(Strand* strand);
  // Accounts for the end of the worker's strand and gives it the next one, or
  // null if it should wait in idle_ (where it has been put).
  Strand* FinishStrand(Worker* worker, Strand* strand);
  // Waits in idle_. Returns the next strand, or null if the thread should end;
  // it is then retiring.
  Strand* WaitIdle(Worker* worker);
  // Makes a retiring worker a retired one, or returns a strand that turned up.
  Strand* Retire(Worker* worker);
  // A worker that runs what is put into its `next` before mutex_ is released.
  absl::StatusOr<Worker*> StartThread(const StackSizes& sizes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Starts the worker's thread on its stacks. Returns an error number or 0.
  static int StartOn(Worker* worker);
  // Waits for the end of the retired thread, if there is one.
  void JoinRetired() ABSL_LOCKS_EXCLUDED(mutex_);
  bool JoinRetiredLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- Weaves (strand_pool_weave.cc, strand_pool_direct.cc) ----------------
  // Starts the body on the permit of its first resumer, which waits from now.
  void StartBody(Strand* resumer, Weave* weave, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lets `to`, which waits, run on the permit of `from`, which does not need it
  // any more.
  void HandOver(Strand* from, Strand* to, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Puts `strand`, which brings a value, into the line of a running weave.
  void WaitInLine(Strand* strand, Weave* weave)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Starts the body, or lets it go on, or waits in line: `strand` waits then.
  // Returns whether nothing computes any more.
  bool SendInto(Weave* weave, Strand* strand, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Answers under the mutex. Returns whether the body is to wait for the next
  // resume; if it looks out first (`rounds`), that has been said.
  bool AnswerOverPool(Strand* body, Weave* weave, const Value& value,
                      int rounds) ABSL_LOCKS_EXCLUDED(mutex_);
  // Decides how a body that has answered goes on without parking: with the next
  // in line, or not at all.
  void GoOn(Weave* weave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Leaves the outcome with a strand that waits in ResumeWeave.
  static void Answer(Strand* resumer, WeaveOutcome outcome, const Value& value);
  // Ends a weave whose current resumer has its answer. With `report`, that is
  // still to be said to whoever resumes next.
  void EndWeave(Weave* weave, bool report)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Wakes a parked body so that it ends.
  void Unwind(Weave* weave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Cancels every parked weave, now that no strand is left to resume it.
  void UnwindParked(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Direct hand-overs, without the mutex, while both look out for each other.
  // ResumeDirectly returns false, having done nothing, if the body does not.
  bool ResumeDirectly(Strand* strand, Weave* weave, const Value& sent);
  // Waits for the answer of a body that was resumed directly.
  void AwaitAnswer(Strand* strand, Weave* weave);
  // Waits for the next resume of a body that has said it looks out for one.
  void AwaitResume(Strand* body, Weave* weave, int rounds);
  // Returns false, having done nothing, if no resumer looks out. The body looks
  // out for the next one afterwards.
  bool AnswerDirectly(Weave* weave, const Value& value);
  // Ends what is direct between the resumer and the body of `weave`, if
  // anything is, so that all fields say what is so and who waits no longer
  // counts as able. Progress must be checked afterwards unless the calling
  // strand computes.
  void Settle(Weave* weave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The same for the weave whose body `strand` is, if it is one.
  void SettleOwn(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SettleAll(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Makes a resumer that has looked out one that waits.
  void SettleResumer(Weave* weave, Strand* resumer)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Makes a body that has yielded parked.
  void ParkBody(Strand* body) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What follows when a strand ceases to be live or able.
  void NoteFewer(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Waits until the strand was handed something. Looks out for it for a moment
  // before it sleeps, if that was of use lately.
  void AwaitHandOver(Strand* strand, HandOverLuck& luck, int rounds);
  static void SleepUntilHanded(Worker& worker);
  // For how many rounds to look out this time; may be 0.
  int LookOutRounds(HandOverLuck& luck) const;
  // Returns what `done` says, having looked for a moment at least.
  template <typename Done>
  bool LookOut(const Done& done, int rounds);

  // --- Hand-over (strand_pool.cc) --------------------------------------------
  // Looks for a moment whether the strand is called, if nothing else could run.
  void LookOutForCall(const Strand* strand);
  // What GiveWay does, for a strand that wants to or that was asked to.
  void LetOthersRun(Strand* strand, bool asked);
  // Whether a strand that computes was woken or started a moment ago.
  bool BeganLately(const Strand& strand) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Adds a strand to the live ones.
  void Link(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Makes the calling strand wait. Returns whether nothing computes any more,
  // so that this is the moment to flush the output.
  bool Block(Strand* strand, StrandState state, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnqueueFresh(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnqueueWoken(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnqueuePreempted(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool AnyRunnable() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Strand* TakeFresh() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Binds the next fresh strand to `worker` and a permit. REQUIRES: there are a
  // fresh strand and a free permit.
  Strand* AssignFresh(Worker* worker) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Makes `worker` the one that runs `strand`.
  static void Lend(Worker* worker, Strand* strand);
  void UpdateRunnable() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetState(Strand* strand, StrandState state)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GrantPermit(Strand* strand, int permit)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes the strand's permit away, if it has one, and makes it free.
  void TakePermit(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Gives free permits to strands that wait for one: woken ones first, then
  // fresh ones, then those that gave way.
  void Dispatch(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Gives one free permit to a strand that has waited for too long, if any has.
  bool DispatchOverdue(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Gives one free permit, that of a strand that gave way, to a strand that has
  // waited for too long, or else to one that was woken or a fresh one in turn.
  void DispatchInTurn(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The core that the next free permit was last used on; this one if none is.
  int NextCore() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes one of the first woken strands, if possible one that computed on
  // NextCore. REQUIRES: there is one.
  Strand* TakeNearWoken() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes an idle worker, in the same way. REQUIRES: there is one.
  Worker* TakeNearIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lets the first of those that gave way go on, to the next tick or, if it may
  // be interrupted, until a strand is spawned.
  bool DispatchPreempted(bool interruptible, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Asks one strand that may be interrupted to give way to a fresh one: not the
  // spawner, which may be about to spawn thousands.
  void Interrupt(const Strand* spawner) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetInterruptible(int permit, bool interruptible)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lets the first of `queue` run; false if there is none or no permit.
  bool DispatchFrom(std::deque<Strand*>& queue, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // A worker without a strand, idle until now (and added to `wake`) or new.
  // Null if the system refuses one.
  Worker* ObtainWorker(const StackSizes& sizes, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Starts the next fresh strand on a free permit; false if none could start.
  bool DispatchFresh(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void UnparkAll(const WakeList& wake);
  // Hands the output over as far as the reader takes it at once; the watchdog
  // takes care of the rest. A slow reader must not stop a strand that was
  // woken.
  void FlushOutput();

  // --- Runs from a seed (strand_pool_explored.cc) --------------------------
  void PassExplored(Strand* strand);
  void ReturnExplored(Strand* strand);
  void LeaveExplored(Strand* strand);
  void SleepExplored(Strand* strand, std::chrono::nanoseconds duration);
  // What GiveWay does. The caller parks if it returns true.
  bool YieldExplored(Strand* strand, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lets the explorer choose who goes on. The caller parks.
  void GiveWayExplored(Strand* strand, WakeList& wake)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Gives the permit, if it is free, to any strand that can go on; if there is
  // none but some sleep, lets time pass.
  void DispatchExplored(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False if no strand could go on.
  bool DispatchChosen(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Grant(Strand* strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WakeSleepers() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether time may not pass yet, since something may come from outside.
  bool AwaitsOutside() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What the watchdog does in such a run.
  void TickExplored(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // For what is told about strands; the second one without a seed.
  std::chrono::steady_clock::time_point Now() const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static std::chrono::steady_clock::time_point CoarseNow();

  // --- The end (strand_pool_report.cc) -------------------------------------
  // Ends the process if no strand can ever run again.
  void CheckProgress(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  size_t CountParked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::string_view DescribeDeadlock() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static SiteId WaitSite(const Strand& strand);
  std::string DescribeStrand(const Strand& strand)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string DescribeLeak(const Strand& strand)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string DescribeStrandsLocked(const StrandSet& leaked)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- Leaked strands (strand_pool_leaks.cc) -------------------------------
  // Whether it waits on a channel or for a weave.
  bool Waits(const Strand& strand) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddToSearch(const Strand& strand, LeakSearch& search,
                   SearchedStrands& nodes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddResumer(const Strand& strand, LeakSearch& search,
                  const SearchedStrands& nodes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The strands that wait on a channel that nothing alive leads to, or for a
  // weave whose body does; in a deadlock all that wait. May miss some, see
  // runtime/leak_search.h.
  StrandSet FindLeaked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- The watchdog (strand_pool_watchdog.cc) ------------------------------
  std::thread StartWatchdog();
  void RunWatchdog();
  // Sleeps 10 ms, less when the pool is stopping.
  void SleepOneTick() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ArmWatchdogLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WatchdogTick(WakeList& wake) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RetakePermits() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const StrandPoolOptions options_;
  // Looked at by who spins, so not beside what others write under the mutex.
  alignas(64) std::atomic<size_t> runnable_hint_{0};
  // Permits that nobody holds, and how many strands have begun to look out for
  // a hand-over; for AwaitHandOver.
  std::atomic<uint32_t> idle_permits_hint_{0};
  alignas(64) std::atomic<uint32_t> lookouts_{0};
  std::atomic<bool> watchdog_armed_{false};
  std::atomic<int64_t> next_weave_{1};

  alignas(64) Mutex mutex_;
  // Null without a seed.
  const std::unique_ptr<ScheduleExplorer> explorer_ ABSL_PT_GUARDED_BY(mutex_);
  // For how many ticks all strands have waited, for sockets or for a time.
  int quiet_ticks_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Strand*> fresh_ ABSL_GUARDED_BY(mutex_);
  std::deque<Strand*> woken_ ABSL_GUARDED_BY(mutex_);
  std::deque<Strand*> preempted_ ABSL_GUARDED_BY(mutex_);  // gave way
  std::vector<Worker*> idle_ ABSL_GUARDED_BY(mutex_);
  std::vector<int> free_permits_ ABSL_GUARDED_BY(mutex_);
  std::vector<Strand*> holders_ ABSL_GUARDED_BY(mutex_);
  // Per permit: whether its holder is to give way as soon as a strand is
  // spawned; and how many of these there are.
  std::vector<bool> interruptible_ ABSL_GUARDED_BY(mutex_);
  int interruptible_permits_ ABSL_GUARDED_BY(mutex_) = 0;
  // Where the last holder computed; a hint.
  std::vector<int> core_of_permit_ ABSL_GUARDED_BY(mutex_);
  // Per permit: the system call its holder was in at the last tick.
  std::vector<uint32_t> seen_system_call_ ABSL_GUARDED_BY(mutex_);
  Strand* first_ ABSL_GUARDED_BY(mutex_) = nullptr;  // live or parked
  Strand* last_ ABSL_GUARDED_BY(mutex_) = nullptr;
  int64_t next_number_ ABSL_GUARDED_BY(mutex_) = 1;
  uint64_t finished_ ABSL_GUARDED_BY(mutex_) = 0;  // weaves not counted
  uint64_t peak_ ABSL_GUARDED_BY(mutex_) = 0;      // of strands that are alive
  size_t live_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t able_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t threads_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t retiring_ ABSL_GUARDED_BY(mutex_) = 0;
  // Fresh strands that were started although woken ones waited.
  int fresh_in_row_ ABSL_GUARDED_BY(mutex_) = 0;
  // How often in a row TakeNearWoken has not taken the first.
  int passed_over_ ABSL_GUARDED_BY(mutex_) = 0;
  bool fresh_turn_ ABSL_GUARDED_BY(mutex_) = false;  // see DispatchInTurn
  // A fresh strand has waited for a whole tick: the next hand-over starts the
  // oldest one.
  bool fresh_overdue_ ABSL_GUARDED_BY(mutex_) = false;
  // A strand that gave way has waited for 100 ms: the next hand-over is its. In
  // every other tick at most, since it may compute for all of one, while those
  // that were woken or are fresh mostly need but a moment.
  bool preempted_overdue_ ABSL_GUARDED_BY(mutex_) = false;
  bool preempted_turn_ ABSL_GUARDED_BY(mutex_) = false;
  // Why the last thread could not be started, and when to try again.
  absl::Status thread_refusal_ ABSL_GUARDED_BY(mutex_);
  std::chrono::steady_clock::time_point retry_thread_ ABSL_GUARDED_BY(mutex_){};
  Worker* retired_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  CondVar done_;  // live_ or threads_ reached zero
  CondVar watchdog_wakeup_;
};

// Marks a system call that usually does not wait (a file, standard output). If
// it waits after all, the watchdog takes the strand's permit away so that
// others can compute; the strand then goes on without one, as after
// LeaveForOutside.
class SystemCallScope {
 public:
  explicit SystemCallScope(Strand* strand);
  ~SystemCallScope();
  SystemCallScope(const SystemCallScope&) = delete;
  SystemCallScope& operator=(const SystemCallScope&) = delete;

 private:
  Strand* strand_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_STRAND_POOL_H_
