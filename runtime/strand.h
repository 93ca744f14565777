// Strand: one independent line of execution of a Seq program.
//
// A strand is a number, a task, and, from its first instruction to its last, a
// worker thread with its stacks. A strand that has not started owns neither.
//
// The fields in the first section are the evaluator's registers: they are
// touched by node functions on the strand's own thread, without locks. The ones
// another thread may look at (dumps, the watchdog) are relaxed atomics, which
// cost what plain fields cost. The second section belongs to StrandPool and is
// guarded by its mutex unless a comment says otherwise.

#ifndef SEQ_RUNTIME_STRAND_H_
#define SEQ_RUNTIME_STRAND_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/node.h"
#include "runtime/stack_region.h"
#include "runtime/value.h"

namespace seq {

class Channel;
class HeldSlots;
class StrandPool;
class Weave;
struct Worker;
struct BackTrace;

// What a strand does. Called once, on the strand's thread.
using StrandTask = std::function<void(Strand*)>;

enum class StrandState : uint8_t {
  kNotStarted,  // queued, no thread
  kRunning,     // computing, or in a system call
  kRunnable,    // has a thread, waits for a permit
  kReceiving,   // waits on a channel
  kResuming,    // waits for a weave to yield or finish
  kParked,      // the body of a weave, in `yield`
  kOutside,     // in a call that waits for the outside world, without a permit
};

// What came of a resume, see runtime/weave.h.
enum class WeaveOutcome : uint8_t {
  kYielded,    // to the resumer: here is a value; to the body: go on with one
  kFinished,   // the body has ended
  kCancelled,  // ... because it was cancelled; the value sent was not taken
  kGone,       // the end had been reported before; nor was it here
};

class Strand {
 public:
  Strand(StrandPool* pool, int64_t number, StrandTask task)
      : pool_(pool), number_(number), task_(std::move(task)) {}
  Strand(const Strand&) = delete;
  Strand& operator=(const Strand&) = delete;

  // --- The evaluator's registers ------------------------------------------

  // A call made while the native stack pointer is below this address must look
  // closer (CheckCall in runtime/call.h): the stack is nearly used up, the
  // strand goes deep for the first time, or the pool wants its attention and
  // has raised the limit to the top of the address space (kAttention).
  static constexpr uintptr_t kAttention = UINTPTR_MAX;
  std::atomic<uintptr_t> call_limit{0};
  // The newest live call; grows down.
  std::atomic<Frame*> frame{nullptr};
  // Beyond this the data stack is full (checked at calls and in loops).
  Value* stack_limit = nullptr;
  // The lowest slot of the data stack.
  Value* stack_base = nullptr;
  // With SEQ_TRAMPOLINE: the node to execute next, null at the end of a chain.
  const Node* resume = nullptr;
  // The side stack of `>aux` and `aux>`. Every body leaves it as it found it,
  // so all live calls share one.
  std::vector<Value> aux;
  // What words that run here have set aside in C++, innermost first.
  const HeldSlots* held = nullptr;
  // Where the stack ended when a run-time error was raised.
  Value* failed_sp = nullptr;

  // --- Identity --------------------------------------------------------------

  StrandPool* pool() const { return pool_; }
  // Counts from 1 (main). The body of weave N has the number -N.
  int64_t number() const { return number_; }

 private:
  friend class StrandPool;
  friend BackTrace CaptureBackTrace(const Strand&);

  StrandPool* const pool_;
  const int64_t number_;
  StrandTask task_;

 public:
  // Who started the strand and where; constant once it is spawned. The main
  // strand has spawner 0; spawners below 0 are weaves, see number().
  int64_t spawner = 0;
  SiteId spawn_site = 0;
  // The weave whose body this strand is, or null. Constant.
  Weave* weave = nullptr;

  // --- Waiting ---------------------------------------------------------------

  // Nonzero while the strand is in a system call that may turn out to wait; see
  // SystemCallScope in runtime/strand_pool.h.
  std::atomic<uint32_t> system_call{0};

  // Whether the strand left for the outside world, and has not waited for
  // another strand since: it holds no permit then. For its own thread.
  bool is_outside() const { return outside_; }

  // Where and for what the strand waits, set by itself before it does. Atomic,
  // since a strand without a permit may start another wait while a dump reads.
  std::atomic<SiteId> wait_site{0};
  std::atomic<int64_t> wait_channel{0};  // or weave

  // For the search for leaked strands: the Channel it waits on or the Weave it
  // resumes, and where its stack ends meanwhile, null if that is not known. Set
  // by itself before it waits; others look only while it does.
  Object* awaited = nullptr;
  const Value* wait_sp = nullptr;

  // The next one in the line that the strand waits in: guarded by the channel's
  // mutex, or for a weave by the pool's.
  Strand* next_receiver = nullptr;

  // What the strand is handed: written by whoever took it out of where it
  // waited, before it is called. In a weave's hand-over under the pool's mutex,
  // unless that is a direct one (runtime/weave.h).
  Value received = Value::Hole();
  bool receive_closed = false;
  WeaveOutcome outcome = WeaveOutcome::kYielded;

 private:
  // Whether the strand was called: in WaitToBeWoken by Wake, in a direct
  // hand-over of a weave by the body. Beside what it is handed, since both
  // cross from core to core.
  enum class Call : uint8_t {
    kNone,
    kCalled,
    kAsleep,   // not called, and no longer looks
    kSettled,  // of a direct hand-over nothing will come, see Weave
  };
  std::atomic<Call> call_{Call::kNone};

  // --- Of the strand's own thread --------------------------------------------
  // What call_limit is while nobody wants attention: native_limit_ if the
  // strand has gone deep, so that its worker gives pages back afterwards, else
  // higher.
  uintptr_t quiet_limit_ = 0;
  // See is_outside(). While it is true, permit_ is -1, and state_ kOutside as
  // long as the strand runs. Who grants a permit clears it: the strand sleeps
  // then, or is about to. A body that is resumed directly does so itself.
  bool outside_ = false;

  // --- Guarded by the pool's mutex -----------------------------------------
  StrandState state_ = StrandState::kNotStarted;
  bool body_ended_ = false;  // its weave may be gone
  bool gave_way_ = false;    // since it last waited
  // Atomic, since a strand that is_outside() sets it without the mutex.
  std::atomic<std::chrono::steady_clock::time_point> state_since_{};
  std::chrono::steady_clock::time_point spawned_at_{};  // if wanted
  int permit_ = -1;  // index of the permit held, or -1
  Worker* worker_ = nullptr;
  Frame* frames_end_ = nullptr;
  // The rest of the worker's native stack is reserved. Constant while it runs.
  uintptr_t native_limit_ = 0;
  Strand* previous_ = nullptr;  // list of live strands
  Strand* next_ = nullptr;
};

// "strand 3", or "weave 3" for the body of one, whose number is -3.
std::string StrandTitle(int64_t number);

}  // namespace seq

#endif  // SEQ_RUNTIME_STRAND_H_
