// Which steps of a run compute, and in which order.

#ifndef SEQ_INTERP_STEP_ORDER_H_
#define SEQ_INTERP_STEP_ORDER_H_

#include <vector>

#include "interp/segment.h"

namespace seq {

struct OrderedSteps {
  // What somebody needs the result of. Steps are free to come later than the
  // words say: one whose result belongs where another still reads its operand
  // waits for that one, so that no move is needed.
  std::vector<Segment::Step> live;
  // What nobody needs does not compute, but still checks its operands.
  std::vector<Segment::Step> dead;
};

// O(steps squared); runs are short.
OrderedSteps OrderSteps(const Segment& segment);

}  // namespace seq

#endif  // SEQ_INTERP_STEP_ORDER_H_
