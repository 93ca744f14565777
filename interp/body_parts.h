// Parts: how lowering divides a body. A part is a straight run of simple words
// that slot nodes do with less, together with the conditional, the call or the
// word on slots behind it, which the last of these nodes does; or it is lowered
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
    kSlotWord,  // WordRow::on_slots
    // With the `if` or the `drop` that uses its Bool.
    kSlotWordIf,
    kSlotWordDrop
  };

  size_t first;
  size_t end;  // of the run
  // How its predecessor left the stack to it.
  Entry entry = {};
  // The first words of the run are as many `aux>`.
  size_t taken = 0;
  // What the run put on the side stack is left on top, or below the condition.
  // A node behind the run puts it there, or the branches begin with `>aux`.
  size_t left = 0;
  // How the run leaves the stack, without what a word behind it pushes, to what
  // follows: Entry::order.
  std::vector<uint8_t> order = {};
  // How many values the word pushes.
  size_t pushed = 0;
  bool fused = false;  // the run as slot nodes
  std::vector<PlannedNode> nodes = {};
  Last last = Last::kNothing;
  // What is known behind the run, so in the branches of a conditional.
  KnownKinds known = {};

  bool ends_in_word() const { return last >= Last::kSlotWord; }
  bool branches() const {
    return last == Last::kConditional || last == Last::kSlotWordIf;
  }
  size_t next() const {
    if (last == Last::kNothing) return end;
    return last > Last::kSlotWord ? end + 2 : end + 1;
  }
  // For what follows: the next part, or the branches.
  Entry entry_behind() const;
};

// The parts of `body`, which starts with `known` on a stack that lies as
// `entry` says. O(length of the body).
std::vector<BodyPart> SplitBody(const Body& body, const KnownKinds& known,
                                const Entry& entry, const SegmentScope& scope,
                                CodeOf code_of);

// Whether item `index` is a quotation that the next item, `call`, `dip` or
// `keep`, runs in place: then no quotation is needed.
bool RunsInPlace(const Body& body, size_t index, const SegmentScope& scope);

// The same as SplitBody without fusion.
std::vector<BodyPart> SplitIntoItems(const Body& body,
                                     const SegmentScope& scope);

}  // namespace seq

#endif  // SEQ_INTERP_BODY_PARTS_H_
