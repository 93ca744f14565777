#include "interp/segment_nodes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "interp/operation_facts.h"
#include "interp/planned_node.h"
#include "interp/slot_moves.h"
#include "interp/step_order.h"

namespace seq {
namespace {

using Term = Segment::Term;
using TermId = Segment::TermId;
using Step = Segment::Step;

constexpr Slot kNowhere = INT32_MAX;

bool IsPlainKind(ValueKind kind) { return kind < ValueKind::kHole; }

class Planner {
 public:
  Planner(const Segment& segment, CodeOf code_of)
      : segment_(segment),
        code_of_(code_of),
        bottom_(-static_cast<Slot>(segment.inputs)),
        delta_(static_cast<Slot>(segment.stack.size()) -
               static_cast<Slot>(segment.inputs)),
        next_scratch_(std::max(0, delta_)),
        home_(segment.terms.size(), kNowhere),
        steps_(OrderSteps(segment)) {}

  std::vector<PlannedNode> Plan() {
    for (const Step& step : steps_.dead) CheckFirst(step);
    CheckDepth();
    ReleaseForgotten();
    for (size_t i = 0; i < live_.size(); ++i) EmitStep(i);
    SaveLastOperands();
    EmitMoves();
    EmitConstants();
    EmitLast();
    JoinSteps(nodes_);
    EmitChecks();
    if (!nodes_.empty()) {
      nodes_.back().node.delta = Slots(delta_);
    } else if (delta_ != 0) {
      nodes_.push_back(Make(RunRequirePresent, 0, bottom_));
      nodes_.back().node.delta = Slots(delta_);
    }
    return std::move(nodes_);
  }

 private:
  // A move that a step makes.
  struct Move {
    Slot to;
    Slot from;
  };
  struct Check {
    Slot slot;
    ValueKind kind;  // kHole: only that there is a value
  };

  const Term& TermAt(TermId id) const { return segment_.terms[id]; }
  bool IsInput(TermId id) const {
    return id != Segment::kNoTerm && TermAt(id).form == Term::Form::kInput;
  }
  bool IsConstant(TermId id) const {
    return id != Segment::kNoTerm && TermAt(id).form == Term::Form::kConstant;
  }
  // Where an input lies.
  Slot SlotOf(TermId input) const { return -TermAt(input).depth; }
  Slot SlotOfOutput(size_t index) const {
    return bottom_ + static_cast<Slot>(index);
  }
  // The term that lies in `slot` at the end.
  TermId OutputAt(Slot slot) const {
    return segment_.stack[static_cast<size_t>(slot - bottom_)];
  }
  bool IsOutput(Slot slot) const { return slot < delta_; }

  static PlannedNode Make(NodeFunction run, Slot to, Slot a, Slot b = 0) {
    PlannedNode planned;
    planned.node.run = run;
    planned.node.next = nullptr;
    planned.node.site = 0;
    planned.node.to = Slots(to);
    planned.node.a = Slots(a);
    planned.node.b = Slots(b);
    return planned;
  }

  // The node of a step; constants and places are known.
  PlannedNode MakeOperation(const Step& step, Slot to, Slot a, Slot b,
                            bool checked) const {
    const bool constant = IsConstant(step.b);
    PlannedNode planned = Make(nullptr, to, a, b);
    planned.operation = step.operation;
    planned.form.constant = constant;
    planned.form.checked = checked;
    if (constant) planned.node.integer = TermAt(step.b).payload;
    // Frequent shapes have the deeper operand first.
    const Operation exchanged = Exchanged(step.operation);
    if (!constant && step.b != Segment::kNoTerm && a > b &&
        exchanged != Operation::kNone) {
      planned.operation = exchanged;
      std::swap(planned.node.a, planned.node.b);
    }
    return planned;
  }

  // --- What is needed --------------------------------------------------------

  // All inputs must be there. If the deepest has a known kind, or one that is
  // checked, it is.
  void CheckDepth() {
    if (segment_.inputs <= segment_.present) return;
    for (size_t id = 0; id < segment_.terms.size(); ++id) {
      const auto term = static_cast<TermId>(id);
      if (IsInput(term) && SlotOf(term) == bottom_ &&
          TermAt(term).kind == ValueKind::kHole) {
        checks_.push_back({bottom_, ValueKind::kHole});
      }
    }
  }

  size_t CountOutputs(TermId id) const {
    return static_cast<size_t>(
        std::count(segment_.stack.begin(), segment_.stack.end(), id));
  }

