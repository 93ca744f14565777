// Looking out for another thread, and what resumer and body of a weave hand to
// each other while both do, without the pool. See runtime/weave.h for what this
// means and why it is correct.

#include <algorithm>
#include <thread>
#include <utility>

#include "runtime/cores.h"
#include "runtime/spin.h"
#include "runtime/strand_pool.h"
#include "runtime/weave.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// Does not take the cache line from others if there is nothing to change.
template <typename T>
void StoreIfNew(std::atomic<T>& to, T value) {
  if (to.load(std::memory_order_relaxed) != value) {
    to.store(value, std::memory_order_relaxed);
  }
}

}  // namespace

// Racing updates may be lost, which does no harm.
int HandOverLuck::Rounds() {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  if (credit_.load(kRelaxed) > 0) {
    return asleep_.load(kRelaxed) ? kPatientRounds : kRounds;
  }
  const int pause = pause_.load(kRelaxed) - 1;
  pause_.store(pause, kRelaxed);
  if (pause <= 0) credit_.store(kFirstCredit, kRelaxed);
  return 0;
}

void HandOverLuck::Note(bool in_time) {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const int credit = credit_.load(kRelaxed);
  StoreIfNew(asleep_, !in_time);
  if (in_time) {
    if (credit < kMostCredit) {
      credit_.store(credit + 1, kRelaxed);
    } else {
      StoreIfNew(next_pause_, kShortestPause);
    }
    return;
  }
  credit_.store(credit - 1, kRelaxed);
  if (credit > 1) return;
  const int pause = next_pause_.load(kRelaxed);
  pause_.store(pause, kRelaxed);
  next_pause_.store(std::min(2 * pause, kLongestPause), kRelaxed);
}

template <typename Done>
bool StrandPool::LookOut(const Done& done, int rounds) {
  if (LooksBriefly(done)) return true;
  // No more strands look out than cores are idle; the latest are the likeliest
  // to be handed something soon.
  const size_t permits = static_cast<size_t>(options_.permits);
  const auto cores = static_cast<size_t>(CountCores());
  const size_t spare = cores > permits ? cores - permits : 0;
  const SpinScope scope;
  const uint32_t ticket = lookouts_.fetch_add(1, std::memory_order_relaxed);
  Spinner spinner(rounds);
  do {
    if (done()) return true;
    if (HasRunnable()) break;
    const uint32_t later =
        lookouts_.load(std::memory_order_relaxed) - ticket - 1;
    if (later >= spare + idle_permits_hint_.load(std::memory_order_relaxed)) {
      break;
    }
  } while (spinner.Pause());
  return done();
}

int StrandPool::LookOutRounds(HandOverLuck& luck) const {
  // On a single core, who looks out for another thread keeps it from running.
  return CountCores() <= 1 || explores() ? 0 : luck.Rounds();
}

void StrandPool::AwaitHandOver(Strand* strand, HandOverLuck& luck, int rounds) {
  Worker& worker = *strand->worker_;
  const auto unparked = [&worker] {
    return worker.unparked.load(std::memory_order_relaxed);
  };
  if (rounds > 0) luck.Note(LookOut(unparked, rounds));
  SleepUntilHanded(worker);
}

void StrandPool::SleepUntilHanded(Worker& worker) {
  worker.parker.Park();
  LeaveCoreToSpinner();
}

// --- Direct hand-overs -------------------------------------------------------

bool StrandPool::ResumeDirectly(Strand* strand, Weave* weave,
                                const Value& sent) {
  std::atomic<uintptr_t>& word = weave->direct_.word;
  uintptr_t expected = Weave::kAwaits;
  if (word.load(std::memory_order_relaxed) != expected ||
      !word.compare_exchange_strong(expected, Weave::kTaken,
                                    std::memory_order_acquire)) {
    return false;
  }
  weave->direct_.sent = sent;
  word.store(Weave::MarkOf(strand), std::memory_order_release);
  return true;
}

