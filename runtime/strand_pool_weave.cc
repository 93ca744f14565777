// Weaves: how resumer and body hand one permit to and fro. See runtime/weave.h
// for what this means and why it is correct.

#include <algorithm>
#include <thread>
#include <utility>

#include "runtime/cores.h"
#include "runtime/spin.h"
#include "runtime/strand_pool.h"
#include "runtime/strand_start.h"
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

// --- Hand-overs under the mutex ----------------------------------------------

void StrandPool::HandOver(Strand* from, Strand* to, WakeList& wake) {
  if (explorer_ != nullptr) TakePermit(from);  // for any strand that can go on
  if (from->permit_ < 0) {
    EnqueueWoken(to);
    Dispatch(wake);
    return;
  }
  const int permit = std::exchange(from->permit_, -1);
  GrantPermit(to, permit);
  wake.push_back(to->worker_);
}

void StrandPool::StartBody(Strand* resumer, Weave* weave, WakeList& wake) {
  weave->AddReference();
  auto* body = new Strand(this, -weave->number(), [weave](Strand* self) {
    weave->RunBody(self);
    weave->DropReference();
  });
  body->spawner = weave->creator_;
  body->spawn_site = weave->site_;
  body->weave = weave;
  body->received = std::exchange(resumer->received, Value::Hole());
  weave->body_ = body;
  weave->has_body_.store(true, std::memory_order_release);
  Link(body);
  Worker* worker = nullptr;
  if (resumer->permit_ >= 0 && explorer_ == nullptr) {
    worker = ObtainWorker(stack_sizes(*body), wake);
  }
  if (worker == nullptr) {
    EnqueueFresh(body);
    Block(resumer, StrandState::kResuming, wake);
    return;
  }
  SetState(resumer, StrandState::kResuming);
  --able_;
  Lend(worker, body);
  GrantPermit(body, std::exchange(resumer->permit_, -1));
  worker->next = body;
}

void StrandPool::WaitInLine(Strand* strand, Weave* weave) {
  strand->next_receiver = nullptr;
  (weave->last_waiting_ == nullptr ? weave->first_waiting_
                                   : weave->last_waiting_->next_receiver) =
      strand;
  weave->last_waiting_ = strand;
}

bool StrandPool::SendInto(Weave* weave, Strand* strand, WakeList& wake) {
  switch (std::exchange(weave->state_, Weave::State::kRunning)) {
    case Weave::State::kNotStarted:
      weave->resumer_ = strand;
      StartBody(strand, weave, wake);
      return false;
    case Weave::State::kParked: {
      Strand* const body = weave->body_;
      weave->resumer_ = strand;
      body->received = std::exchange(strand->received, Value::Hole());
      body->outcome = WeaveOutcome::kYielded;
      SetState(strand, StrandState::kResuming);
      ++live_;  // the body; one able strand for another
      HandOver(strand, body, wake);
      return false;
    }
    default:
      WaitInLine(strand, weave);
      return Block(strand, StrandState::kResuming, wake);
  }
}

WeaveOutcome StrandPool::ResumeWeave(Strand* strand, Weave* weave, SiteId site,
                                     const Value* sp, const Value& sent,
                                     Value* answer) {
  strand->wait_site = site;
  strand->wait_channel = weave->number();
  strand->awaited = weave;
  strand->wait_sp = sp;
  if (ResumeDirectly(strand, weave, sent)) {
    AwaitAnswer(strand, weave);
    *answer = std::exchange(strand->received, Value::Hole());
    return strand->outcome;
  }
  WakeList wake;
  bool idle;
  {
    MutexLock lock(mutex_);
    Settle(weave);
    SettleOwn(strand);
    if (weave->state_ == Weave::State::kFinished) return WeaveOutcome::kGone;
    if (weave->state_ == Weave::State::kCancelled) {
      weave->state_ = Weave::State::kFinished;
      return WeaveOutcome::kCancelled;
    }
    strand->received = sent;
    strand->worker_->unparked.store(false, std::memory_order_relaxed);
    idle = SendInto(weave, strand, wake);
  }
  UnparkAll(wake);
  if (idle) FlushOutput();
  AwaitHandOver(strand, weave->luck_, LookOutRounds(weave->luck_));
  // The answer, or what was not taken.
  *answer = std::exchange(strand->received, Value::Hole());
  return strand->outcome;
}

void StrandPool::Answer(Strand* resumer, WeaveOutcome outcome,
                        const Value& value) {
  resumer->outcome = outcome;
  resumer->received = value;
}

