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
  // What belongs to a fused part behind the run: what its last node does.
  enum class Last : uint8_t {
    kNothing,
    kConditional,
    kCall,
    kBorrowing,
    // With the `if` or the `drop` that uses its Bool.
    kBorrowingIf,
    kBorrowingDrop
  };

  size_t first;
  size_t end;  // of the run
  // The part begins with as many `>aux`: its predecessor left them to it.
  size_t aside = 0;
  // The first words of the run are as many `aux>`.
  size_t taken = 0;
  // What the run put on the side stack is left on top, or below the condition.
  // A node behind the run puts it there, or the branches begin with `>aux`.
  size_t left = 0;
  bool fused = false;  // the run as slot nodes
  std::vector<PlannedNode> nodes = {};
  Last last = Last::kNothing;
  // What is known behind the run, so in the branches of a conditional.
  KnownKinds known = {};

  bool borrows() const { return last >= Last::kBorrowing; }
  size_t next() const {
    if (last == Last::kNothing) return end;
    return last > Last::kBorrowing ? end + 2 : end + 1;
  }
};

// The parts of `body`, which starts with `known` on the stack, of which the
// topmost `aside` values are to be put on the side stack. O(length of the body).
std::vector<BodyPart> SplitBody(const Body& body, const KnownKinds& known,
                                size_t aside, const SegmentScope& scope,
                                CodeOf code_of);

// Whether item `index` is a quotation that the next item, `call`, `dip` or
// `keep`, runs in place: then no quotation is needed.
bool RunsInPlace(const Body& body, size_t index, const SegmentScope& scope);

// The same as SplitBody without fusion.
std::vector<BodyPart> SplitIntoItems(const Body& body,
                                     const SegmentScope& scope);

}  // namespace seq

#endif  // SEQ_INTERP_BODY_PARTS_H_