void StrandPool::AwaitAnswer(Strand* strand, Weave* weave) {
  const auto called = [strand] {
    return strand->call_.load(std::memory_order_relaxed) != Strand::Call::kNone;
  };
  const int rounds = LookOutRounds(weave->luck_);
  const bool in_time = LookOut(called, rounds);
  if (rounds > 0) weave->luck_.Note(in_time);
  if (!in_time) {
    MutexLock lock(mutex_);
    if (weave->direct_.word.load(std::memory_order_relaxed) ==
        Weave::MarkOf(strand)) {
      Settle(weave);
    }
  }
  // If that was too late, the answer is being written.
  Strand::Call call;
  while ((call = strand->call_.load(std::memory_order_acquire)) ==
         Strand::Call::kNone) {
    std::this_thread::yield();
  }
  if (call == Strand::Call::kSettled) SleepUntilHanded(*strand->worker_);
  strand->call_.store(Strand::Call::kNone, std::memory_order_relaxed);
}

bool StrandPool::AnswerDirectly(Weave* weave, const Value& value) {
  std::atomic<uintptr_t>& word = weave->direct_.word;
  uintptr_t found = word.load(std::memory_order_relaxed);
  if (!Weave::IsResumer(found)) return false;
  auto* resumer = reinterpret_cast<Strand*>(found);
  __builtin_prefetch(&resumer->received, 1);
  if (!word.compare_exchange_strong(found, Weave::kAwaits,
                                    std::memory_order_acq_rel)) {
    return false;
  }
  Answer(resumer, WeaveOutcome::kYielded, value);
  resumer->call_.store(Strand::Call::kCalled, std::memory_order_release);
  return true;
}

void StrandPool::AwaitResume(Strand* body, Weave* weave, int rounds) {
  std::atomic<uintptr_t>& word = weave->direct_.word;
  const auto resumed = [&word] {
    return word.load(std::memory_order_relaxed) != Weave::kAwaits;
  };
  const bool in_time = LookOut(resumed, rounds);
  weave->luck_.Note(in_time);
  if (!in_time) {
    WakeList wake;
    {
      MutexLock lock(mutex_);
      if (!resumed()) Settle(weave);
      NoteFewer(wake);
    }
    UnparkAll(wake);
  }
  uintptr_t found;
  while ((found = word.load(std::memory_order_acquire)) == Weave::kTaken) {
    std::this_thread::yield();
  }
  if (found == Weave::kSettled) return SleepUntilHanded(*body->worker_);
  // It computes with its resumer's permit now, which may become its own.
  body->outside_ = false;
  body->outcome = WeaveOutcome::kYielded;
  body->received = std::exchange(weave->direct_.sent, Value::Hole());
}

void StrandPool::Settle(Weave* weave) {
  std::atomic<uintptr_t>& word = weave->direct_.word;
  for (;;) {
    uintptr_t found = word.load(std::memory_order_relaxed);
    if (found == Weave::kSettled || found == Weave::kSettledResumed) return;
    // A resumer that has come stores its value next, and takes no lock for it.
    if (found == Weave::kTaken) {
      std::this_thread::yield();
      continue;
    }
    const bool waits = found == Weave::kAwaits;
    if (!word.compare_exchange_strong(
            found, waits ? Weave::kSettled : Weave::kSettledResumed,
            std::memory_order_acq_rel)) {
      continue;
    }
    if (waits) return ParkBody(weave->body_);
    return SettleResumer(weave, reinterpret_cast<Strand*>(found));
  }
}

void StrandPool::ParkBody(Strand* body) {
  body->weave->state_ = Weave::State::kParked;
  SetState(body, StrandState::kParked);
  --live_;
  --able_;
}

void StrandPool::SettleResumer(Weave* weave, Strand* resumer) {
  SettleOwn(resumer);
  weave->state_ = Weave::State::kRunning;
  weave->resumer_ = resumer;
  const int permit = std::exchange(resumer->permit_, -1);
  if (permit >= 0) {
    weave->body_->permit_ = permit;
    holders_[static_cast<size_t>(permit)] = weave->body_;
    seen_system_call_[static_cast<size_t>(permit)] = 0;
  }
  SetState(resumer, StrandState::kResuming);
  --able_;
  resumer->call_.store(Strand::Call::kSettled, std::memory_order_release);
}

void StrandPool::SettleOwn(Strand* strand) {
  if (strand->weave != nullptr && !strand->body_ended_) Settle(strand->weave);
}

void StrandPool::SettleAll(WakeList& wake) {
  for (Strand* strand = first_; strand != nullptr; strand = strand->next_) {
    SettleOwn(strand);
  }
  NoteFewer(wake);
}

void StrandPool::NoteFewer(WakeList& wake) {
  if (live_ == 0) {
    done_.NotifyAll();
  } else {
    CheckProgress(wake);
  }
}

}  // namespace seq
