// LeakSearch: which of the strands that wait nobody can ever wake.
//
// Trial deletion, the idea of Bacon and Rajan ("Concurrent Cycle Collection in
// Reference Counted Systems", ECOOP 2001) in the form of CPython's collector of
// cycles (Modules/gcmodule.c, subtract_refs and move_unreachable): starting
// from what strands that wait hold, follow all references and count for each
// object how many lead to it. One that has more references than that is held
// from elsewhere: by a strand that runs or has not started, by a queue that
// was not reached, by the registry of channels. It is *alive*, and so is
// whatever it leads to, a strand that waits on a channel that is alive, and
// whatever such a strand holds. The rest is for ever out of reach, and the
// strands in it are leaked.
//
// A holder that the search does not know of makes things look alive, never the
// other way round. Nor do strands that run meanwhile lead to a false leak:
//
//  1. The caller keeps the strands it adds from being woken.
//  2. What they lead to does not change. Containers are changed in place only
//     by who holds the sole reference, and here a strand that waits holds one.
//     A channel is frozen when it is reached; if somebody is just using it, it
//     counts as alive. Weaves are guarded by the pool's mutex, as in 1.
//  3. So a strand that runs can only copy and drop references it has, and take
//     references out of a container it has, downwards. Counts are read
//     containers first, contents later: what it holds is met where it is, or
//     further down. Whoever drops a container releases the count that is read
//     with acquire; then the content's count that was raised before is seen.
//  4. What nobody outside holds at one moment nobody can ever get hold of, but
//     for a channel of the classic edition, which any Int may name
//     (ChannelRegistry::Find). Whoever reports such a leak must say so.
//
// Thread-safety: none of its own. The caller holds the pool's mutex from the
// first AddStrand to the end of the object. Never blocks; senders and receivers
// of the channels it has reached wait until its end.
//
// O(references reached), about 100 ns each; gives up beyond kMostReferences.

#ifndef SEQ_RUNTIME_LEAK_SEARCH_H_
#define SEQ_RUNTIME_LEAK_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class NumberedObject;
class Weave;

class LeakSearch {
 public:
  using Node = uint32_t;
  static constexpr size_t kMostReferences = 4'000'000;

  LeakSearch() = default;
  ~LeakSearch();
  LeakSearch(const LeakSearch&) = delete;
  LeakSearch& operator=(const LeakSearch&) = delete;

  // --- First: the strands that wait ------------------------------------------

  // Adds a strand; what is held from now on, it holds.
  Node AddStrand();
  // It has one counted reference, in `value`.
  void Hold(const Value& value);
  // The same, to the weave whose body it is.
  void HoldWeave(Weave* weave);

  // --- Then: what brings them to life ----------------------------------------

  // `strand` can be woken by whoever holds `object`.
  void WokenThrough(Object* object, Node strand) {
    woken_through_.emplace_back(object, strand);
  }
  // `strand` can be woken by `waker`, once that goes on.
  void WokenBy(Node waker, Node strand) { wakes_.emplace_back(waker, strand); }
  // `strand` can be woken by somebody else.
  void SetAlive(Node strand) { nodes_[strand].alive = true; }

  // --- Last ------------------------------------------------------------------

  void Run();
  bool alive(Node strand) const { return nodes_[strand].alive; }

 private:
  enum class Kind : uint8_t {
    kStrand,
    kContainer,  // never changes, and leads to no container above it
    kChannel,
    kReference,  // to a weave
    kWeave
  };
  struct Entry {
    Object* object = nullptr;  // null for a strand
    Kind kind = Kind::kStrand;
    bool entered = false;
    bool alive = false;
    uint32_t found = 0;  // references to it
    // Where it leads to: a range of edges_.
    size_t begin = 0;
    size_t end = 0;
  };
  // A container on the way down, and how far it has been followed.
  struct Step {
    Node node;
    size_t next;
  };

  void AddEdge(Object* object, Kind kind);
  void AddEdge(const Value& value);
  void Enter(Node node);
  void ListChildren(Node node);
  void Descend(Node root);
  void ReadCounts();
  void FindWakers();
  void Propagate();

  Node strand_ = 0;  // the latest
  bool gave_up_ = false;
  std::vector<Entry> nodes_;
  std::vector<Node> edges_;
  absl::flat_hash_map<const Object*, Node> index_;
  std::vector<NumberedObject*> frozen_;
  std::vector<std::pair<const Object*, Node>> woken_through_;
  std::vector<std::pair<Node, Node>> wakes_;  // waker, strand
  std::vector<Node> pending_;                 // to be descended from
  std::vector<Node> order_;  // objects; a container behind its contents
};

}  // namespace seq

#endif  // SEQ_RUNTIME_LEAK_SEARCH_H_
