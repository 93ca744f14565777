#include "stdlib/time_words.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "runtime/operands.h"
#include "runtime/schedule_explorer.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

using Monotonic = std::chrono::steady_clock;

// Where `time.nanos` starts: when the program is loaded.
const Monotonic::time_point kStart = Monotonic::now();

template <typename Unit>
int64_t Count(std::chrono::nanoseconds duration) {
  return std::chrono::duration_cast<Unit>(duration).count();
}

// Virtual time has an epoch of its own.
std::chrono::nanoseconds TimeOfDay(Strand* strand) {
  const auto since_start = strand->pool()->ReadVirtualClock();
  if (since_start.has_value()) return ScheduleExplorer::kEpoch + *since_start;
  return std::chrono::system_clock::now().time_since_epoch();
}

Value* Now(const Node*, Value* sp, Strand* strand) {
  *sp = Value::Int(std::max<int64_t>(
      0, Count<std::chrono::microseconds>(TimeOfDay(strand))));
  return sp + 1;
}

// Never 0, even where the clock is coarse.
Value* Nanos(const Node*, Value* sp, Strand* strand) {
  const auto since_start = strand->pool()->ReadVirtualClock();
  const auto elapsed = since_start.value_or(Monotonic::now() - kStart);
  *sp = Value::Int(
      std::max<int64_t>(1, Count<std::chrono::nanoseconds>(elapsed)));
  return sp + 1;
}

// Far beyond any uptime, and far from where the clock overflows.
constexpr int64_t kLongestSleepMs = int64_t{1000} * 60 * 60 * 24 * 36500;

Value* SleepMs(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  const int64_t duration = sp[-1].integer;
  if (duration < 0) {
    FailWord(node, sp, strand,
             absl::StrCat("duration must be non-negative, got ", duration));
  }
  if (duration == 0) {
    strand->pool()->GiveWay(strand);
    return sp - 1;
  }
  strand->wait_site = node->site;
  strand->pool()->Sleep(
      strand, std::chrono::milliseconds(std::min(duration, kLongestSleepMs)));
  return sp - 1;
}

constexpr WordRow kRows[] = {
    {.name = "time.now",
     .effect = "( ..a -- ..a Int )",
     .doc = "Pushes the time of day, in microseconds since the beginning of "
            "1970 in UTC.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Now>},
    {.name = "time.nanos",
     .effect = "( ..a -- ..a Int )",
     .doc = "Pushes the nanoseconds, at least 1, that have passed since the "
            "program started, by a clock that nobody sets.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Nanos>},
    {.name = "time.sleep-ms",
     .effect = "( ..a Int -- ..a )",
     .doc = "Waits for at least that many milliseconds while other strands "
            "run.",
     .failure = "Fails if the duration is negative.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<SleepMs>},
};

}  // namespace

absl::Span<const WordRow> TimeWords() { return kRows; }

}  // namespace seq
