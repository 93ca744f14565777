// ScheduleExplorer: the choices of a run that can be repeated.
//
// With a seed (`seq --seed N`), StrandPool leaves to this class what otherwise
// cores, the system's scheduler and the clock decide:
//
//  * which strand goes on when the permit, of which there is one, comes free:
//    any that could, each with the same probability;
//  * whether a strand that comes to a switch point (it spawns, or uses a
//    channel or a weave) gives way there. How often it does is drawn once for
//    the whole run, from always to once in 64 times, since some errors need
//    many switches and others a strand that is left alone for long;
//  * what time it is. Virtual time starts at kEpoch and moves only when the
//    clock is read (so that a loop which waits for a time ends), and when all
//    strands sleep or wait (then it jumps to when the first one wakes).
//
// The same seed and the same questions give the same answers, on every machine.
//
// The random numbers are SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014, with the constants
// of S. Vigna's public-domain splitmix64.c. Neighbouring seeds give unrelated
// sequences, which is what seeds 1 to N need.
//
// Not thread-safe: guarded by the pool's mutex. Nothing blocks or fails. Does
// not own the strands.

#ifndef SEQ_RUNTIME_SCHEDULE_EXPLORER_H_
#define SEQ_RUNTIME_SCHEDULE_EXPLORER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

namespace seq {

class Strand;

class ScheduleExplorer {
 public:
  // Since the start of the program.
  using Time = std::chrono::nanoseconds;

  // The time of day at the start: 2026-01-01 00:00:00 UTC, since 1970.
  static constexpr std::chrono::seconds kEpoch{1'767'225'600};
  // How long it takes to read the clock.
  static constexpr Time kReading = std::chrono::microseconds(1);

  explicit ScheduleExplorer(uint64_t seed);
  ScheduleExplorer(const ScheduleExplorer&) = delete;
  ScheduleExplorer& operator=(const ScheduleExplorer&) = delete;

  // --- Choices ---------------------------------------------------------------

  // A number below `count`, all equally likely (up to a bias of count / 2^64).
  // REQUIRES: count > 0.
  size_t Choose(size_t count);
  // Whether the strand that runs gives way at this switch point.
  bool Switches() { return Choose(points_per_switch_) == 0; }

  // --- Virtual time ----------------------------------------------------------

  Time now() const { return now_; }
  // What a program that reads the clock sees. Never the same twice, before the
  // end of time in 285 years.
  Time ReadClock();
  // `strand` is to be woken in `duration`, which is not negative.
  void AddSleeper(Strand* strand, Time duration);
  // A strand whose time has come, which it forgets; null if there is none. They
  // come in the order of their times, and of their AddSleeper for the same one.
  Strand* TakeDue();
  // Jumps to when the next sleeper wakes; false if there is none.
  bool JumpToSleeper();
  bool has_sleepers() const { return !sleepers_.empty(); }

  // --- The outside world -----------------------------------------------------

  // How many strands wait for a socket. What they wait for comes in real time:
  // the pool lets a moment of that pass before virtual time jumps.
  void LeaveForOutside() { ++outside_; }
  void ReturnFromOutside() { --outside_; }
  bool AnyOutside() const { return outside_ > 0; }

 private:
  // Far from where arithmetic overflows.
  static constexpr Time kEndOfTime{9'000'000'000'000'000'000};

  uint64_t Next();

  uint64_t state_;
  size_t points_per_switch_;
  Time now_{0};
  std::multimap<Time, Strand*> sleepers_;
  size_t outside_ = 0;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_SCHEDULE_EXPLORER_H_
