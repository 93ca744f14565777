// The order in which values are brought to their final slots, so that none is
// overwritten before it has been moved: a parallel move made sequential.

#ifndef SEQ_INTERP_SLOT_MOVES_H_
#define SEQ_INTERP_SLOT_MOVES_H_

#include <cstdint>
#include <vector>

namespace seq {

// A slot, counted from the stack pointer at the start of a run: -1 is the top.
using Slot = int32_t;

struct SlotMove {
  Slot to;
  Slot from;
  bool counted;  // of a value that may have to be counted
  bool stays;    // the value also remains where it is
};

struct OrderedMove {
  enum class Way : uint8_t {
    kMove,
    kCopy,  // a counted value gets one more owner
    kSwap,  // exchanges both slots
  };
  Way way;
  Slot to;
  Slot from;
};

// REQUIRES: no two moves go to the same slot, and none to its own. The last use
// of a value takes it over. O(moves squared).
std::vector<OrderedMove> OrderMoves(std::vector<SlotMove> moves);

}  // namespace seq

#endif  // SEQ_INTERP_SLOT_MOVES_H_
