// Executable: a program lowered to a tree of nodes, ready to run.
//
// Owns every node, code and literal. Immutable once lowering is done, so any
// number of strands may execute it at the same time. It must outlive them, and
// the SourceMap must outlive it.

#ifndef SEQ_INTERP_EXECUTABLE_H_
#define SEQ_INTERP_EXECUTABLE_H_

#include <deque>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/nodes.h"
#include "interp/slot_nodes.h"
#include "interp/source.h"
#include "interp/union_nodes.h"
#include "runtime/location.h"
#include "runtime/node.h"
#include "runtime/string_object.h"

namespace seq {

class Executable final : public LocationTable {
 public:
  explicit Executable(const SourceMap& sources);
  ~Executable() override;
  Executable(const Executable&) = delete;
  Executable& operator=(const Executable&) = delete;

  // The body of `main`.
  const Code* main() const { return main_; }
  // Whether `main` leaves an Int that is the exit status of the program.
  bool main_leaves_status() const { return main_leaves_status_; }
  Location Resolve(SiteId site) const override;

  // --- For lowering ----------------------------------------------------------

  void set_main(const Code* code, bool leaves_status) {
    main_ = code;
    main_leaves_status_ = leaves_status;
  }
  Code* NewCode();
  // Adds a node; it stays at its address.
  template <typename NodeType>
  std::decay_t<NodeType>* Add(NodeType&& node) {
    auto& arena = std::get<std::deque<std::decay_t<NodeType>>>(nodes_);
    return &arena.emplace_back(std::forward<NodeType>(node));
  }
  SiteId NewSite(Span span, absl::string_view word);
  // An immortal string value owned by the executable.
  Value NewString(absl::string_view bytes);
  const Node* return_node() const { return &return_node_; }

 private:
  struct Site {
    Span span;
    uint32_t word;  // index into words_
  };

  const SourceMap& sources_;
  const Code* main_ = nullptr;
  bool main_leaves_status_ = false;
  Node return_node_;
  std::tuple<std::deque<Node>, std::deque<PushNode>, std::deque<ClosureNode>,
             std::deque<BranchNode>, std::deque<CallNode>, std::deque<WordNode>,
             std::deque<AuxAdjustNode>, std::deque<UnionNode>,
             std::deque<MatchNode>, std::deque<SlotNode>>
      nodes_;
  std::deque<Code> codes_;
  std::vector<Site> sites_;
  std::vector<std::string> words_;
  std::vector<StringObject*> strings_;
};

}  // namespace seq

#endif  // SEQ_INTERP_EXECUTABLE_H_
