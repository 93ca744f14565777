#include "runtime/cores.h"

#include <sched.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <thread>

namespace seq {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr std::chrono::nanoseconds kBetweenMoves = std::chrono::milliseconds(1);

// How many threads spin, by core; cores beyond the table share its entries.
struct alignas(64) Spinners {
  std::atomic<uint32_t> count{0};
};
constexpr size_t kEntries = 64;
std::array<Spinners, kEntries> spinners;

std::atomic<int64_t> next_move{0};  // ns of the steady clock

std::atomic<uint32_t>& SpinnersHere() {
  return spinners[static_cast<size_t>(sched_getcpu()) % kEntries].count;
}

// The cores that the calling thread may use; nothing if the system does not
// say, or has more than fit.
std::optional<cpu_set_t> AllowedCores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return std::nullopt;
  return set;
}

void MoveToAnotherCore() {
  const std::optional<cpu_set_t> allowed = AllowedCores();
  const int current = sched_getcpu();
  if (!allowed.has_value() || current < 0) return;
  cpu_set_t others = *allowed;
  CPU_CLR(static_cast<size_t>(current), &others);
  // A mask without the current core takes the thread off it at once.
  if (sched_setaffinity(0, sizeof(others), &others) != 0) return;
  sched_setaffinity(0, sizeof(*allowed), &*allowed);
}

}  // namespace

int CountCores() {
  static const int count = [] {
    const std::optional<cpu_set_t> allowed = AllowedCores();
    const int all = static_cast<int>(std::thread::hardware_concurrency());
    return std::max(1, allowed.has_value() ? CPU_COUNT(&*allowed) : all);
  }();
  return count;
}

int CurrentCore() { return sched_getcpu(); }

SpinScope::SpinScope() : count_(SpinnersHere()) {
  count_.fetch_add(1, kRelaxed);
}

void LeaveCoreToSpinner() {
  if (SpinnersHere().load(kRelaxed) == 0 || CountCores() < 2) return;
  const int64_t now =
      std::chrono::steady_clock::now().time_since_epoch().count();
  int64_t due = next_move.load(kRelaxed);
  if (now < due || !next_move.compare_exchange_strong(
                       due, now + kBetweenMoves.count(), kRelaxed)) {
    return;
  }
  MoveToAnotherCore();
}

}  // namespace seq
