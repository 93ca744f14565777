// Parts: how lowering divides a body. A part is a straight run of simple words
// that slot nodes do with less, together with the conditional or the call
// behind it, which the last of these nodes may make; or it is lowered item by
// item.

#ifndef SEQ_INTERP_BODY_PARTS_H_
#define SEQ_INTERP_BODY_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interp/ast.h"
#include "interp/segment.h"
#include "interp/segment_nodes.h"

namespace seq {

struct BodyPart {
  enum class Form : uint8_t {
    kItems,
    kFused,    // the run as slot nodes
    kInPlace,  // a quotation and the word that runs it
  };
  // What belongs to a fused part behind the run.
  enum class Last : uint8_t { kNothing, kConditional, kCall };

  size_t first;
  size_t end;  // of the run
  Form form = Form::kItems;
  std::vector<PlannedNode> nodes = {};
  Last last = Last::kNothing;
  // What is known behind the run, so in the branches of a conditional.
  KnownKinds known = {};

  size_t next() const { return last == Last::kNothing ? end : end + 1; }
};

// The parts of `body`, which starts with `known` on the stack. O(length of the
// body).
std::vector<BodyPart> SplitBody(const Body& body, const KnownKinds& known,
                                const SegmentScope& scope, CodeOf code_of);

// The same without fusion.
std::vector<BodyPart> SplitIntoItems(const Body& body,
                                     const SegmentScope& scope);

}  // namespace seq

#endif  // SEQ_INTERP_BODY_PARTS_H_