  void ReleaseForgotten() {
    for (size_t id = 0; id < segment_.terms.size(); ++id) {
      const auto term = static_cast<TermId>(id);
      if (!IsInput(term) || IsPlainKind(TermAt(term).kind)) continue;
      if (CountOutputs(term) != 0 || TakenOver(term)) continue;
      nodes_.push_back(Make(RunReleaseSlot, 0, SlotOf(term)));
      changed_ = true;
    }
  }

  // Whether the last node puts the term into a container.
  bool TakenOver(TermId id) const {
    return segment_.changes_first && segment_.last.has_value() &&
           (segment_.last->b == id || segment_.last->c == id);
  }

  // --- Steps -----------------------------------------------------------------

  void EmitStep(size_t index) {
    Step step = live_[index];
    if (IsConstant(step.a)) PrepareConstant(step);
    const bool checked = Checks(step);
    std::optional<Move> move;
    const Slot home = ChooseHome(index, step, move);
    PlannedNode node =
        MakeOperation(step, home, Place(step.a), PlaceOfSecond(step), checked);
    if (move.has_value()) {
      node.form.moves = true;
      node.node.move_to = Slots(move->to);
      node.node.move_from = Slots(move->from);
      done_.push_back(*move);
    }
    node.temporary = CountReaders(step.result) == 1;
    nodes_.push_back(node);
    home_[step.result] = home;
    changed_ = changed_ || home < 0 || (move.has_value() && move->to < 0);
  }

  // How many times a result is needed, by steps or at the end.
  size_t CountReaders(TermId result) const {
    size_t count = 2 * CountOutputs(result);
    const auto add = [&](const Step& step) {
      for (const TermId id : {step.a, step.b, step.c}) {
        count += id == result ? 1 : 0;
      }
    };
    for (const Step& step : live_) add(step);
    if (segment_.last.has_value()) add(*segment_.last);
    return count;
  }

  // A constant as first operand: exchanges the operands where that is the same,
  // else puts it into a slot.
  void PrepareConstant(Step& step) {
    const Operation exchanged = Exchanged(step.operation);
    if (exchanged != Operation::kNone && !IsConstant(step.b)) {
      step.operation = exchanged;
      std::swap(step.a, step.b);
      std::swap(step.checks_a, step.checks_b);
      return;
    }
    StoreConstant(step.a);
  }

  // Whether the node of the step checks its operands. If it would come too
  // late, the check is made at the start.
  bool Checks(const Step& step) {
    if (!step.checks_a && !step.checks_b) return false;
    if (!changed_) return true;
    CheckFirst(step);
    return false;
  }

  void CheckFirst(const Step& step) {
    if (step.checks_a) {
      checks_.push_back({SlotOf(step.a), TermAt(step.a).kind});
    }
    if (step.checks_b) {
      checks_.push_back({SlotOf(step.b), TermAt(step.b).kind});
    }
  }

  // Where a term is now.
  Slot Place(TermId id) const {
    const auto saved = saved_.find(id);
    if (saved != saved_.end()) return saved->second;
    return IsInput(id) ? SlotOf(id) : home_[id];
  }
  Slot PlaceOfSecond(const Step& step) const {
    return step.b == Segment::kNoTerm || IsConstant(step.b) ? 0 : Place(step.b);
  }

  // Where the result of live step `index` is put: where it belongs, if nobody
  // needs what is there, or only one move does, which the node can make.
  Slot ChooseHome(size_t index, const Step& step, std::optional<Move>& move) {
    for (size_t i = 0; i < segment_.stack.size(); ++i) {
      if (segment_.stack[i] != step.result) continue;
      const Slot slot = SlotOfOutput(i);
      if (slot >= 0) return slot;
      if (ReadLater(index, slot)) continue;
      const std::vector<Slot> targets = TargetsOf(slot);
      if (targets.empty()) return slot;
      const bool can_move =
          targets.size() == 1 && CanMove(index, step, slot, targets[0]);
      if (!can_move) continue;
      move = Move{targets[0], slot};
      return slot;
    }
    return ChooseScratch(index, step);
  }

  // A place for a result that has none in the end: that of an operand if it is
  // free, so that few slots are in use and shapes are frequent ones.
  Slot ChooseScratch(size_t index, const Step& step) {
    for (const TermId id : {step.a, step.b}) {
      if (id == Segment::kNoTerm || IsConstant(id)) continue;
      const Slot slot = Place(id);
      if (slot < 0 && ChecksLater(index)) continue;
      if (FreeBehind(index, slot) && !InTheWay(index, slot)) return slot;
    }
    return next_scratch_++;
  }

  // Whether a later step could not put its result where it belongs if that of
  // live step `index` were in `slot`.
  bool InTheWay(size_t index, Slot slot) const {
    if (!IsOutput(slot) || slot >= 0) return false;
    const TermId belongs = OutputAt(slot);
    const TermId result = live_[index].result;
    bool read_behind =
        segment_.last.has_value() && segment_.last->Reads(result);
    for (size_t i = live_.size() - 1; i > index; --i) {
      if (live_[i].result == belongs) return read_behind;
      read_behind = read_behind || live_[i].Reads(result);
    }
    return false;
  }

