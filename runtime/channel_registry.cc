#include "runtime/channel_registry.h"

#include <vector>

namespace seq {

ChannelRegistry::~ChannelRegistry() {
  std::vector<Channel*> pinned;
  for (Shard& shard : shards_) {
    MutexLock lock(shard.mutex);
    for (const auto& [number, channel] : shard.channels) {
      if (channel->pinned_.load()) pinned.push_back(channel);
    }
  }
  for (Channel* channel : pinned) channel->DropReference();
}

Channel* ChannelRegistry::Make() {
  auto* channel =
      new Channel(next_number_.fetch_add(1), /*opaque=*/false, this);
  // The registry lets any strand find it.
  channel->set_shared();
  Shard& shard = ShardOf(channel->number());
  MutexLock lock(shard.mutex);
  shard.channels.emplace(channel->number(), channel);
  return channel;
}

Channel* ChannelRegistry::MakeOpaque() {
  auto* channel = new Channel(next_number_.fetch_add(1), /*opaque=*/true, this);
  live_opaque_.fetch_add(1, std::memory_order_relaxed);
  return channel;
}

Channel* ChannelRegistry::Find(int64_t number) {
  if (number <= 0) return nullptr;
  Shard& shard = ShardOf(number);
  MutexLock lock(shard.mutex);
  const auto found = shard.channels.find(number);
  if (found == shard.channels.end() || !found->second->TryAddReference()) {
    return nullptr;
  }
  return found->second;
}

void ChannelRegistry::Forget(Channel* channel) {
  if (channel->opaque()) {
    live_opaque_.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  Shard& shard = ShardOf(channel->number());
  MutexLock lock(shard.mutex);
  shard.channels.erase(channel->number());
}

void ChannelRegistry::Pin(Channel* channel) { channel->AddReference(); }

size_t ChannelRegistry::live() {
  size_t count = live_opaque_.load(std::memory_order_relaxed);
  for (Shard& shard : shards_) {
    MutexLock lock(shard.mutex);
    count += shard.channels.size();
  }
  return count;
}

}  // namespace seq
