#include "interp/body_parts.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace seq {
namespace {

bool IsConditional(const Body& body, size_t index) {
  return index < body.size() &&
         std::holds_alternative<Conditional>(body[index].node);
}

// Whether the item calls a word of the program and does nothing else.
bool IsCall(const Body& body, size_t index, const SegmentScope& scope) {
  if (index >= body.size()) return false;
  const auto* call = std::get_if<WordCall>(&body[index].node);
  return call != nullptr && scope.vocabulary.Find(call->name) == nullptr &&
         scope.words.contains(call->name) &&
         !scope.types.aux_excess.contains(call);
}

// The built-in word at `index`, or null.
const WordRow* RowAt(const Body& body, size_t index,
                     const SegmentScope& scope) {
  if (index >= body.size()) return nullptr;
  const auto* call = std::get_if<WordCall>(&body[index].node);
  return call == nullptr ? nullptr : scope.vocabulary.Find(call->name);
}

bool IsTakenBack(const Body& body, size_t index, const SegmentScope& scope) {
  const WordRow* row = RowAt(body, index, scope);
  return row != nullptr && row->operation == Operation::kFromAux;
}

bool IsDrop(const Body& body, size_t index, const SegmentScope& scope) {
  const WordRow* row = RowAt(body, index, scope);
  return row != nullptr && row->name == "drop";
}

// How many values one node takes from the side stack: as for a run, few enough
// to fit between two checks of the room on the data stack.
constexpr size_t kMaxTaken = 16;

// How many `aux>` there are from `first` on, up to kMaxTaken.
size_t CountTakenBack(const Body& body, size_t first,
                      const SegmentScope& scope) {
  size_t count = 0;
  while (count < kMaxTaken && IsTakenBack(body, first + count, scope)) ++count;
  return count;
}

// Where runs from `first` on can end.
struct RunEnds {
  size_t longest;
  size_t balanced;  // with nothing left on the side stack
};
RunEnds EndsOfRun(const Body& body, size_t first, const KnownKinds& known,
                  const Entry& entry, const SegmentScope& scope) {
  SegmentBuilder builder(scope, known, entry);
  RunEnds ends{first, first};
  while (ends.longest < body.size() && builder.Add(body[ends.longest])) {
    ++ends.longest;
    if (builder.aside() == 0) ends.balanced = ends.longest;
  }
  for (size_t* end : {&ends.longest, &ends.balanced}) {
    // The run could not follow the word behind a quotation into its body.
    if (*end > first && RunsInPlace(body, *end - 1, scope)) --*end;
  }
  return ends;
}

// The word at `index` if it can work on slots, else null.
const WordRow* SlotWordAt(const Body& body, size_t index,
                          const SegmentScope& scope) {
  const WordRow* row = RowAt(body, index, scope);
  return row != nullptr && row->on_slots.run != nullptr ? row : nullptr;
}

// Whether there are fewer nodes than the words have.
bool Pays(const Segment& segment, const BodyPart& part, bool ends_body) {
  size_t plain_nodes = segment.plain_nodes + part.taken;
  if (part.last != BodyPart::Last::kCall) plain_nodes += part.next() - part.end;
  const std::vector<PlannedNode>& nodes = part.nodes;
  const bool puts_aside =
      part.left > 0 && part.last != BodyPart::Last::kConditional;
  const size_t slot_nodes =
      nodes.size() + (part.taken > 0 ? 1 : 0) + (puts_aside ? 1 : 0);
  if (slot_nodes < plain_nodes) return true;
  // One node for one word can still save the node behind it.
  return slot_nodes == 1 && plain_nodes == 1 && nodes.size() == 1 &&
         nodes[0].operation != Operation::kNone &&
         (ends_body || part.last == BodyPart::Last::kCall);
}

// What is known behind an item that no run contains: in the branches of a
// conditional, or behind what only moves the top to the side stack.
KnownKinds KnownBehind(const Item& item, const KnownKinds& known,
                       const SegmentScope& scope) {
  KnownKinds behind = known;
  const auto* call = std::get_if<WordCall>(&item.node);
  const WordRow* row =
      call == nullptr ? nullptr : scope.vocabulary.Find(call->name);
  const bool takes_one =
      std::holds_alternative<Conditional>(item.node) ||
      (row != nullptr && row->operation == Operation::kToAux);
  if (!takes_one) return {};
  if (!behind.empty()) behind.erase(behind.begin());
  return behind;
}

// What the last node of a run takes with it, if anything.
BodyPart::Last LastOf(const Body& body, const BodyPart& part,
                      const Segment& segment, const SegmentScope& scope) {
  if (IsConditional(body, part.end)) {
    return segment.last.has_value() || part.left > 0
               ? BodyPart::Last::kConditional
               : BodyPart::Last::kNothing;
  }
  if (segment.last.has_value()) {
    const WordRow& row = *SlotWordAt(body, part.end, scope);
    if (row.on_slots.run_without_bool == nullptr) {
      return BodyPart::Last::kSlotWord;
    }
    if (IsConditional(body, part.end + 1)) return BodyPart::Last::kSlotWordIf;
    return IsDrop(body, part.end + 1, scope) ? BodyPart::Last::kSlotWordDrop
                                             : BodyPart::Last::kSlotWord;
  }
  return part.left == 0 && IsCall(body, part.end, scope)
             ? BodyPart::Last::kCall
             : BodyPart::Last::kNothing;
}

// Whether what follows the part can take the stack as it lies.
bool MayLeaveInPlace(const Body& body, const BodyPart& part,
                     const Segment& segment) {
  if (!segment.last.has_value()) return false;
  return part.branches() || part.next() < body.size();
}

// What is known behind a fused part, on the stack as it lies.
KnownKinds KnownBehind(const BodyPart& part, const SegmentBuilder& builder,
                       const WordRow* word) {
  const bool drops_one = part.last == BodyPart::Last::kSlotWordIf ||
                         part.last == BodyPart::Last::kSlotWordDrop ||
                         // The condition, if a node of its own takes it.
                         (part.last == BodyPart::Last::kConditional &&
                          !builder.segment().last.has_value());
  KnownKinds known =
      part.ends_in_word() ? builder.KnownBehind(*word) : builder.Known();
  if (drops_one) known.erase(known.begin());
  return known;
}

// The run of `part` as slot nodes, with `word` behind it if that is one, if
// that pays; `known` is the stack behind its first `aux>`.
void FuseWith(const WordRow* word, const Body& body, const KnownKinds& known,
              const SegmentScope& scope, CodeOf code_of, BodyPart& part) {
  SegmentBuilder builder(scope, known, part.entry);
  for (size_t i = part.first + part.taken; i < part.end; ++i) {
    builder.Add(body[i]);
  }
  part.known = builder.Known();
  part.left = builder.aside();
  const bool conditional = IsConditional(body, part.end);
  if (!builder.TakeBack(conditional ? 1 : 0)) return;
  if (conditional) builder.TakeCondition();
  if (word != nullptr && part.left == 0) builder.TakeOperands(*word);
  const Segment& segment = builder.segment();
  part.last = LastOf(body, part, segment, scope);
  if (MayLeaveInPlace(body, part, segment)) part.order = builder.LeaveInPlace();
  part.nodes = PlanSlotNodes(segment, code_of);
  part.fused = Pays(segment, part, part.end == body.size());
  if (!part.fused) {
    part.last = BodyPart::Last::kNothing;
    part.order.clear();
    return;
  }
  KnownKinds behind = KnownBehind(part, builder, word);
  if (part.ends_in_word()) {
    part.pushed = behind.size() - builder.Known().size();
  }
  if (part.ends_in_word() || part.last == BodyPart::Last::kConditional) {
    part.known = std::move(behind);
  }
}

void Fuse(const Body& body, const KnownKinds& known, const SegmentScope& scope,
          CodeOf code_of, BodyPart& part) {
  const WordRow* const word = SlotWordAt(body, part.end, scope);
  FuseWith(word, body, known, scope, code_of, part);
  if (!part.fused && word != nullptr) {
    FuseWith(nullptr, body, known, scope, code_of, part);
  }
}

// A part that is lowered item by item.
BodyPart PlainPart(const Body& body, size_t first, const KnownKinds& known,
                   const SegmentScope& scope) {
  if (RunsInPlace(body, first, scope)) {
    return {.first = first, .end = first + 2};
  }
  return {.first = first,
          .end = first + 1,
          .known = KnownBehind(body[first], known, scope)};
}

BodyPart NextPart(const Body& body, size_t first, const KnownKinds& known,
                  const Entry& entry, const SegmentScope& scope,
                  CodeOf code_of) {
  const size_t taken = entry.empty() ? CountTakenBack(body, first, scope) : 0;
  KnownKinds now(taken, ValueKind::kHole);
  now.insert(now.end(), known.begin(), known.end());
  const RunEnds ends = EndsOfRun(body, first + taken, now, entry, scope);
  for (const size_t end : {ends.longest, ends.balanced}) {
    if (end == first) break;
    BodyPart part{.first = first, .end = end, .entry = entry, .taken = taken};
    Fuse(body, now, scope, code_of, part);
    if (part.fused || (part.left == 0 && entry.empty())) return part;
  }
  if (!entry.empty()) {
    return {.first = first,
            .end = first,
            .entry = entry,
            .known = SegmentBuilder(scope, known, entry).Known()};
  }
  return PlainPart(body, first, known, scope);
}

}  // namespace

