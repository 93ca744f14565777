// Which strands are leaked: what the pool knows about those that wait, told to
// the search.

#include "runtime/held_value.h"
#include "runtime/leak_search.h"
#include "runtime/strand_pool.h"
#include "runtime/weave.h"
#include "runtime/worker.h"

namespace seq {
namespace {

// For a strand that waits and has said where its stack ends.
void HoldAll(LeakSearch& search, const Strand& strand, const Value* bottom) {
  for (const Value* slot = bottom; slot < strand.wait_sp; ++slot) {
    search.Hold(*slot);
  }
  for (const Value& value : strand.aux) search.Hold(value);
  for (const HeldSlots* held = strand.held; held != nullptr;
       held = held->outer()) {
    for (const Value& value : *held) search.Hold(value);
  }
  if (strand.weave != nullptr) search.HoldWeave(strand.weave);
}

}  // namespace

bool StrandPool::Waits(const Strand& strand) {
  return strand.state_ == StrandState::kReceiving ||
         strand.state_ == StrandState::kResuming;
}

void StrandPool::AddToSearch(const Strand& strand, LeakSearch& search,
                             SearchedStrands& nodes) {
  const bool parked = strand.state_ == StrandState::kParked;
  if ((!Waits(strand) && !parked) || strand.wait_sp == nullptr) return;
  const LeakSearch::Node node = search.AddStrand();
  nodes.emplace(&strand, node);
  HoldAll(search, strand,
          strand.worker_->stacks.values_begin() + StackRegion::kGuardSlots);
  if (parked) {
    search.WokenThrough(strand.weave, node);
  } else if (strand.state_ == StrandState::kReceiving) {
    // What a sender has just left there is not counted: it is about to wake the
    // strand, and holds the channel.
    search.WokenThrough(strand.awaited, node);
  } else {
    search.Hold(strand.received);  // while it waits in line
  }
}

// A strand that waits for a weave is woken by the body.
void StrandPool::AddResumer(const Strand& strand, LeakSearch& search,
                            const SearchedStrands& nodes) {
  const auto found = nodes.find(&strand);
  if (strand.state_ != StrandState::kResuming || found == nodes.end()) return;
  const auto body = nodes.find(static_cast<Weave*>(strand.awaited)->body_);
  if (body == nodes.end()) {
    search.SetAlive(found->second);
  } else {
    search.WokenBy(body->second, found->second);
  }
}

StrandPool::StrandSet StrandPool::FindLeaked() {
  StrandSet leaked;
  LeakSearch search;
  SearchedStrands nodes;
  for (Strand* strand = first_; strand != nullptr; strand = strand->next_) {
    // When none is able to run, there is nothing to search for.
    if (able_ == 0 && Waits(*strand)) leaked.insert(strand);
    if (able_ > 0) AddToSearch(*strand, search, nodes);
  }
  if (nodes.empty()) return leaked;
  for (Strand* strand = first_; strand != nullptr; strand = strand->next_) {
    AddResumer(*strand, search, nodes);
  }
  search.Run();
  for (const auto& [strand, node] : nodes) {
    if (Waits(*strand) && !search.alive(node)) leaked.insert(strand);
  }
  return leaked;
}

}  // namespace seq
