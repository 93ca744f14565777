// The life of a worker thread: run a strand, take the next one, wait, retire.

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// Kept free below a strand's call limit, for what words call in C++.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kNativeReserveBytes = 256 * 1024;
#else
constexpr size_t kNativeReserveBytes = 64 * 1024;
#endif

// An idle worker gives the pages of its stacks back after the first time and
// ends after the second.
constexpr auto kIdleBeforeTrim = std::chrono::milliseconds(200);
constexpr auto kIdleBeforeRetiring = std::chrono::seconds(2);

void LendStacks(const StackRegion& stacks, Strand* strand) {
  Value* base = stacks.values_begin() + StackRegion::kGuardSlots;
  for (Value* slot = stacks.values_begin(); slot != base; ++slot) {
    *slot = Value::Hole();
  }
  strand->stack_base = base;
  strand->stack_limit = stacks.values_limit();
}

absl::Status ThreadRefused(int error, size_t threads) {
  rlimit processes{};
  getrlimit(RLIMIT_NPROC, &processes);
  return absl::ResourceExhaustedError(absl::StrCat(
      "the system refuses another thread (", std::strerror(error), ") with ",
      threads, " threads in use; the limits are `ulimit -u` (now ",
      processes.rlim_cur == RLIM_INFINITY ? "unlimited"
                                          : absl::StrCat(processes.rlim_cur),
      "), the sysctls kernel.pid_max, kernel.threads-max and "
      "vm.max_map_count, and the cgroup's pids.max"));
}

}  // namespace

absl::Status StrandPool::StartThread(Strand* strand) {
  if (options_.max_threads != 0 && threads_ >= options_.max_threads) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the limit of ", options_.max_threads,
                     " threads (--max-threads) is reached"));
  }
  StackSizes sizes =
      strand->number() == 1 ? options_.main_stack : options_.strand_stack;
  sizes.native_bytes += kNativeReserveBytes;
  auto stacks = StackRegion::Reserve(sizes);
  if (!stacks.ok()) return stacks.status();
  auto worker = std::make_unique<Worker>();
  worker->pool = this;
  worker->stacks = *std::move(stacks);
  worker->next = strand;
  strand->worker_ = worker.get();
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, worker->stacks.native_low(),
                        worker->stacks.native_bytes());
  const int error = pthread_create(
      &worker->thread, &attributes,
      [](void* argument) -> void* {
        auto* self = static_cast<Worker*>(argument);
        self->pool->RunWorker(self);
        return nullptr;
      },
      worker.get());
  pthread_attr_destroy(&attributes);
  if (error != 0) {
    strand->worker_ = nullptr;
    return ThreadRefused(error, threads_);
  }
  ++threads_;
  worker.release();  // owned by its thread from here on
  return absl::OkStatus();
}

void StrandPool::RunWorker(Worker* worker) {
  Strand* strand;
  {
    // Also waits until StartThread has stored worker->thread.
    MutexLock lock(mutex_);
    strand = std::exchange(worker->next, nullptr);
  }
  while (strand != nullptr) {
    RunTask(worker, strand);
    strand = FinishStrand(worker, strand);
    if (strand == nullptr) strand = WaitIdle(worker);
  }
  // A thread cannot join itself: each one that ends joins the one before it, so
  // that at most one ended thread keeps its stacks.
  for (;;) {
    JoinRetired();
    MutexLock lock(mutex_);
    if (retired_ != nullptr) continue;
    retired_ = worker;
    --threads_;
    if (threads_ == 0) done_.NotifyAll();
    return;
  }
}

void StrandPool::RunTask(Worker* worker, Strand* strand) {
  LendStacks(worker->stacks, strand);
  const auto limit =
      reinterpret_cast<uintptr_t>(worker->stacks.native_low()) +
      kNativeReserveBytes;
  {
    MutexLock lock(mutex_);
    strand->frames_end_ = worker->stacks.frames_end();
    strand->native_limit_ = limit;
  }
  strand->frame.store(worker->stacks.frames_end(), std::memory_order_relaxed);
  strand->call_limit.store(limit, std::memory_order_relaxed);
  try {
    strand->task_(strand);
  } catch (const RunTimeError& error) {
    EndProcess(options_.output, kExitRunTimeError,
               RenderRunTimeError(error, *strand, *options_.locations));
  } catch (const std::bad_alloc&) {
    EndProcess(options_.output, kExitRunTimeError,
               absl::StrCat("run-time error: out of memory in strand ",
                            strand->number(), "\n",
                            RenderBackTrace(CaptureBackTrace(*strand),
                                            *options_.locations)));
  }
}

Strand* StrandPool::FinishStrand(Worker* worker, Strand* strand) {
  std::unique_ptr<Strand> finished(strand);  // freed after the lock
  WakeList wake;
  Strand* next = nullptr;
  {
    MutexLock lock(mutex_);
    (strand->previous_ == nullptr ? first_ : strand->previous_->next_) =
        strand->next_;
    (strand->next_ == nullptr ? last_ : strand->next_->previous_) =
        strand->previous_;
    --live_;
    --able_;
    TakePermit(strand);
    const bool prefer_fresh = woken_.empty() || fresh_in_row_ < kFreshInARow;
    if (!fresh_.empty() && !free_permits_.empty() && prefer_fresh) {
      ++fresh_in_row_;
      next = TakeFresh();
      next->worker_ = worker;
      GrantPermit(next, free_permits_.back());
      free_permits_.pop_back();
    } else {
      fresh_in_row_ = 0;
      idle_.push_back(worker);
    }
    Dispatch(wake);
    if (live_ == 0) {
      done_.NotifyAll();
    } else {
      CheckProgress(wake);
    }
  }
  UnparkAll(wake);
  return next;
}

Strand* StrandPool::WaitIdle(Worker* worker) {
  bool token = worker->parker.ParkFor(kIdleBeforeTrim);
  if (!token) {
    worker->stacks.Trim(__builtin_frame_address(0));
    token = worker->parker.ParkFor(kIdleBeforeRetiring);
  }
  MutexLock lock(mutex_);
  if (worker->next != nullptr) {
    // Handed a strand, perhaps just as the wait ended: take its token too.
    if (!token) worker->parker.Park();
    return std::exchange(worker->next, nullptr);
  }
  std::erase(idle_, worker);
  return nullptr;
}

void StrandPool::JoinRetired() {
  Worker* retired;
  {
    MutexLock lock(mutex_);
    retired = std::exchange(retired_, nullptr);
  }
  if (retired == nullptr) return;
  pthread_join(retired->thread, nullptr);
  delete retired;
}

}  // namespace seq
