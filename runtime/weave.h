// Weave: a coroutine driven by whoever holds its handle.
//
// The body runs as a strand of the pool on a thread of its own, from the first
// resume to its end; between a `yield` and the next resume it is parked. A
// weave that was never resumed holds just the values it will start with.
//
// Two kinds of reference lead to one weave, and programs cannot tell them
// apart: the *handle*, which `strand.weave` gives to the creator, and the
// *context*, which the body finds on its stack. Only handles keep a weave
// alive. If the context did, a parked body, whose stack holds it, would keep
// itself alive for ever. When the last handle is released, the weave is
// cancelled. (A body that was sent its own handle does keep itself alive; it is
// ended with the program.)
//
// States:
//
//   kNotStarted -> kRunning <-> kParked -> kCancelled -> kFinished
//                  kRunning -> kFinished       (the body ended; reported)
//   kNotStarted -> kFinished                   (cancelled: nothing to report)
//
// kRunning lasts from a resume to the answer. Strands that resume a running
// weave wait in line; the body goes on with the first of them as soon as it has
// answered, without parking. kCancelled: the body has been unwound, the next
// resume reports the end once.
//
// Cancelling a parked weave wakes its body, whose `yield` then throws
// WeaveCancelled; it is caught at the body's edge, everything on its stacks is
// released, and no more of its code runs. The canceller does not wait for that.
// A running weave is cancelled at its next `yield`, after the answer. So
// whatever sets values aside in C++ while a quotation runs must own them there
// (HeldValue in runtime/call.h), as for run-time errors.
//
// Why this is correct on one core and on many: body and resumer never compute
// at the same time, and neither polls for the other. All fields below are
// guarded by the pool's one mutex, and every hand-over is one critical section
// that does three things at once: it leaves the value with the other strand,
// marks this one as waiting, and gives the other this one's permit (or, if this
// one has none, puts the other into the queue of woken strands). The other
// strand is marked as waiting before it can be found (in `resumer_`, in the
// line, or as the parked `body_`), so nobody is woken who does not wait, and
// who waits is woken exactly once: each hand-over takes the strand it wakes out
// of where it was found. The waking itself happens after the mutex is released
// and makes a token available, which stays until it is taken. Thus a wake-up
// can neither be lost nor come twice, whatever the order in which the threads
// get a core; looking for the token for some microseconds before sleeping
// changes only the time it takes. The number of strands that are able to run
// does not change in a hand-over, so the detection of deadlocks sees no moment
// at which nobody is.
//
// Direct hand-overs. While resumer and body both look out for each other, they
// go past the pool: `Direct::word` says who looks out, and each step is one
// compare-and-swap on it. A resume takes the word from kAwaits (through kTaken,
// while it stores the value) to the resumer; an answer takes it back to kAwaits
// and then calls the resumer through its `call_`. The resumer keeps its permit,
// the body computes on it. As long as that lasts the fields below may be out of
// date, and who looks out still counts as running: too many are thought live
// and able, never too few. Whoever stops looking, and whoever needs the truth,
// calls StrandPool::Settle: under the mutex it takes the word to kSettled or
// kSettledResumed, so that the next step fails and goes over the pool, and
// writes down who waits and who has the permit. kSettledResumed tells a body
// that has not looked yet that it was resumed. tests/model/weave.pml goes
// through all of this.
//
// Program end: a parked weave is not live. When no live strand is left, the
// pool cancels what is parked before it ends its threads, so that no body
// outlives the pool; handles may.
//
// Thread-safety: all functions are thread-safe. Only Resume and Yield block.
// Releasing a handle takes the pool's mutex for a moment, which is a leaf:
// nobody releases values while holding it.

#ifndef SEQ_RUNTIME_WEAVE_H_
#define SEQ_RUNTIME_WEAVE_H_

#include <atomic>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "runtime/location.h"
#include "runtime/node.h"
#include "runtime/object.h"
#include "runtime/spin.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

class StrandPool;
class StrandStart;

// Whether it pays for resumer and body to look out for each other before they
// sleep: it does while most hand-overs come within microseconds, and does not
// if the body computes for long or other processes use the cores. Both sides
// share one, since only who is awake can be quick. Thread-safe; a guess.
class HandOverLuck {
 public:
  // For how many rounds of a loop to look out this time; may be 0.
  int Rounds();
  // What came of it.
  void Note(bool in_time);

 private:
  static constexpr int kRounds = kSpins;
  // After a failure the other side will find this one asleep. Unless one of
  // them has the patience to wait until the other is awake, it goes on so.
  static constexpr int kPatientRounds = 8 * kRounds;
  static constexpr int kMostCredit = 8;
  static constexpr int kFirstCredit = 4;
  static constexpr int kShortestPause = 16;
  static constexpr int kLongestPause = 1024;

