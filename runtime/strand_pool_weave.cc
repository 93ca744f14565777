// Weaves: how resumer and body hand one permit to and fro. See runtime/weave.h
// for what this means and why it is correct.

#include <utility>

#include "runtime/strand_pool.h"
#include "runtime/strand_start.h"
#include "runtime/weave.h"
#include "runtime/worker.h"

namespace seq {

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
