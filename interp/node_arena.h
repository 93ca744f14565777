// NodeArena: memory for nodes, one directly in front of the node that was added
// before.
//
// Chains are lowered from their end, so the nodes of a chain lie in the order
// in which they are executed, where nothing else was added in between. SEQ_NEXT
// in runtime/node.h lives on that.

#ifndef SEQ_INTERP_NODE_ARENA_H_
#define SEQ_INTERP_NODE_ARENA_H_

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace seq {

class NodeArena {
 public:
  NodeArena() = default;
  NodeArena(const NodeArena&) = delete;
  NodeArena& operator=(const NodeArena&) = delete;

  // A copy of `node` that stays at its address as long as the arena lives. It
  // is not destroyed.
  template <typename NodeType>
  NodeType* Add(const NodeType& node) {
    static_assert(std::is_trivially_destructible_v<NodeType>);
    static_assert(alignof(NodeType) == alignof(Word));
    return new (Take(sizeof(NodeType) / sizeof(Word))) NodeType(node);
  }

 private:
  using Word = void*;
  static constexpr size_t kBlockWords = 1024;

  void* Take(size_t words) {
    if (left_ < words) {
      blocks_.push_back(std::make_unique<Word[]>(kBlockWords));
      left_ = kBlockWords;
    }
    left_ -= words;
    return &blocks_.back()[left_];
  }

  std::vector<std::unique_ptr<Word[]>> blocks_;
  size_t left_ = 0;  // of the last block, from its beginning on
};

}  // namespace seq

#endif  // SEQ_INTERP_NODE_ARENA_H_