  // Looks out while positive: one more for each success, one less for each
  // failure. Then there is a pause, which grows as long as that goes on.
  std::atomic<int> credit_{kFirstCredit};
  std::atomic<int> pause_{0};
  std::atomic<int> next_pause_{kShortestPause};
  std::atomic<bool> asleep_{true};  // the last look-out was in vain
};

// Unwinds the body of a cancelled weave.
struct WeaveCancelled {};

class Weave final : public Object {
 public:
  // Makes a suspended weave and returns its handle, owned by the caller. Takes
  // over the reference to `callable`; copies `stack` if that is a plain
  // quotation. `site` is shown in reports. O(stack).
  static Value Make(Strand* creator, SiteId site, const Value& callable,
                    absl::Span<const Value> stack);

  // The weave that a handle or context leads to; it lives as long as `value`.
  // REQUIRES: value.kind == kWeave.
  static Weave* Of(const Value& value);

  // Counts from 1 in a pool.
  int64_t number() const { return number_; }

  // Sends a value in and waits until the body yields or finishes. `strand` is
  // the calling strand, which must hold a handle or context until Resume
  // returns. Takes over the reference to `sent` unless it returns kGone.
  //   kYielded, kFinished: `*answer` is what the resumer gets, owned by it
  //   kGone: the weave had finished before, and has said so
  // `sp` is where the strand's stack ends, `sent` not being on it any more, if
  // the strand shall be found to be leaked.
  WeaveOutcome Resume(Strand* strand, SiteId site, const Value& sent,
                      Value* answer, const Value* sp = nullptr);

  // Hands `value`, whose reference it takes over, to the resumer, and waits for
  // the next resume, whose value it returns; the caller owns that. `strand` is
  // the calling strand. Throws WeaveCancelled; `sp` is then where its stack
  // ends. REQUIRES: strand->weave == this.
  Value Yield(Strand* strand, SiteId site, Value* sp, const Value& value);

  // Visits what a weave that was never resumed will start with.
  // REQUIRES: the caller holds the pool's mutex.
  void VisitStart(absl::FunctionRef<void(const Value&)> visit) const;

  // Abandons the weave: its body runs no further than the next `yield`. Does
  // not wait. Idempotent.
  void Cancel();

 private:
  friend class StrandPool;
  class Reference;

  enum class State : uint8_t {
    kNotStarted,
    kRunning,
    kParked,
    kCancelled,
    kFinished
  };

  Weave(StrandPool* pool, int64_t number, Strand* creator, SiteId site,
        StrandStart* start);
  ~Weave() override;

  // The whole of the body's strand.
  void RunBody(Strand* strand);
  Value* BeginBody(Strand* strand, Value* sp);
  // Fails unless the body ended with this weave on top.
  void RequireOnTop(Value* sp, Strand* strand);
  // Called when the last handle is gone.
  void LoseHandles();

  StrandPool* const pool_;
  const int64_t number_;
  const int64_t creator_;
  const SiteId site_;
  // True while body_ exists, for readers without the lock: once it is false the
  // pool may be gone.
  std::atomic<bool> has_body_{false};

  HandOverLuck luck_;

  // --- Direct hand-over ------------------------------------------------------
  // Beside the value sent, on a cache line that nothing else is on.
  struct alignas(64) Direct {
    // One of the marks below, or the resumer that waits for the answer.
    std::atomic<uintptr_t> word{kSettled};
    Value sent = Value::Hole();
  };
  static constexpr uintptr_t kSettled = 0;  // the fields below say what is so
  static constexpr uintptr_t kAwaits = 1;   // the body looks out for a resumer
  static constexpr uintptr_t kTaken =
      2;  // one has come, its value is not there
  static constexpr uintptr_t kSettledResumed = 3;  // settled after a resume
  static bool IsResumer(uintptr_t word) { return word > kSettledResumed; }
  static uintptr_t MarkOf(Strand* resumer) {
    return reinterpret_cast<uintptr_t>(resumer);
  }
  Direct direct_;

  // --- Guarded by the pool's mutex, after StrandPool::Settle ---------------
  State state_ = State::kNotStarted;
  bool cancel_requested_ = false;  // while running
  // What the body starts with; the body's own from the first resume on.
  StrandStart* start_;
  Strand* body_ = nullptr;     // from the first resume to its end
  Strand* resumer_ = nullptr;  // who waits for the answer
  // Who waits for a turn, linked by next_receiver; the value each one sends is
  // in its `received`.
  Strand* first_waiting_ = nullptr;
  Strand* last_waiting_ = nullptr;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_WEAVE_H_
