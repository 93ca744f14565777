// What a channel's queue costs: our ring under a mutex against
// boost::lockfree::queue, alone and with one producer and one consumer.
//
//   bazel run -c opt //benchmarks:channel_queue_benchmark
//
// The figures and what was concluded: docs/decisions/004-channel-queue.md.

#include <benchmark/benchmark.h>

#include <atomic>
#include <boost/lockfree/queue.hpp>
#include <deque>
#include <mutex>
#include <thread>

#include "runtime/value.h"

namespace seq {
namespace {

// What Channel does, without strands: a queue under a mutex.
class LockedQueue {
 public:
  void Push(const Value& value) {
    const std::lock_guard<std::mutex> lock(mutex_);
    values_.push_back(value);
  }
  bool Pop(Value& value) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (values_.empty()) return false;
    value = values_.front();
    values_.pop_front();
    return true;
  }

 private:
  std::mutex mutex_;
  std::deque<Value> values_;
};

class LockFreeQueue {
 public:
  void Push(const Value& value) { queue_.push(value); }
  bool Pop(Value& value) { return queue_.pop(value); }

 private:
  boost::lockfree::queue<Value> queue_{0};
};

// One value in, one out, on one thread: what an uncontended channel costs.
template <typename Queue>
void BM_PushPop(benchmark::State& state) {
  Queue queue;
  Value value = Value::Int(1);
  for (auto _ : state) {
    queue.Push(value);
    benchmark::DoNotOptimize(queue.Pop(value));
  }
}
BENCHMARK_TEMPLATE(BM_PushPop, LockedQueue);
BENCHMARK_TEMPLATE(BM_PushPop, LockFreeQueue);

// A producer runs against the timed consumer on another core.
template <typename Queue>
void BM_ProducerConsumer(benchmark::State& state) {
  Queue queue;
  std::atomic<bool> stop{false};
  std::atomic<int64_t> backlog{0};
  std::thread producer([&] {
    while (!stop.load(std::memory_order_relaxed)) {
      if (backlog.load(std::memory_order_relaxed) > 1000) continue;
      queue.Push(Value::Int(1));
      backlog.fetch_add(1, std::memory_order_relaxed);
    }
  });
  Value value;
  for (auto _ : state) {
    while (!queue.Pop(value)) {
    }
    backlog.fetch_sub(1, std::memory_order_relaxed);
  }
  stop = true;
  producer.join();
}
BENCHMARK_TEMPLATE(BM_ProducerConsumer, LockedQueue)->UseRealTime();
BENCHMARK_TEMPLATE(BM_ProducerConsumer, LockFreeQueue)->UseRealTime();

// What a program pays for a channel it makes and drops.
template <typename Queue>
void BM_MakeAndDrop(benchmark::State& state) {
  for (auto _ : state) {
    Queue queue;
    queue.Push(Value::Int(1));
    benchmark::DoNotOptimize(queue);
  }
}
BENCHMARK_TEMPLATE(BM_MakeAndDrop, LockedQueue);
BENCHMARK_TEMPLATE(BM_MakeAndDrop, LockFreeQueue);

}  // namespace
}  // namespace seq
