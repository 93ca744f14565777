#include "runtime/channel.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "runtime/channel_registry.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

constexpr size_t kFirstCapacity = 4;
// A ring that grew beyond this is given back when it runs empty.
constexpr size_t kKeptCapacity = 16;

}  // namespace

Channel::~Channel() {
  registry_->Forget(this);
  MutexLock lock(mutex_);
  ReleaseBuffer();
}

void Channel::VisitValues(absl::FunctionRef<void(Value&)> visit) {
  MutexLock lock(mutex_);
  VisitQueue(visit);
}

bool Channel::TryFreeze(absl::FunctionRef<void(Value&)> visit)
    ABSL_NO_THREAD_SAFETY_ANALYSIS {
  if (!mutex_.try_lock()) return false;
  VisitQueue(visit);
  return true;
}

void Channel::Thaw() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex_.unlock(); }

void Channel::VisitQueue(absl::FunctionRef<void(Value&)> visit) {
  for (size_t i = 0; i < queued_; ++i) {
    Value& value = ring_[(head_ + i) & (capacity_ - 1)];
    if (!IsItself(value)) visit(value);
  }
}

void Channel::Pin() {
  if (!pinned_.exchange(true)) registry_->Pin(this);
}

bool Channel::TryTake(Value* value) {
  if (queued_ == 0) return false;
  *value = ring_[head_];
  head_ = (head_ + 1) & (capacity_ - 1);
  --queued_;
  if (queued_ == 0 && capacity_ > kKeptCapacity) ReleaseBuffer();
  if (IsItself(*value)) AddReference();
  return true;
}

void Channel::Push(const Value& value) {
  if (queued_ == capacity_) {
    const size_t capacity = capacity_ == 0 ? kFirstCapacity : capacity_ * 2;
    auto* ring = std::allocator<Value>().allocate(capacity);
    for (size_t i = 0; i < queued_; ++i) {
      ring[i] = ring_[(head_ + i) & (capacity_ - 1)];
    }
    ReleaseBuffer();
    ring_ = ring;
    capacity_ = capacity;
  }
  ring_[(head_ + queued_) & (capacity_ - 1)] = value;
  if (IsItself(value)) DropReference();  // the caller's other one is left
  ++queued_;
}

void Channel::ReleaseBuffer() {
  if (ring_ != nullptr) std::allocator<Value>().deallocate(ring_, capacity_);
  ring_ = nullptr;
  capacity_ = 0;
  head_ = 0;
}

Channel::Result Channel::Send(const Value& value) {
  MarkShared(value);
  Strand* receiver;
  {
    MutexLock lock(mutex_);
    if (closed_) return Result::kClosed;
    receiver = first_receiver_;
    if (receiver == nullptr) {
      Push(value);
      registry_->NoteSent();
      return Result::kOk;
    }
    first_receiver_ = receiver->next_receiver;
    if (first_receiver_ == nullptr) last_receiver_ = nullptr;
    receiver->received = value;
    receiver->receive_closed = false;
  }
  registry_->NoteSent();
  receiver->pool()->Wake(receiver);
  return Result::kOk;
}

Channel::Result Channel::Receive(Strand* strand, SiteId site, Value* value,
                                 const Value* sp) {
  {
    MutexLock lock(mutex_);
    if (TryTake(value)) {
      registry_->NoteReceived();
      return Result::kOk;
    }
    if (closed_) return Result::kClosed;
    strand->wait_site = site;
    strand->wait_channel = number();
    strand->awaited = this;
    strand->wait_sp = sp;
    strand->next_receiver = nullptr;
    (last_receiver_ == nullptr ? first_receiver_
                               : last_receiver_->next_receiver) = strand;
    last_receiver_ = strand;
  }
  strand->pool()->WaitToBeWoken(strand);
  if (strand->receive_closed) return Result::kClosedWhileWaiting;
  *value = std::exchange(strand->received, Value::Hole());
  registry_->NoteReceived();
  return Result::kOk;
}

Strand* Channel::CloseLocked() {
  closed_ = true;
  Strand* receivers = std::exchange(first_receiver_, nullptr);
  last_receiver_ = nullptr;
  for (Strand* strand = receivers; strand != nullptr;
       strand = strand->next_receiver) {
    strand->receive_closed = true;
  }
  return receivers;
}

// Outside the lock: a woken strand is gone as soon as it runs.
void Channel::WakeAll(Strand* receivers) {
  while (receivers != nullptr) {
    Strand* next = receivers->next_receiver;
    receivers->pool()->Wake(receivers);
    receivers = next;
  }
}

void Channel::CloseForSending() {
  Strand* receivers;
  {
    MutexLock lock(mutex_);
    receivers = CloseLocked();
  }
  WakeAll(receivers);
}

void Channel::Close() {
  Strand* receivers;
  Value* ring;
  size_t capacity, head, queued;
  {
    MutexLock lock(mutex_);
    receivers = CloseLocked();
    ring = std::exchange(ring_, nullptr);
    capacity = std::exchange(capacity_, 0);
    head = std::exchange(head_, 0);
    queued = std::exchange(queued_, 0);
  }
  // Outside the lock: releasing a value may free another channel.
  for (size_t i = 0; i < queued; ++i) {
    const Value& value = ring[(head + i) & (capacity - 1)];
    if (!IsItself(value)) Release(value);
  }
  if (ring != nullptr) std::allocator<Value>().deallocate(ring, capacity);
  WakeAll(receivers);
}

}  // namespace seq
