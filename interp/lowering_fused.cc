// The nodes of runs on slots (interp/segment.h), and what their last node does:
// it branches, calls, returns, or is a word that works on slots.

#include <cstddef>
#include <cstdint>
#include <variant>

#include "interp/arrange_nodes.h"
#include "interp/aside_nodes.h"
#include "interp/lowerer.h"
#include "runtime/slot_node.h"

namespace seq {

const Node* Lowerer::Spare(const Body& body, const BodyPart& part,
                           const Node* next) {
  const Executable::SpareNodes spare(executable_.get());
  return Plain(body, part, next);
}

const Node* Lowerer::FusedPart(const Body& body, const BodyPart& part,
                               const Node* next) {
  // A call before a run that does nothing is still no tail call.
  if (part.nodes.empty() && part.last == BodyPart::Last::kNothing &&
      next == Return()) {
    return Plain(body, part, next);
  }
  const SiteId site = Site(body[part.first].span);
  PlannedNode last;
  if (!part.nodes.empty()) last = part.nodes.back();
  const Behind behind = FinishLast(body, part, next, last);
  BodyPart run = part;
  run.first += part.taken;
  const Node* const plain = Spare(body, run, behind.words);
  const Node* entry = part.nodes.empty() ? behind.run : nullptr;
  for (size_t i = part.nodes.size(); i > 0; --i) {
    PlannedNode planned = i == part.nodes.size() ? last : part.nodes[i - 1];
    if (entry != nullptr) Finish(entry, planned);
    if (planned.node.site == 0) planned.node.site = site;
    if (planned.node.plain == nullptr) planned.node.plain = plain;
    SlotNode* const node = executable_->Add(planned.node);
    if (planned.callee != nullptr) slot_calls_.push_back({planned, node});
    entry = node;
  }
  return TakeFromAside(body, part, plain, entry);
}

Lowerer::Behind Lowerer::FinishLast(const Body& body, const BodyPart& part,
                                    const Node* next, PlannedNode& last) {
  if (part.last == BodyPart::Last::kNothing) {
    const Node* const run = PutAside(part, next);
    Finish(run, last);
    return {next, run};
  }
  const Item& item = body[part.end];
  if (part.last == BodyPart::Last::kConditional) {
    const BranchNode branch =
        Branches(std::get<Conditional>(item.node), part.known, item.span, next,
                 part.entry_behind());
    const Executable::SpareNodes spare(executable_.get(), last.is_branch);
    const Node* const node = executable_->Add(branch);
    if (last.is_branch) {
      FinishBranch(branch, last);
    } else {
      Finish(node, last);
    }
    const Node* const words =
        DisplaceNodes(part.order, 1, node, executable_.get());
    return {TakeBack(part.left, item.span, words), node};
  }
  if (part.last == BodyPart::Last::kCall) {
    const auto& call = std::get<WordCall>(item.node);
    const Executable::SpareNodes spare(
        executable_.get(), last.Function(CallExit(next)) != nullptr);
    const Node* const node = LowerCall(call, item.span, part.known, next);
    FinishCall(*static_cast<const CallNode*>(node), last);
    return {node, node};
  }
  return FinishSlotWord(body, part, next, last);
}

Lowerer::Behind Lowerer::FinishSlotWord(const Body& body, const BodyPart& part,
                                        const Node* next, PlannedNode& last) {
  const Item& item = body[part.end];
  const auto& call = std::get<WordCall>(item.node);
  const SlotFunctions& functions = vocabulary_.Find(call.name)->on_slots;
  last.node.run = functions.run_without_bool;
  last.node.next = next;
  last.node.otherwise = next;
  const Node* behind = next;
  size_t above = part.pushed;
  BranchNode branch;
  if (part.last == BodyPart::Last::kSlotWordIf) {
    const Item& user = body[part.end + 1];
    branch = Branches(std::get<Conditional>(user.node), part.known, user.span,
                      next, part.entry_behind());
  }
  const Executable::SpareNodes spare(executable_.get());
  if (part.last == BodyPart::Last::kSlotWordIf) {
    last.node.next = branch.then_entry;
    last.node.otherwise = branch.else_entry;
    behind = executable_->Add(branch);
    ++above;
  } else if (part.last == BodyPart::Last::kSlotWordDrop) {
    const Item& user = body[part.end + 1];
    behind = LowerItem(std::get<WordCall>(user.node), user.span, next);
    ++above;
  } else {
    last.node.run = functions.run;
  }
  const Node* const own = LowerItem(call, item.span, behind);
  // Without it, it falls back on the whole run.
  if ((last.node.first_constant & kComesFirst) == 0) last.node.plain = own;
  if (part.order.empty()) return {own, own};
  // The words leave the values where they belong.
  const Node* const words =
      LowerItem(call, item.span,
                DisplaceNodes(part.order, above, behind, executable_.get()));
  return {words, own};
}

const Node* Lowerer::PutAside(const BodyPart& part, const Node* next) {
  if (part.left == 0) return next;
  SlotNode node;
  node.run = RunPutAside;
  node.next = next;
  node.integer = static_cast<int64_t>(part.left);
  return executable_->Add(node);
}

const Node* Lowerer::TakeFromAside(const Body& body, const BodyPart& part,
                                   const Node* plain, const Node* next) {
  if (part.taken == 0) return next;
  SlotNode node;
  node.run = RunTakeFromAside;
  node.next = next;
  node.integer = static_cast<int64_t>(part.taken);
  node.plain =
      Items(body, {.first = part.first, .end = part.first + part.taken}, plain);
  return executable_->Add(node);
}

const Node* Lowerer::TakeBack(size_t count, Span span, const Node* next) {
  for (size_t i = 0; i < count; ++i) {
    next = Call(*vocabulary_.Find("swap"), span, next);
    next = Call(*vocabulary_.Find("aux>"), span, next);
  }
  return next;
}

void Lowerer::Finish(const Node* next, PlannedNode& planned) {
  NodeFunction run = nullptr;
  if (next == Return()) run = planned.Function(SlotExit::kReturn);
  if (run == nullptr) run = planned.Function(SlotExit::kNext);
  planned.node.run = run;
  planned.node.next = next;
}

void Lowerer::FinishBranch(const BranchNode& branch, PlannedNode& planned) {
  NodeFunction run = nullptr;
  if (branch.then_entry == Return()) {
    run = planned.Function(SlotExit::kReturnIfHolds);
  } else if (branch.else_entry == Return()) {
    run = planned.Function(SlotExit::kReturnIfNot);
  }
  if (run == nullptr) run = planned.Function(SlotExit::kNext);
  planned.node.run = run;
  planned.node.next = branch.then_entry;
  planned.node.otherwise = branch.else_entry;
}

void Lowerer::FinishCall(const CallNode& call, PlannedNode& planned) {
  const SlotExit exit = CallExit(call.next);
  const NodeFunction run = planned.Function(exit);
  if (run == nullptr) return Finish(&call, planned);
  planned.node.run = run;
  planned.node.next = call.next;
  planned.callee = call.callee;
  planned.is_tail_call = exit == SlotExit::kTailCall;
  planned.node.site = call.site;
}

}  // namespace seq
