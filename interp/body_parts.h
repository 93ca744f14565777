// Parts: how lowering divides a body. A part is a straight run of simple words
// that slot nodes do with less, together with the conditional, the call or the
// borrowing word behind it, which the last of these nodes does; or it is lowered
// item by item.

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
  // What belongs to a fused part behind the run.
  enum class Last : uint8_t { kNothing, kConditional, kCall, kBorrowing };

  size_t first;
  size_t end;          // of the run
  bool fused = false;  // the run as slot nodes
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

// Whether item `index` is a quotation that the next item, `call`, `dip` or
// `keep`, runs in place: then no quotation is needed.
bool RunsInPlace(const Body& body, size_t index, const SegmentScope& scope);

// The same as SplitBody without fusion.
std::vector<BodyPart> SplitIntoItems(const Body& body,
                                     const SegmentScope& scope);

}  // namespace seq

#endif  // SEQ_INTERP_BODY_PARTS_H_
