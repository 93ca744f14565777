#include "runtime/leak_search.h"

#include <algorithm>

#include "runtime/numbered_object.h"
#include "runtime/weave.h"

namespace seq {
namespace {

// ThreadSanitizer fails when a thread holds more than 64 locks.
#if defined(__SANITIZE_THREAD__)
constexpr size_t kMostFrozen = 48;
#else
constexpr size_t kMostFrozen = SIZE_MAX;
#endif

}  // namespace

LeakSearch::~LeakSearch() {
  for (NumberedObject* channel : frozen_) channel->Thaw();
}

// --- The graph ---------------------------------------------------------------

LeakSearch::Node LeakSearch::AddStrand() {
  strand_ = static_cast<Node>(nodes_.size());
  nodes_.push_back({.object = nullptr,
                    .kind = Kind::kStrand,
                    .begin = edges_.size(),
                    .end = edges_.size()});
  return strand_;
}

void LeakSearch::Hold(const Value& value) {
  AddEdge(value);
  nodes_[strand_].end = edges_.size();
}

void LeakSearch::HoldWeave(Weave* weave) {
  AddEdge(weave, Kind::kWeave);
  nodes_[strand_].end = edges_.size();
}

void LeakSearch::AddEdge(Object* object, Kind kind) {
  if (edges_.size() == kMostReferences) {
    gave_up_ = true;
    return;
  }
  const auto [place, is_new] =
      index_.try_emplace(object, static_cast<Node>(nodes_.size()));
  if (is_new) nodes_.push_back({.object = object, .kind = kind});
  ++nodes_[place->second].found;
  edges_.push_back(place->second);
}

void LeakSearch::AddEdge(const Value& value) {
  switch (value.kind) {
    case ValueKind::kClosure:
    case ValueKind::kVariant:
    case ValueKind::kMap:
      return AddEdge(value.object, Kind::kContainer);
    case ValueKind::kChannel:
      return AddEdge(value.object, Kind::kChannel);
    case ValueKind::kWeave:
      return AddEdge(value.object, Kind::kReference);
    default:
      return;  // leads to no channel
  }
}

// --- Following it ------------------------------------------------------------

void LeakSearch::ListChildren(Node node) {
  Object* const object = nodes_[node].object;
  const auto add = [this](const Value& value) { AddEdge(value); };
  switch (nodes_[node].kind) {
    case Kind::kStrand:
      break;
    case Kind::kContainer:
      object->VisitValues(add);
      break;
    case Kind::kChannel: {
      auto* const channel = static_cast<NumberedObject*>(object);
      if (frozen_.size() < kMostFrozen && channel->TryFreeze(add)) {
        frozen_.push_back(channel);
      } else {
        nodes_[node].alive = true;
      }
      break;
    }
    case Kind::kReference:
      AddEdge(Weave::Of(Value::Counted(ValueKind::kWeave, object)),
              Kind::kWeave);
      break;
    case Kind::kWeave:
      static_cast<Weave*>(object)->VisitStart(add);
      break;
  }
}

void LeakSearch::Enter(Node node) {
  nodes_[node].entered = true;
  nodes_[node].begin = edges_.size();
  ListChildren(node);
  nodes_[node].end = edges_.size();
}

// Depth first, so that order_ is one in which every container comes behind its
// contents. What other objects lead to is left for later: there may be a way
// back from it, but none that a strand that runs could take now.
void LeakSearch::Descend(Node root) {
  if (nodes_[root].entered) return;
  Enter(root);
  std::vector<Step> path = {{root, nodes_[root].begin}};
  while (!path.empty()) {
    const auto [node, next] = path.back();
    const Entry& entry = nodes_[node];
    if (entry.kind != Kind::kContainer) {
      pending_.insert(pending_.end(), edges_.begin() + entry.begin,
                      edges_.begin() + entry.end);
    } else if (next < entry.end) {
      ++path.back().next;
      const Node child = edges_[next];
      if (nodes_[child].entered) continue;
      Enter(child);
      path.push_back({child, nodes_[child].begin});
      continue;
    }
    order_.push_back(node);
    path.pop_back();
  }
}

// --- Who is alive ------------------------------------------------------------

void LeakSearch::ReadCounts() {
  for (size_t i = order_.size(); i > 0; --i) {
    Entry& entry = nodes_[order_[i - 1]];
    if (entry.object->references() != entry.found) entry.alive = true;
  }
}

// The strands that an object wakes become part of wakes_.
void LeakSearch::FindWakers() {
  for (const auto& [object, strand] : woken_through_) {
    const auto found = index_.find(object);
    if (found == index_.end()) {
      SetAlive(strand);
    } else {
      WokenBy(found->second, strand);
    }
  }
  std::sort(wakes_.begin(), wakes_.end());
}

void LeakSearch::Propagate() {
  std::vector<Node> reached;
  for (Node node = 0; node < nodes_.size(); ++node) {
    if (nodes_[node].alive) reached.push_back(node);
  }
  const auto reach = [&](Node node) {
    if (!std::exchange(nodes_[node].alive, true)) reached.push_back(node);
  };
  while (!reached.empty()) {
    const Node node = reached.back();
    reached.pop_back();
    for (size_t i = nodes_[node].begin; i < nodes_[node].end; ++i) {
      reach(edges_[i]);
    }
    for (auto wake = std::lower_bound(wakes_.begin(), wakes_.end(),
                                      std::pair<Node, Node>(node, 0));
         wake != wakes_.end() && wake->first == node; ++wake) {
      reach(wake->second);
    }
  }
}

void LeakSearch::Run() {
  pending_ = edges_;  // of the strands
  while (!pending_.empty() && !gave_up_) {
    const Node node = pending_.back();
    pending_.pop_back();
    Descend(node);
  }
  if (gave_up_) {
    for (Entry& entry : nodes_) entry.alive = true;
    return;
  }
  ReadCounts();
  FindWakers();
  Propagate();
}

}  // namespace seq
