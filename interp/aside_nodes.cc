#include "interp/aside_nodes.h"

#include <cstddef>
#include <vector>

#include "absl/base/optimization.h"
#include "runtime/side_stack.h"
#include "runtime/slot_node.h"

namespace seq {

Value* RunPutAside(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const auto count = static_cast<size_t>(node.integer);
  if (ABSL_PREDICT_FALSE(!HasRoomAside(strand, count))) {
    SEQ_GO_ON_IN(MakeRoomAside, base, sp, strand);
  }
  for (size_t i = 0; i < count; ++i) PushAside(strand, *--sp);
  SEQ_NEXT(node, sp, strand);
}

Value* RunTakeFromAside(const Node* base, Value* sp, Strand* strand) {
  const SlotNode& node = AsSlotNode(base);
  const auto count = static_cast<size_t>(node.integer);
  std::vector<Value>& aux = strand->aux;
  if (ABSL_PREDICT_FALSE(aux.size() < count)) {
    SEQ_CONTINUE(node.plain, sp, strand);
  }
  const Value* from = aux.data() + aux.size();
  Value* to = sp;
  for (size_t i = 0; i < count; ++i) {
    CopySlot(*to, *--from);
    if (ABSL_PREDICT_FALSE(to->kind == ValueKind::kHole)) {
      SEQ_CONTINUE(node.plain, sp, strand);
    }
    ++to;
  }
  aux.resize(aux.size() - count);
  SEQ_NEXT(node, to, strand);
}

}  // namespace seq
