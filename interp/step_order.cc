#include "interp/step_order.h"

#include <algorithm>
#include <cstddef>

namespace seq {
namespace {

using Step = Segment::Step;
using TermId = Segment::TermId;

OrderedSteps FindLiveSteps(const Segment& segment) {
  std::vector<bool> needed(segment.terms.size(), false);
  const auto need = [&](const Step& step) {
    for (const TermId id : {step.a, step.b, step.c}) {
      if (id != Segment::kNoTerm) needed[id] = true;
    }
  };
  for (const TermId id : segment.stack) needed[id] = true;
  if (segment.last.has_value()) need(*segment.last);
  OrderedSteps steps;
  for (size_t i = segment.steps.size(); i > 0; --i) {
    const Step& step = segment.steps[i - 1];
    const bool live = needed[step.result];
    if (live) need(step);
    (live ? steps.live : steps.dead).push_back(step);
  }
  std::reverse(steps.live.begin(), steps.live.end());
  return steps;
}

bool IsInputAt(const Segment& segment, TermId id, int32_t depth) {
  return id != Segment::kNoTerm &&
         segment.term(id).form == Segment::Term::Form::kInput &&
         segment.term(id).depth == depth;
}

// Moves the step at `index` behind those that read what lies where its result
// belongs, unless they need it.
void DelayStep(const Segment& segment, size_t index, std::vector<Step>& live) {
  const Step& step = live[index];
  const auto output =
      std::find(segment.stack.begin(), segment.stack.end(), step.result);
  if (output == segment.stack.end() || step.checks_a || step.checks_b) return;
  const auto depth = static_cast<int32_t>(segment.inputs) -
                     static_cast<int32_t>(output - segment.stack.begin());
  size_t after = index;
  for (size_t i = index + 1; i < live.size(); ++i) {
    if (live[i].a == step.result || live[i].b == step.result) return;
    if (IsInputAt(segment, live[i].a, depth) ||
        IsInputAt(segment, live[i].b, depth)) {
      after = i;
    }
  }
  const auto at = live.begin() + static_cast<ptrdiff_t>(index);
  std::rotate(at, at + 1, live.begin() + static_cast<ptrdiff_t>(after) + 1);
}

}  // namespace

OrderedSteps OrderSteps(const Segment& segment) {
  OrderedSteps steps = FindLiveSteps(segment);
  for (size_t i = steps.live.size(); i > 0; --i) {
    DelayStep(segment, i - 1, steps.live);
  }
  return steps;
}

}  // namespace seq
