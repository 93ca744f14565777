// The end of a run: what its last node takes with it, how the stack is left,
// and what is known behind it.

#include <algorithm>
#include <utility>

#include "interp/effect_names.h"
#include "interp/segment.h"
#include "runtime/stack_region.h"

namespace seq {
namespace {

// How much is remembered of what lies below a run: as much as one can take.
// Else a body would cost the square of its length.
constexpr size_t kMostKnown = StackRegion::kGuardSlots;

// How many of the deepest values lie where they belong.
size_t CountInPlace(const std::vector<uint8_t>& order) {
  size_t count = 0;
  while (count < order.size() && order[count] == count) ++count;
  return count;
}

}  // namespace

bool SegmentBuilder::TakeBack(size_t below) {
  if (!Require(below)) return false;
  const auto place = segment_.stack.end() - static_cast<ptrdiff_t>(below);
  segment_.stack.insert(place, aux_.rbegin(), aux_.rend());
  aux_.clear();
  return true;
}

void SegmentBuilder::TakeCondition() {
  if (segment_.steps.empty() || segment_.stack.empty()) return;
  const Segment::Step& last = segment_.steps.back();
  switch (last.operation) {
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  case Operation::k##name:
#include "runtime/operation.def"
    break;
    default:
      return;
  }
  if (std::count(segment_.stack.begin(), segment_.stack.end(), last.result) !=
          1 ||
      Top(0) != last.result) {
    return;
  }
  Pop();
  segment_.last = last;
  segment_.steps.pop_back();
}

void SegmentBuilder::TakeOperands(const WordRow& row) {
  const size_t operands = NamesInEffect(row.effect).inputs.size();
  const SlotFunctions& functions = row.on_slots;
  Segment before = segment_;
  if (!Require(operands)) return;
  const TermId first = Top(operands - 1);
  if (segment_.term(first).form != Term::Form::kInput) {
    segment_ = std::move(before);
    return;
  }
  Segment::Step last{.operation = Operation::kNone,
                     .a = first,
                     .b = Segment::kNoTerm,
                     .result = Segment::kNoTerm};
  if (functions.changes ? TakeChanged(operands, functions.has_index, last)
                        : TakeBorrowed(operands, functions.has_index, last)) {
    segment_.changes_first = functions.changes;
    segment_.last = last;
  } else {
    segment_ = std::move(before);
  }
}

bool SegmentBuilder::TakeIndex(Segment::Step& last) {
  if (!CanBe(last.b, ValueKind::kInt)) return false;
  last.checks_b = Expect(last.b, ValueKind::kInt);
  return true;
}

bool SegmentBuilder::TakeBorrowed(size_t operands, bool has_index,
                                  Segment::Step& last) {
  const std::vector<TermId>& stack = segment_.stack;
  const auto kept_end = stack.end() - static_cast<ptrdiff_t>(operands);
  const auto is_kept = [&](TermId id) {
    return std::find(stack.begin(), kept_end, id) != kept_end;
  };
  if (!is_kept(last.a)) return false;
  if (operands == 2) {
    last.b = Top(0);
    if (last.b == last.a) return false;
    if (has_index) {
      if (!TakeIndex(last)) return false;
    } else if (segment_.term(last.b).kind != ValueKind::kInt &&
               !is_kept(last.b)) {
      return false;  // it would have to be released
    }
  }
  segment_.stack.resize(stack.size() - operands);
  return true;
}

bool SegmentBuilder::TakeChanged(size_t operands, bool has_index,
                                 Segment::Step& last) {
  std::vector<TermId>& stack = segment_.stack;
  if (std::count(stack.begin(), stack.end(), last.a) != 1) return false;
  const auto is_quotation = [&](TermId id) {
    return segment_.term(id).quotation != nullptr;
  };
  last.c = Top(0);
  if (operands == 3) last.b = Top(1);
  if (is_quotation(last.c) || (operands == 3 && is_quotation(last.b))) {
    return false;
  }
  if (has_index && !TakeIndex(last)) return false;
  stack.resize(stack.size() - operands + 1);
  return true;
}

std::vector<uint8_t> SegmentBuilder::LeaveInPlace() {
  // What follows takes all these as inputs, and two results of a word.
  constexpr size_t kMost = StackRegion::kGuardSlots - 2;
  constexpr uint8_t kNowhere = UINT8_MAX;
  const std::vector<TermId>& stack = segment_.stack;
  const size_t count = stack.size();
  if (count > kMost) return {};
  std::vector<TermId> lying(count, Segment::kNoTerm);
  std::vector<uint8_t> order(count, kNowhere);
  const auto put = [&](size_t i, size_t place) {
    if (order[i] != kNowhere || place >= count) return;
    if (lying[place] != Segment::kNoTerm) return;
    lying[place] = stack[i];
    order[i] = static_cast<uint8_t>(place);
  };
  for (size_t i = 0; i < count; ++i) {
    const Term& term = segment_.term(stack[i]);
    if (term.form == Term::Form::kInput) {
      put(i, segment_.inputs - static_cast<size_t>(term.depth));
    }
  }
  for (size_t i = 0; i < count; ++i) put(i, i);
  for (size_t i = 0; i < count; ++i) {
    for (size_t place = 0; place < count; ++place) put(i, place);
  }
  segment_.stack = std::move(lying);
  const size_t in_place = CountInPlace(order);
  order.erase(order.begin(), order.begin() + static_cast<ptrdiff_t>(in_place));
  for (uint8_t& place : order) place -= static_cast<uint8_t>(in_place);
  return order;
}

KnownKinds SegmentBuilder::KnownBehind(const WordRow& row) const {
  KnownKinds known = Known();
  const std::vector<absl::string_view> outputs =
      NamesInEffect(row.effect).outputs;
  // What was changed is on the stack already.
  for (size_t i = row.on_slots.changes ? 1 : 0; i < outputs.size(); ++i) {
    ValueKind kind = ValueKind::kHole;
    if (outputs[i] == "Int") kind = ValueKind::kInt;
    if (outputs[i] == "Bool") kind = ValueKind::kBool;
    known.insert(known.begin(), kind);
  }
  return known;
}

KnownKinds SegmentBuilder::Known() const {
  KnownKinds known;
  for (size_t i = 0; i < segment_.stack.size(); ++i) {
    const Term& term = segment_.term(Top(i));
    // The classic edition's words accept more than Ints and do not change what
    // other copies hold.
    known.push_back(current_ ? term.kind : term.kind_before);
  }
  const size_t end = std::min(known_.size(), segment_.inputs + kMostKnown);
  for (size_t i = segment_.inputs; i < end; ++i) known.push_back(known_[i]);
  return known;
}

}  // namespace seq