  bool CanMove(size_t index, const Step& step, Slot from, Slot to) const {
    if (step.b == Segment::kNoTerm) return false;
    if (to >= 0) return true;
    return to != from && !ReadLater(index, to) && TargetsOf(to).empty();
  }

  // Whether a step behind live step `index`, or the condition, reads `slot`.
  bool ReadLater(size_t index, Slot slot) const {
    const auto reads = [&](const Step& step) {
      for (const TermId id : {step.a, step.b, step.c}) {
        if (id != Segment::kNoTerm && Place(id) == slot) return true;
      }
      return false;
    };
    return AnyLater(index, reads);
  }

  // Whether one of them still has to check an operand.
  bool ChecksLater(size_t index) const {
    return AnyLater(
        index, [](const Step& step) { return step.checks_a || step.checks_b; });
  }

  template <typename Predicate>
  bool AnyLater(size_t index, Predicate predicate) const {
    return std::any_of(live_.begin() + static_cast<ptrdiff_t>(index) + 1,
                       live_.end(), predicate) ||
           (segment_.last.has_value() && predicate(*segment_.last));
  }

  // Whether nobody needs what is in `slot` once live step `index` has read it.
  bool FreeBehind(size_t index, Slot slot) const {
    return !ReadLater(index, slot) &&
           std::none_of(
               segment_.stack.begin(), segment_.stack.end(),
               [&](TermId id) { return !IsConstant(id) && Place(id) == slot; });
  }

  // The slots that what is in `slot` still has to be brought to.
  std::vector<Slot> TargetsOf(Slot slot) const {
    std::vector<Slot> targets;
    for (size_t i = 0; i < segment_.stack.size(); ++i) {
      const TermId id = segment_.stack[i];
      const Slot to = SlotOfOutput(i);
      if (IsConstant(id) || Place(id) != slot || to == slot) continue;
      const bool done =
          std::any_of(done_.begin(), done_.end(),
                      [&](const Move& move) { return move.to == to; });
      if (!done) targets.push_back(to);
    }
    return targets;
  }

  // --- The final layout ------------------------------------------------------

  // The moves overwrite inputs; the last node comes behind them. What it
  // changes is moved itself.
  void SaveLastOperands() {
    if (!segment_.last.has_value()) return;
    const Step& last = *segment_.last;
    for (const TermId id : {last.a, last.b, last.c}) {
      if (id == Segment::kNoTerm || IsConstant(id) || saved_.contains(id) ||
          (segment_.changes_first && id == last.a)) {
        continue;
      }
      const Slot slot = Place(id);
      if (!IsOutput(slot) || OutputAt(slot) == id) continue;
      saved_[id] = next_scratch_++;
      nodes_.push_back(Make(RunMoveSlot, saved_[id], slot));
    }
  }

  void EmitMoves() {
    std::vector<SlotMove> pending;
    for (size_t i = 0; i < segment_.stack.size(); ++i) {
      const TermId id = segment_.stack[i];
      const Slot to = SlotOfOutput(i);
      if (IsConstant(id)) continue;
      const Slot from = Place(id);
      const bool done =
          std::any_of(done_.begin(), done_.end(),
                      [&](const Move& move) { return move.to == to; });
      if (from == to || done) continue;
      const bool stays = IsInput(id) && IsOutput(from) && OutputAt(from) == id;
      pending.push_back({to, from, !IsPlainKind(TermAt(id).kind), stays});
    }
    for (const OrderedMove& move : OrderMoves(std::move(pending))) {
      nodes_.push_back(Make(FunctionOf(move.way), move.to, move.from));
      changed_ = changed_ || move.way != OrderedMove::Way::kMove || move.to < 0;
    }
  }

  static NodeFunction FunctionOf(OrderedMove::Way way) {
    switch (way) {
      case OrderedMove::Way::kMove:
        return RunMoveSlot;
      case OrderedMove::Way::kCopy:
        return RunCopySlot;
      case OrderedMove::Way::kSwap:
        return RunSwapSlots;
    }
    return nullptr;
  }

  void EmitConstants() {
    for (size_t i = 0; i < segment_.stack.size(); ++i) {
      if (IsConstant(segment_.stack[i])) {
        EmitStore(segment_.stack[i], SlotOfOutput(i));
      }
    }
  }

