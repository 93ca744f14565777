// Executable: a program lowered to a tree of nodes, ready to run.
//
// Owns every node, code and literal. Immutable once lowering is done, so any
// number of strands may execute it at the same time. It must outlive them, and
// the SourceMap must outlive it.

#ifndef SEQ_INTERP_EXECUTABLE_H_
#define SEQ_INTERP_EXECUTABLE_H_

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/node_arena.h"
#include "interp/nodes.h"
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
  NodeType* Add(const NodeType& node) {
    return (adds_spare_nodes_ ? spare_nodes_ : nodes_).Add(node);
  }
  MatchNode* Add(MatchNode node) {
    return &match_nodes_.emplace_back(std::move(node));
  }
  // As long as one exists, what is added are nodes that seldom run: others give
  // up and leave for them. They do not lie between those that follow each
  // other.
  class SpareNodes {
   public:
    explicit SpareNodes(Executable* executable, bool are_spare = true)
        : executable_(executable), before_(executable->adds_spare_nodes_) {
      executable->adds_spare_nodes_ |= are_spare;
    }
    ~SpareNodes() { executable_->adds_spare_nodes_ = before_; }
    SpareNodes(const SpareNodes&) = delete;
    SpareNodes& operator=(const SpareNodes&) = delete;

   private:
    Executable* const executable_;
    const bool before_;
  };
  // A copy of `text` that lives as long as the executable.
  absl::string_view Keep(absl::string_view text);
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
  NodeArena nodes_;
  NodeArena spare_nodes_;
  bool adds_spare_nodes_ = false;
  std::deque<MatchNode> match_nodes_;
  std::deque<Code> codes_;
  std::vector<Site> sites_;
  std::vector<std::string> words_;
  std::deque<std::string> texts_;
  std::vector<StringObject*> strings_;
};

}  // namespace seq

#endif  // SEQ_INTERP_EXECUTABLE_H_
