// The nodes that make variants and take them apart: the words of unions, and
// `match`.

#ifndef SEQ_INTERP_UNION_NODES_H_
#define SEQ_INTERP_UNION_NODES_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/symbol.h"

namespace seq {

// A word `Make-V`, `is-V?` or `V-f`. `name` is for messages.
struct UnionNode : Node {
  Symbol* tag;      // immortal
  uint32_t number;  // Make-V: how many fields; V-f: which one
  absl::string_view name;
};
Value* RunMakeVariant(const Node* node, Value* sp, Strand* strand);
Value* RunTestVariant(const Node* node, Value* sp, Strand* strand);
Value* RunVariantField(const Node* node, Value* sp, Strand* strand);

// Pops a variant, pushes fields of it and goes on with the chain of the first
// arm that has its tag.
struct MatchNode : Node {
  struct Arm {
    const Symbol* tag;
    const Node* entry;
    uint32_t field_count;  // how many the value must have at least
    // Which fields to push, in this order.
    std::vector<uint32_t> fields;
  };
  std::vector<Arm> arms;
};
Value* RunMatch(const Node* node, Value* sp, Strand* strand);

}  // namespace seq

#endif  // SEQ_INTERP_UNION_NODES_H_