Entry BodyPart::entry_behind() const {
  Entry behind{.order = order, .aside = left};
  if (order.empty()) return behind;
  for (size_t i = 0; i < pushed; ++i) {
    behind.order.push_back(static_cast<uint8_t>(behind.order.size()));
  }
  return behind;
}

bool RunsInPlace(const Body& body, size_t index, const SegmentScope& scope) {
  if (index + 1 >= body.size()) return false;
  const auto* quotation = std::get_if<QuotationLiteral>(&body[index].node);
  const auto* call = std::get_if<WordCall>(&body[index + 1].node);
  if (quotation == nullptr || call == nullptr ||
      scope.types.captures[quotation->id] != 0) {
    return false;
  }
  const WordRow* row = scope.vocabulary.Find(call->name);
  return row != nullptr &&
         (row->typing == WordTyping::kCall || row->typing == WordTyping::kDip ||
          row->typing == WordTyping::kKeep);
}

std::vector<BodyPart> SplitBody(const Body& body, const KnownKinds& known,
                                const Entry& entry, const SegmentScope& scope,
                                CodeOf code_of) {
  std::vector<BodyPart> parts;
  KnownKinds now = known;
  Entry how = entry;
  for (size_t i = 0; !how.empty() || i < body.size(); i = parts.back().next()) {
    BodyPart part = NextPart(body, i, now, how, scope, code_of);
    // Nothing is known behind a conditional or a call.
    const bool branches =
        part.branches() ||
        (part.end > part.first && IsConditional(body, part.end - 1));
    const bool goes_on = !branches && part.last != BodyPart::Last::kCall;
    now = goes_on ? part.known : KnownKinds();
    how = part.ends_in_word() && goes_on ? part.entry_behind() : Entry();
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<BodyPart> SplitIntoItems(const Body& body,
                                     const SegmentScope& scope) {
  std::vector<BodyPart> parts;
  for (size_t i = 0; i < body.size(); i = parts.back().end) {
    parts.push_back(
        {.first = i, .end = RunsInPlace(body, i, scope) ? i + 2 : i + 1});
  }
  return parts;
}

}  // namespace seq