bool StrandPool::YieldFromWeave(Strand* body, SiteId site, const Value* sp,
                                const Value& value, Value* next) {
  Weave* const weave = body->weave;
  body->wait_site = site;
  body->wait_sp = sp;
  const int rounds = LookOutRounds(weave->luck_);
  const bool directly = rounds > 0 && AnswerDirectly(weave, value);
  const bool park = directly || AnswerOverPool(body, weave, value, rounds);
  if (park && rounds > 0) AwaitResume(body, weave, rounds);
  if (park && rounds == 0) SleepUntilHanded(*body->worker_);
  if (body->outcome == WeaveOutcome::kCancelled) return false;
  *next = std::exchange(body->received, Value::Hole());
  return true;
}

bool StrandPool::AnswerOverPool(Strand* body, Weave* weave, const Value& value,
                                int rounds) {
  WakeList wake;
  bool park;
  {
    MutexLock lock(mutex_);
    Settle(weave);
    weave->direct_.word.store(Weave::kSettled, std::memory_order_relaxed);
    Strand* const resumer = std::exchange(weave->resumer_, nullptr);
    Answer(resumer, WeaveOutcome::kYielded, value);
    park = !weave->cancel_requested_ && weave->first_waiting_ == nullptr;
    if (park) {
      ++able_;  // the resumer
      HandOver(body, resumer, wake);
      if (rounds > 0) {
        weave->direct_.word.store(Weave::kAwaits, std::memory_order_release);
      } else {
        ParkBody(body);
      }
    } else {
      GoOn(weave);
      ++able_;
      EnqueueWoken(resumer);
      Dispatch(wake);
    }
  }
  UnparkAll(wake);
  return park;
}

void StrandPool::GoOn(Weave* weave) {
  Strand* const body = weave->body_;
  if (weave->cancel_requested_) {
    body->outcome = WeaveOutcome::kCancelled;
    EndWeave(weave, /*report=*/true);
    return;
  }
  Strand* const waiting = weave->first_waiting_;
  weave->first_waiting_ = waiting->next_receiver;
  if (weave->first_waiting_ == nullptr) weave->last_waiting_ = nullptr;
  weave->resumer_ = waiting;
  body->received = std::exchange(waiting->received, Value::Hole());
  body->outcome = WeaveOutcome::kYielded;
}

void StrandPool::EndWeave(Weave* weave, bool report) {
  Strand* waiting = std::exchange(weave->first_waiting_, nullptr);
  weave->last_waiting_ = nullptr;
  weave->state_ = report && waiting == nullptr ? Weave::State::kCancelled
                                               : Weave::State::kFinished;
  WeaveOutcome outcome =
      report ? WeaveOutcome::kCancelled : WeaveOutcome::kGone;
  for (; waiting != nullptr; waiting = waiting->next_receiver) {
    waiting->outcome = outcome;
    outcome = WeaveOutcome::kGone;
    ++able_;
    EnqueueWoken(waiting);
  }
}

void StrandPool::FinishWeave(Strand* body) {
  Weave* const weave = body->weave;
  WakeList wake;
  {
    MutexLock lock(mutex_);
    Settle(weave);
    weave->direct_.word.store(Weave::kSettled, std::memory_order_relaxed);
    body->body_ended_ = true;
    weave->body_ = nullptr;
    weave->has_body_.store(false, std::memory_order_release);
    Strand* const resumer = std::exchange(weave->resumer_, nullptr);
    if (resumer == nullptr) return;  // it has been cancelled
    EndWeave(weave, /*report=*/false);
    Answer(resumer, WeaveOutcome::kFinished, Value::Int(0));
    ++able_;
    if (explorer_ != nullptr) {
      EnqueueWoken(resumer);  // the body holds the permit to its very end
    } else {
      HandOver(body, resumer, wake);
    }
    Dispatch(wake);
  }
  UnparkAll(wake);
}

void StrandPool::CancelWeave(Weave* weave) {
  WakeList wake;
  StrandStart* start = nullptr;
  {
    MutexLock lock(mutex_);
    Settle(weave);
    switch (weave->state_) {
      case Weave::State::kNotStarted:
        weave->state_ = Weave::State::kFinished;
        start = std::exchange(weave->start_, nullptr);
        break;
      case Weave::State::kRunning:
        weave->cancel_requested_ = true;
        break;
      case Weave::State::kParked:
        Unwind(weave);
        Dispatch(wake);
        break;
      case Weave::State::kCancelled:
      case Weave::State::kFinished:
        break;
    }
  }
  UnparkAll(wake);
  if (start != nullptr) start->Delete();
}

void StrandPool::Unwind(Weave* weave) {
  weave->state_ = Weave::State::kCancelled;
  weave->body_->outcome = WeaveOutcome::kCancelled;
  ++live_;
  ++able_;
  EnqueueWoken(weave->body_);
}

void StrandPool::UnwindParked(WakeList& wake) {
  for (Strand* strand = first_; strand != nullptr; strand = strand->next_) {
    if (strand->state_ == StrandState::kParked) Unwind(strand->weave);
  }
  Dispatch(wake);
}

}  // namespace seq
