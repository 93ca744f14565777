#include "interp/body_parts.h"

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

// Where the longest run from `first` ends at which the side stack is as it was.
size_t EndOfRun(const Body& body, size_t first, const KnownKinds& known,
                const SegmentScope& scope) {
  SegmentBuilder builder(scope, known);
  size_t end = first;
  for (size_t i = first; i < body.size() && builder.Add(body[i]); ++i) {
    if (builder.balanced()) end = i + 1;
  }
  // The run could not follow the word behind a quotation into its body.
  if (end > first && RunsInPlace(body, end - 1, scope)) --end;
  return end;
}

// The word at `index` if it can borrow its operands, else null.
const WordRow* BorrowingWord(const Body& body, size_t index,
                             const SegmentScope& scope) {
  if (index >= body.size()) return nullptr;
  const auto* call = std::get_if<WordCall>(&body[index].node);
  if (call == nullptr) return nullptr;
  const WordRow* row = scope.vocabulary.Find(call->name);
  return row != nullptr && row->run_borrowing != nullptr ? row : nullptr;
}

// Whether there are fewer nodes than the words have.
bool Pays(const Segment& segment, const std::vector<PlannedNode>& nodes,
          BodyPart::Last last, bool ends_body) {
  size_t plain_nodes = segment.plain_nodes;
  if (last == BodyPart::Last::kConditional ||
      last == BodyPart::Last::kBorrowing) {
    ++plain_nodes;
  }
  if (nodes.size() < plain_nodes) return true;
  // One node for one word can still save the node behind it.
  return nodes.size() == 1 && plain_nodes == 1 &&
         nodes[0].operation != Operation::kNone &&
         (ends_body || last == BodyPart::Last::kCall);
}

// What is known behind an item that no run contains: in the branches of a
// conditional, or behind what only moves the top to the side stack or back.
KnownKinds KnownBehind(const Item& item, const KnownKinds& known,
                       const SegmentScope& scope) {
  KnownKinds behind = known;
  const auto* call = std::get_if<WordCall>(&item.node);
  const WordRow* row =
      call == nullptr ? nullptr : scope.vocabulary.Find(call->name);
  if (row != nullptr && row->operation == Operation::kFromAux) {
    behind.insert(behind.begin(), ValueKind::kHole);
    return behind;
  }
  const bool takes_one =
      std::holds_alternative<Conditional>(item.node) ||
      (row != nullptr && row->operation == Operation::kToAux);
  if (!takes_one) return {};
  if (!behind.empty()) behind.erase(behind.begin());
  return behind;
}

BodyPart NextPart(const Body& body, size_t first, const KnownKinds& known,
                  const SegmentScope& scope, CodeOf code_of) {
  BodyPart part{.first = first, .end = EndOfRun(body, first, known, scope)};
  const bool conditional = IsConditional(body, part.end);
  if (part.end == first && RunsInPlace(body, first, scope)) {
    part.end = first + 2;
    return part;
  }
  if (part.end == first) {
    part.end = first + 1;
    part.known = KnownBehind(body[first], known, scope);
    return part;
  }
  SegmentBuilder builder(scope, known);
  for (size_t i = first; i < part.end; ++i) builder.Add(body[i]);
  part.known = builder.Known();
  const WordRow* borrowing = BorrowingWord(body, part.end, scope);
  if (conditional) builder.TakeCondition();
  if (borrowing != nullptr) builder.TakeBorrowed(*borrowing);
  const Segment& segment = builder.segment();
  std::vector<PlannedNode> nodes = PlanSlotNodes(segment, code_of);
  auto last = BodyPart::Last::kNothing;
  if (segment.last.has_value()) {
    last =
        conditional ? BodyPart::Last::kConditional : BodyPart::Last::kBorrowing;
  } else if (IsCall(body, part.end, scope)) {
    last = BodyPart::Last::kCall;
  }
  if (!Pays(segment, nodes, last, part.end == body.size())) return part;
  part.fused = true;
  part.nodes = std::move(nodes);
  part.last = last;
  part.known = last == BodyPart::Last::kBorrowing
                   ? builder.KnownBehind(*borrowing)
                   : builder.Known();
  return part;
}

}  // namespace

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
                                const SegmentScope& scope, CodeOf code_of) {
  std::vector<BodyPart> parts;
  KnownKinds now = known;
  for (size_t i = 0; i < body.size(); i = parts.back().next()) {
    parts.push_back(NextPart(body, i, now, scope, code_of));
    // Nothing is known behind a conditional or a call.
    now.clear();
    const BodyPart& part = parts.back();
    const bool straight = part.last == BodyPart::Last::kBorrowing ||
                          (part.last == BodyPart::Last::kNothing &&
                           !IsConditional(body, part.end - 1));
    if (straight) now = part.known;
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
