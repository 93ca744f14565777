#include "runtime/schedule_explorer.h"

#include <algorithm>

namespace seq {
namespace {

// A switch at every point, every second one, ... every 64th one.
constexpr size_t kRarities = 7;

}  // namespace

ScheduleExplorer::ScheduleExplorer(uint64_t seed)
    : state_(seed), points_per_switch_(size_t{1} << Choose(kRarities)) {}

uint64_t ScheduleExplorer::Next() {
  state_ += 0x9E3779B97F4A7C15;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

size_t ScheduleExplorer::Choose(size_t count) {
  __extension__ using Product = unsigned __int128;
  return static_cast<size_t>((static_cast<Product>(Next()) * count) >> 64);
}

ScheduleExplorer::Time ScheduleExplorer::ReadClock() {
  now_ = std::min(now_ + kReading, kEndOfTime);
  return now_;
}

void ScheduleExplorer::AddSleeper(Strand* strand, Time duration) {
  sleepers_.emplace(now_ + std::min(duration, kEndOfTime - now_), strand);
}

Strand* ScheduleExplorer::TakeDue() {
  const auto first = sleepers_.begin();
  if (first == sleepers_.end() || first->first > now_) return nullptr;
  Strand* const strand = first->second;
  sleepers_.erase(first);
  return strand;
}

bool ScheduleExplorer::JumpToSleeper() {
  if (sleepers_.empty()) return false;
  now_ = std::max(now_, sleepers_.begin()->first);
  return true;
}

}  // namespace seq
