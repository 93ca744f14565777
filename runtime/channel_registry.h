// ChannelRegistry: makes channels and finds them by number.
//
// Numbers count up from 1 and are never reused. The registry refers to channels
// weakly: one that nothing else references is freed and forgotten, except the
// ones a program has computed with, which are pinned (see numbered_object.h).
//
// Thread-safe. One registry a program; it must outlive its channels.

#ifndef SEQ_RUNTIME_CHANNEL_REGISTRY_H_
#define SEQ_RUNTIME_CHANNEL_REGISTRY_H_

#include <array>
#include <atomic>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "runtime/channel.h"
#include "runtime/mutex.h"

namespace seq {

class ChannelRegistry {
 public:
  ChannelRegistry() = default;
  // Frees pinned channels. REQUIRES: no other channel is left.
  ~ChannelRegistry();
  ChannelRegistry(const ChannelRegistry&) = delete;
  ChannelRegistry& operator=(const ChannelRegistry&) = delete;

  // A new channel; the caller owns the one reference.
  Channel* Make();
  // A new channel of the current edition: opaque, and not found by number.
  Channel* MakeOpaque();
  // The live channel with this number, with a reference for the caller; null if
  // there is none. O(1).
  Channel* Find(int64_t number);

  // How many channels exist; for tests and reports.
  size_t live();

  // Counts messages from now on; not by default, since all channels share the
  // counters. REQUIRES: no channel is in use yet.
  void CountMessages() { counting_ = true; }
  uint64_t sent() const { return sent_.load(std::memory_order_relaxed); }
  uint64_t received() const {
    return received_.load(std::memory_order_relaxed);
  }

 private:
  friend class Channel;

  // A fraction of the table with its own lock, so that strands that make
  // channels at the same time seldom meet.
  struct Shard {
    Mutex mutex;
    absl::flat_hash_map<int64_t, Channel*> channels ABSL_GUARDED_BY(mutex);
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(int64_t number) {
    return shards_[static_cast<size_t>(number) % kShards];
  }
  void NoteSent() {
    if (counting_) sent_.fetch_add(1, std::memory_order_relaxed);
  }
  void NoteReceived() {
    if (counting_) received_.fetch_add(1, std::memory_order_relaxed);
  }
  void Forget(Channel* channel);
  void Pin(Channel* channel);

  std::atomic<int64_t> next_number_{1};
  std::atomic<size_t> live_opaque_{0};
  bool counting_ = false;
  std::atomic<uint64_t> sent_{0};
  std::atomic<uint64_t> received_{0};
  std::array<Shard, kShards> shards_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_CHANNEL_REGISTRY_H_