  void EmitStore(TermId id, Slot to) {
    PlannedNode planned = Make(RunStoreConstant, to, 0);
    const Term& term = TermAt(id);
    Value value;
    value.kind = term.kind;
    value.integer = term.payload;
    if (term.quotation != nullptr) value.code = code_of_(*term.quotation);
    planned.node.kind = value.kind;
    planned.node.integer = value.integer;
    nodes_.push_back(planned);
    changed_ = changed_ || to < 0;
  }

  void EmitLast() {
    if (!segment_.last.has_value()) return;
    Step step = *segment_.last;
    if (step.operation == Operation::kNone) return EmitSlotWord(step);
    if (IsConstant(step.a)) PrepareConstant(step);
    nodes_.push_back(MakeOperation(step, 0, Place(step.a), PlaceOfSecond(step),
                                   Checks(step)));
    nodes_.back().is_branch = true;
  }

  // Its function comes from the row of the word. If nothing comes before, it
  // checks its operands itself.
  void EmitSlotWord(const Step& step) {
    if (segment_.changes_first && IsConstant(step.b)) StoreConstant(step.b);
    const bool comes_first = nodes_.empty();
    if (comes_first) {
      std::erase_if(checks_, [&](const Check& check) {
        return check.kind == ValueKind::kHole && check.slot == SlotOf(step.a);
      });
    } else if (step.checks_b) {
      CheckFirst(step);
    }
    PlannedNode planned =
        segment_.changes_first ? MakeChanging(step) : MakeBorrowing(step);
    if (comes_first) planned.node.first_constant |= kComesFirst;
    nodes_.push_back(planned);
  }

  PlannedNode MakeBorrowing(const Step& step) const {
    PlannedNode planned = Make(nullptr, 0, Place(step.a), PlaceOfSecond(step));
    if (IsConstant(step.b)) {
      planned.node.first_constant |= kWithConstant;
      planned.node.integer = TermAt(step.b).payload;
    }
    return planned;
  }

  PlannedNode MakeChanging(const Step& step) const {
    const auto at =
        std::find(segment_.stack.begin(), segment_.stack.end(), step.a);
    const Slot container =
        SlotOfOutput(static_cast<size_t>(at - segment_.stack.begin()));
    const Slot second = step.b == Segment::kNoTerm ? 0 : Place(step.b);
    PlannedNode planned = Make(nullptr, 0, container, second);
    int32_t& form = planned.node.first_constant;
    if (step.b != Segment::kNoTerm &&
        (CountOutputs(step.b) > 0 || step.b == step.c)) {
      form |= kKeepsB;
    }
    if (IsConstant(step.c)) {
      form |= kWithConstant;
      planned.node.integer = TermAt(step.c).payload;
      planned.node.move_to = static_cast<SlotOffset>(TermAt(step.c).kind);
    } else {
      planned.node.move_from = Slots(Place(step.c));
      if (CountOutputs(step.c) > 0) form |= kKeepsC;
    }
    return planned;
  }

  void StoreConstant(TermId id) {
    if (home_[id] != kNowhere) return;
    home_[id] = next_scratch_++;
    EmitStore(id, home_[id]);
  }

  // --- Checks ----------------------------------------------------------------

  // The checks that no step makes come before everything else, two at a time.
  void EmitChecks() {
    std::vector<PlannedNode> first;
    while (!checks_.empty()) {
      const Check check = checks_.back();
      checks_.pop_back();
      if (check.kind == ValueKind::kHole) {
        first.push_back(Make(RunRequirePresent, 0, check.slot));
        continue;
      }
      const auto partner = std::find_if(
          checks_.begin(), checks_.end(),
          [&](const Check& other) { return other.kind == check.kind; });
      const Slot second = partner == checks_.end() ? check.slot : partner->slot;
      if (partner != checks_.end()) checks_.erase(partner);
      first.push_back(Make(RunRequireKind, 0, check.slot, second));
      first.back().node.kind = check.kind;
    }
    nodes_.insert(nodes_.begin(), first.begin(), first.end());
  }

  const Segment& segment_;
  const CodeOf code_of_;
  const Slot bottom_;
  const Slot delta_;
  Slot next_scratch_;
  std::vector<Slot> home_;  // by term: where a result, or a constant, is put
  const OrderedSteps steps_;
  const std::vector<Step>& live_ = steps_.live;
  std::vector<Check> checks_;
  std::vector<Move> done_;                   // made by steps
  absl::flat_hash_map<TermId, Slot> saved_;  // inputs that had to move away
  bool changed_ = false;  // some node has changed something that was there
  std::vector<PlannedNode> nodes_;
};

}  // namespace

std::vector<PlannedNode> PlanSlotNodes(const Segment& segment, CodeOf code_of) {
  return Planner(segment, code_of).Plan();
}

}  // namespace seq
