// The life of a worker thread: run a strand, take the next one, wait, retire.

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/cores.h"
#include "runtime/internal_error.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// Kept free below a strand's call limit, for what words call in C++. What the
// system places at the top of a thread's stack (thread-local storage, above all
// 700 KiB of ThreadSanitizer's) comes out of it too.
#if defined(__SANITIZE_THREAD__)
constexpr size_t kNativeReserveBytes = 1024 * 1024;
#elif defined(__SANITIZE_ADDRESS__)
constexpr size_t kNativeReserveBytes = 256 * 1024;
#else
constexpr size_t kNativeReserveBytes = 64 * 1024;
#endif

constexpr size_t kManyThreads = 512;

// A strand that used more native stack than this has gone deep: its worker
// gives the pages back when the strand ends, since it may be busy with small
// strands for ever after.
constexpr size_t kDeepNativeBytes = 256 * 1024;

void LendValues(const StackRegion& stacks, const StackSizes& sizes,
                Strand* strand) {
  Value* base = stacks.values_begin() + StackRegion::kGuardSlots;
  for (Value* slot = stacks.values_begin(); slot != base; ++slot) {
    *slot = Value::Hole();
  }
  strand->stack_base = base;
  strand->stack_limit = std::min(stacks.values_limit(), base + sizes.values);
}

// How much native stack a strand may use on this worker. A worker that began
// with the main strand has more than others are entitled to; a strand's depth
// must not depend on the worker it happens to get.
size_t NativeBytes(const StackRegion& stacks, const StackSizes& sizes) {
  return std::min(sizes.native_bytes,
                  stacks.native_bytes() - kNativeReserveBytes);
}

void Join(Worker* ended) {
  if (ended == nullptr) return;
  pthread_join(ended->thread, nullptr);
  delete ended;
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

absl::StatusOr<Worker*> StrandPool::StartThread(const StackSizes& sizes) {
  if (options_.max_threads != 0 && threads_ >= options_.max_threads) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the limit of ", options_.max_threads,
                     " threads (--max-threads) is reached"));
  }
  auto stacks = StackRegion::Reserve(
      {sizes.native_bytes + kNativeReserveBytes, sizes.values});
  if (!stacks.ok()) return stacks.status();
  auto worker = std::make_unique<Worker>();
  worker->pool = this;
  worker->stacks = *std::move(stacks);
  const int error = StartOn(worker.get());
  if (error != 0) return ThreadRefused(error, threads_);
  if (++threads_ == kManyThreads) Parker::ExpectMany();
  return worker.release();  // owned by its thread from here on
}

int StrandPool::StartOn(Worker* worker) {
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error != 0) return error;
  error = pthread_attr_setstack(&attributes, worker->stacks.native_low(),
                                worker->stacks.native_bytes());
  if (error == 0) {
    error = pthread_create(
        &worker->thread, &attributes,
        [](void* argument) -> void* {
          auto* self = static_cast<Worker*>(argument);
          self->pool->RunWorker(self);
          return nullptr;
        },
        worker);
  }
  pthread_attr_destroy(&attributes);
  return error;
}

void StrandPool::RunWorker(Worker* worker) {
  UseSignalStack(worker->stacks.signal_stack(), StackRegion::kSignalStackBytes);
  // Mostly the mutex, which the caller of StartThread still holds for others,
  // is not needed.
  Strand* strand = worker->next.exchange(nullptr, std::memory_order_acquire);
  if (strand == nullptr) {
    // Waits until StartThread's caller has stored it.
    MutexLock lock(mutex_);
    strand = worker->next.exchange(nullptr);
  }
  while (strand != nullptr) {
    RunTask(worker, strand);
    strand = FinishStrand(worker, strand);
    if (strand == nullptr) strand = WaitIdle(worker);
    if (strand == nullptr) strand = Retire(worker);
  }
}

void StrandPool::RunTask(Worker* worker, Strand* strand) {
  const StackRegion& stacks = worker->stacks;
  const StackSizes& sizes = stack_sizes(*strand);
  LendValues(stacks, sizes, strand);
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const size_t native = NativeBytes(stacks, sizes);
  const uintptr_t shallow = here - std::min(native, kDeepNativeBytes);
  strand->native_limit_ = here - native;
  strand->quiet_limit_ = shallow;
  strand->call_limit.store(shallow, std::memory_order_relaxed);
  strand->frame.store(stacks.frames_end(), std::memory_order_relaxed);
  RunGuarded(strand);
  if (strand->quiet_limit_ < shallow) {  // Attend saw it below
    worker->stacks.Trim(__builtin_frame_address(0));
  }
}

void StrandPool::RunGuarded(Strand* strand) {
  try {
    strand->task_(strand);
  } catch (const RunTimeError& error) {
    EndWithError(*strand, error);
  } catch (const std::bad_alloc&) {
    EndProcess(options_.output, kExitRunTimeError,
               absl::StrCat("run-time error: out of memory in ",
                            StrandTitle(strand->number()), "\n",
                            RenderBackTrace(CaptureBackTrace(*strand),
                                            *options_.locations)));
  }
}

void StrandPool::EndWithError(const Strand& strand, const RunTimeError& error) {
  EndProcess(options_.output, kExitRunTimeError,
             RenderRunTimeError(error, strand, *options_.locations));
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
    if (strand->number() > 0) ++finished_;
    TakePermit(strand);
    const bool prefer_fresh = explorer_ == nullptr && !preempted_overdue_ &&
                              (woken_.empty() || fresh_in_row_ < kFreshInARow);
    if (!fresh_.empty() && !free_permits_.empty() && prefer_fresh) {
      fresh_in_row_ = woken_.empty() ? 0 : fresh_in_row_ + 1;
      next = AssignFresh(worker);
    } else {
      fresh_in_row_ = 0;
      idle_.push_back(worker);
    }
    Dispatch(wake);
    NoteFewer(wake);
  }
  UnparkAll(wake);
  return next;
}

Strand* StrandPool::WaitIdle(Worker* worker) {
  bool token = worker->parker.ParkFor(options_.idle_before_trim);
  if (!token) {
    worker->stacks.Trim(__builtin_frame_address(0));
    token = worker->parker.ParkFor(options_.idle_before_retiring);
  }
  Strand* next;
  {
    MutexLock lock(mutex_);
    next = worker->next.exchange(nullptr);
    if (next == nullptr) {
      std::erase(idle_, worker);
      ++retiring_;
    }
  }
  // Handed a strand just as the wait ended: its token is on the way.
  if (next != nullptr && !token) worker->parker.Park();
  return next;
}

Strand* StrandPool::Retire(Worker* worker) {
  // A thread cannot join itself: each one that ends joins the one before it, so
  // that at most one ended thread keeps its stacks.
  for (;;) {
    JoinRetired();
    MutexLock lock(mutex_);
    if (retired_ != nullptr) continue;
    --retiring_;
    if (!fresh_.empty() && !free_permits_.empty()) {
      Strand* next = AssignFresh(worker);
      UpdateRunnable();
      return next;
    }
    retired_ = worker;
    --threads_;
    if (threads_ == 0) done_.NotifyAll();
    return nullptr;
  }
}

void StrandPool::JoinRetired() {
  Worker* retired;
  {
    MutexLock lock(mutex_);
    retired = std::exchange(retired_, nullptr);
  }
  Join(retired);
}

bool StrandPool::JoinRetiredLocked() {
  // A retired thread has given mutex_ back for good or is about to.
  Worker* retired = std::exchange(retired_, nullptr);
  Join(retired);
  return retired != nullptr;
}

}  // namespace seq
