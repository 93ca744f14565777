#include "runtime/node.h"

#include "runtime/strand.h"

namespace seq {

#if defined(SEQ_TRAMPOLINE)

namespace internal {
void SetResume(Strand* strand, const Node* node) { strand->resume = node; }
}  // namespace internal

Value* Execute(const Node* node, Value* sp, Strand* strand) {
  while (node != nullptr) {
    strand->resume = nullptr;
    sp = node->run(node, sp, strand);
    node = strand->resume;
  }
  return sp;
}

#endif

Value* ReturnNode(const Node*, Value* sp, Strand*) { return sp; }

}  // namespace seq
