#include "interp/arrange_nodes.h"

#include <algorithm>
#include <utility>

#include "interp/slot_nodes.h"
#include "runtime/slot_node.h"

namespace seq {
namespace {

struct Swap {
  size_t place;
  size_t other;
};

std::vector<Swap> SwapsFor(std::vector<uint8_t> order) {
  std::vector<Swap> swaps;
  for (size_t place = 0; place < order.size(); ++place) {
    const uint8_t from = order[place];
    if (from == place) continue;
    swaps.push_back({place, from});
    // What was here is there now.
    *std::find(order.begin(), order.end(), place) = from;
    order[place] = static_cast<uint8_t>(place);
  }
  return swaps;
}

}  // namespace

const Node* ArrangeNodes(std::vector<uint8_t> order, size_t above,
                         const Node* next, Executable* executable) {
  const size_t depth = order.size() + above;
  const auto slot = [&](size_t place) {
    return Slots(static_cast<int>(place) - static_cast<int>(depth));
  };
  const std::vector<Swap> swaps = SwapsFor(std::move(order));
  for (size_t i = swaps.size(); i > 0; --i) {
    SlotNode node;
    node.run = RunSwapSlots;
    node.next = next;
    node.site = 0;
    node.to = slot(swaps[i - 1].place);
    node.a = slot(swaps[i - 1].other);
    next = executable->Add(node);
  }
  return next;
}

const Node* DisplaceNodes(const std::vector<uint8_t>& order, size_t above,
                          const Node* next, Executable* executable) {
  std::vector<uint8_t> inverse(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    inverse[order[i]] = static_cast<uint8_t>(i);
  }
  return ArrangeNodes(std::move(inverse), above, next, executable);
}

}  // namespace seq
