// Channel: an unbounded FIFO queue between strands.
//
// Many senders, many receivers. Send never waits. Receive takes the oldest
// value or waits; each value goes to exactly one receiver, and values of one
// sender arrive in the order sent. Whatever a strand did before a Send is
// visible to the strand whose Receive took that value.
//
// Thread-safety: all methods are thread-safe. Only Receive blocks.
//
// Invariants, under mutex_:
//  1. Not both: values are queued, and receivers wait. A Send with a receiver
//     waiting hands its value over directly.
//  2. closed_ is set once and never taken back. A closed channel takes no value
//     and no receiver waits on it. What is left in its queue was sent before
//     CloseForSending; after Close there is nothing.
//  3. Every value in the queue is owned by the queue and marked shared, except
//     references to the channel itself, which are not counted while they are
//     queued: a channel queued in itself is freed like any other. (Longer
//     cycles, such as two channels queued in each other, are not reclaimed.)
//
// Memory order: all is ordered by the mutex except
//   - what a sender leaves in the receiver's `received`: written under the
//     mutex by who took the receiver off the list, so by one, and read by the
//     receiver without it. Between the two lie Wake, which releases, and
//     WaitToBeWoken, which acquires: through the strand's `call_` if the
//     receiver still looked, else through the token it slept for (parker.h).
// tests/model/channel.pml shows that nothing is lost, doubled or reordered.
//
// Memory: an idle channel is one small object, 112 bytes with malloc's part,
// and in the classic edition up to 39 in the registry; the queue is allocated
// by the first value that finds no receiver and given back when it runs empty.
// A channel nobody references is freed with everything in it (a strand that
// waits on it references it).

#ifndef SEQ_RUNTIME_CHANNEL_H_
#define SEQ_RUNTIME_CHANNEL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "runtime/mutex.h"
#include "runtime/numbered_object.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

class ChannelRegistry;

class Channel final : public NumberedObject {
 public:
  enum class Result {
    kOk,
    kClosed,             // was closed before the call; Receive: and is empty
    kClosedWhileWaiting  // Receive only
  };

  // Appends `value`, whose reference passes to the channel on kOk and stays
  // with the caller otherwise. The caller holds another reference to the
  // channel.
  Result Send(const Value& value);

  // Takes the oldest value into `value` (the caller owns it). Waits while there
  // is none. `strand` is the calling strand; `site` is shown in reports; `sp`
  // is where the strand's stack ends, if it shall be found to be leaked.
  Result Receive(Strand* strand, SiteId site, Value* value,
                 const Value* sp = nullptr);

  // Closes the channel in the manner of the classic edition: forgets what is
  // queued; waiting receivers return kClosedWhileWaiting. Idempotent.
  void Close();

  // Closes the channel in the manner of the current edition: what is queued can
  // still be received, after that Receive returns kClosed; waiting receivers
  // return kClosedWhileWaiting. Idempotent; does nothing after Close.
  void CloseForSending();

  void Pin() override;
  void VisitValues(absl::FunctionRef<void(Value&)> visit) override;
  bool TryFreeze(absl::FunctionRef<void(Value&)> visit) override;
  void Thaw() override;

 private:
  friend class ChannelRegistry;

  Channel(int64_t number, bool opaque, ChannelRegistry* registry)
      : NumberedObject(number, opaque), registry_(registry) {}
  ~Channel() override;

  void VisitQueue(absl::FunctionRef<void(Value&)> visit)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool TryTake(Value* value) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Push(const Value& value) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ReleaseBuffer() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Closes for senders and returns the receivers to be woken.
  Strand* CloseLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void WakeAll(Strand* receivers);
  bool IsItself(const Value& value) const {
    return IsCounted(value) && value.object == this;
  }

  ChannelRegistry* const registry_;
  std::atomic<bool> pinned_{false};  // by the first to exchange it
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  SmallMutex mutex_;
  Strand* first_receiver_ ABSL_GUARDED_BY(mutex_) = nullptr;
  Strand* last_receiver_ ABSL_GUARDED_BY(mutex_) = nullptr;
  // A ring of capacity_ slots (a power of two, or none).
  Value* ring_ ABSL_GUARDED_BY(mutex_) = nullptr;
  size_t capacity_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t head_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t queued_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_CHANNEL_H_
