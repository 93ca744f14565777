#include "interp/segment.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <variant>

#include "interp/effect_names.h"
#include "runtime/stack_region.h"

namespace seq {
namespace {

// A run must stay well below what may be pushed between two checks of the room
// on the data stack.
constexpr size_t kMaxPlainNodes = 64;
// `pick` and `roll` find out at run time what the run knows: that costs as much
// as this many other nodes.
constexpr size_t kExtraForPick = 2;
// How deep bodies are followed into each other.
constexpr int kMaxFollowed = 4;

// How many values lie elsewhere than they belong.
size_t CountMisplaced(const std::vector<uint8_t>& order) {
  size_t count = 0;
  for (size_t i = 0; i < order.size(); ++i) count += order[i] == i ? 0 : 1;
  return count;
}

}  // namespace

SegmentBuilder::SegmentBuilder(const SegmentScope& scope,
                               const KnownKinds& known, const Entry& entry)
    : scope_(scope),
      known_(known),
      current_(scope.vocabulary.edition() == Edition::kCurrent) {
  segment_.present = known.size();
  Require(entry.order.size());
  const std::vector<TermId> lying = segment_.stack;
  for (size_t i = 0; i < lying.size(); ++i) {
    segment_.stack[i] = lying[entry.order[i]];
  }
  Require(entry.aside);
  for (size_t i = 0; i < entry.aside; ++i) aux_.push_back(Pop());
  segment_.plain_nodes = CountMisplaced(entry.order) + entry.aside;
}

// --- Items -------------------------------------------------------------------

bool SegmentBuilder::Add(const Item& item) {
  if (segment_.plain_nodes >= kMaxPlainNodes) return false;
  if (!MayFollow(item)) {
    // Changes nothing but the number of inputs if it fails.
    if (AddUnchecked(item, 0)) return true;
    --segment_.plain_nodes;
    return false;
  }
  Segment before = segment_;
  std::vector<TermId> aux_before = aux_;
  if (AddUnchecked(item, 0)) return true;
  segment_ = std::move(before);
  aux_ = std::move(aux_before);
  return false;
}

// Whether adding the item can mean to add a body, and so fail half-way.
bool SegmentBuilder::MayFollow(const Item& item) const {
  const auto* call = std::get_if<WordCall>(&item.node);
  if (call == nullptr) return false;
  const WordRow* row = scope_.vocabulary.Find(call->name);
  return row == nullptr || row->typing != WordTyping::kEffect;
}

bool SegmentBuilder::AddUnchecked(const Item& item, int nesting) {
  ++segment_.plain_nodes;
  return std::visit([&](const auto& node) { return AddNode(node, nesting); },
                    item.node);
}

bool SegmentBuilder::AddNode(const IntLiteral& literal, int) {
  return PushConstant(
      Value::Int(current_ ? WrapInt(IntBits(literal.value)) : literal.value));
}

bool SegmentBuilder::AddNode(const FloatLiteral& literal, int) {
  return PushConstant(Value::Float(literal.value));
}

bool SegmentBuilder::AddNode(const BoolLiteral& literal, int) {
  return PushConstant(current_ ? Value::Bool(literal.value)
                               : Value::Int(literal.value ? 1 : 0));
}

bool SegmentBuilder::AddNode(const QuotationLiteral& literal, int) {
  if (scope_.types.captures[literal.id] != 0) return false;
  PushConstant(Value::Quotation(nullptr));
  segment_.terms[Top(0)].quotation = &literal;
  return true;
}

bool SegmentBuilder::AddBody(const Body& body, int nesting) {
  if (nesting >= kMaxFollowed) return false;
  const size_t outer_floor = std::exchange(aux_floor_, aux_.size());
  const bool added = std::all_of(body.begin(), body.end(), [&](const Item& i) {
    return segment_.plain_nodes < kMaxPlainNodes &&
           AddUnchecked(i, nesting + 1);
  });
  const bool balanced = aux_.size() == aux_floor_;
  aux_floor_ = outer_floor;
  return added && balanced;
}

bool SegmentBuilder::AddNode(const WordCall& call, int nesting) {
  const WordRow* row = scope_.vocabulary.Find(call.name);
  if (row != nullptr && row->typing == WordTyping::kSugar) {
    row = scope_.types.operators.at(&call);
  }
  if (row != nullptr) return AddRow(*row, nesting);
  if (scope_.types.aux_excess.contains(&call)) return false;
  const auto word = scope_.words.find(call.name);
  if (word == scope_.words.end()) return false;
  const size_t first_term = segment_.terms.size();
  return AddBody(word->second->body, nesting) && !LeavesQuotation(first_term);
}

// Whether a quotation that is one of the terms from `first` on is on the stack.
// It would be code of another word.
bool SegmentBuilder::LeavesQuotation(size_t first) const {
  return std::any_of(segment_.stack.begin(), segment_.stack.end(),
                     [&](TermId id) {
                       return static_cast<size_t>(id) >= first &&
                              segment_.term(id).quotation != nullptr;
                     });
}

bool SegmentBuilder::AddRow(const WordRow& row, int nesting) {
  switch (row.operation) {
    case Operation::kNone:
      return AddQuotationWord(row.typing, nesting);
    case Operation::kShuffle:
      return AddShuffle(row.effect);
    case Operation::kPick:
      return AddPick(/*remove=*/false);
    case Operation::kRoll:
      return AddPick(/*remove=*/true);
    case Operation::kToAux:
      if (!Require(1)) return false;
      aux_.push_back(Pop());
      return true;
    case Operation::kFromAux:
      if (aux_.size() == aux_floor_) return false;
      Push(aux_.back());
      aux_.pop_back();
      return true;
    case Operation::kDivide:
      return AddDivision(Operation::kQuotientOrZero);
    case Operation::kModulo:
      return AddDivision(Operation::kRemainderOrZero);
    default:
      return Apply(row.operation);
  }
}

// --- Operations --------------------------------------------------------------

bool SegmentBuilder::Apply(Operation operation) {
  switch (operation) {
#define SEQ_BINARY_OPERATION(function, operand, result, exchanged, frequent) \
  case Operation::k##function:                                               \
    return AddBinary(operation, ValueKind::k##operand, ValueKind::k##result);
#define SEQ_UNARY_OPERATION(function, operand, result) \
  case Operation::k##function:                         \
    return AddUnary(operation, ValueKind::k##operand, ValueKind::k##result);
#define SEQ_COMPARISON(name, function, operand, result, exchanged) \
  case Operation::k##name:                                         \
    return AddBinary(operation, ValueKind::k##operand, ValueKind::k##result);
#include "runtime/operation.def"
    default:
      return false;
  }
}

bool SegmentBuilder::AddBinary(Operation operation, ValueKind operand,
                               ValueKind result) {
  if (!Require(2) || !CanBe(Top(0), operand) || !CanBe(Top(1), operand)) {
    return false;
  }
  const TermId b = Pop();
  const TermId a = Pop();
  const bool checks_a = Expect(a, operand);
  const bool checks_b = Expect(b, operand);
  const TermId id = NewTerm({Term::Form::kResult, result, result});
  segment_.steps.push_back({.operation = operation,
                            .a = a,
                            .b = b,
                            .result = id,
                            .checks_a = checks_a,
                            .checks_b = checks_b});
  Push(id);
  return true;
}

bool SegmentBuilder::AddUnary(Operation operation, ValueKind operand,
                              ValueKind result) {
  if (!Require(1) || !CanBe(Top(0), operand)) return false;
  const TermId a = Pop();
  const bool checks_a = Expect(a, operand);
  const TermId id = NewTerm({Term::Form::kResult, result, result});
  segment_.steps.push_back({.operation = operation,
                            .a = a,
                            .b = Segment::kNoTerm,
                            .result = id,
                            .checks_a = checks_a});
  Push(id);
  return true;
}

// The operation for the constant divisor on top, which it replaces if there is
// one that need not divide.
Operation SegmentBuilder::WithoutDividing(Operation operation) {
  const Term& divisor = segment_.term(Top(0));
  const auto bits = static_cast<uint64_t>(divisor.payload);
  if (divisor.kind != ValueKind::kInt || divisor.payload <= 0 ||
      !std::has_single_bit(bits)) {
    return operation;
  }
  const bool divides = operation == Operation::kQuotientOrZero;
  Pop();
  PushConstant(Value::Int(divides ? std::countr_zero(bits)
                                  : static_cast<int64_t>(bits - 1)));
  return divides ? Operation::kQuotientByPower : Operation::kRemainderByPower;
}

// A number, and above it whether the divisor is other than zero.
bool SegmentBuilder::AddDivision(Operation operation) {
  if (!Require(2)) return false;
  const TermId divisor = Top(0);
  const bool constant = segment_.term(divisor).form == Term::Form::kConstant;
  if (constant) operation = WithoutDividing(operation);
  if (!AddBinary(operation, ValueKind::kInt, ValueKind::kInt)) return false;
  if (constant) {
    return PushConstant(Value::Bool(segment_.term(divisor).payload != 0));
  }
  Push(divisor);
  PushConstant(Value::Int(0));
  return AddBinary(Operation::kUnequalInts, ValueKind::kInt, ValueKind::kBool);
}

// --- Shuffles ----------------------------------------------------------------

bool SegmentBuilder::AddShuffle(absl::string_view effect) {
  const EffectNames names = NamesInEffect(effect);
  const size_t count = names.inputs.size();
  if (!Require(count)) return false;
  std::vector<TermId>& stack = segment_.stack;
  const std::vector<TermId> taken(stack.end() - static_cast<ptrdiff_t>(count),
                                  stack.end());
  stack.resize(stack.size() - count);
  for (const absl::string_view name : names.outputs) {
    const auto input =
        std::find(names.inputs.begin(), names.inputs.end(), name);
    Push(taken[static_cast<size_t>(input - names.inputs.begin())]);
  }
  return true;
}

// `pick` and `roll` by a literal.
bool SegmentBuilder::AddPick(bool remove) {
  if (!Require(1)) return false;
  const Term& index = segment_.term(Top(0));
  if (index.form != Term::Form::kConstant || index.kind != ValueKind::kInt ||
      index.payload < 0 ||
      index.payload >= static_cast<int64_t>(StackRegion::kGuardSlots)) {
    return false;
  }
  const auto depth = static_cast<size_t>(index.payload);
  if (!Require(depth + 2)) return false;
  segment_.plain_nodes += kExtraForPick;
  Pop();
  const TermId picked = Top(depth);
  if (remove) {
    segment_.stack.erase(segment_.stack.end() - 1 -
                         static_cast<ptrdiff_t>(depth));
  }
  Push(picked);
  return true;
}

// --- Quotations --------------------------------------------------------------

const QuotationLiteral* SegmentBuilder::QuotationAt(size_t depth) {
  return segment_.stack.size() > depth ? segment_.term(Top(depth)).quotation
                                       : nullptr;
}

bool SegmentBuilder::AddQuotationWord(WordTyping typing, int nesting) {
  const QuotationLiteral* last = QuotationAt(0);
  if (last == nullptr) return false;
  if (typing == WordTyping::kCall) {
    Pop();
    return AddBody(last->body, nesting);
  }
  if (typing == WordTyping::kDip) {
    if (!Require(2)) return false;
    Pop();
    const TermId kept = Pop();
    if (!AddBody(last->body, nesting)) return false;
    Push(kept);
    return true;
  }
  if (typing == WordTyping::kKeep) {
    if (!Require(2)) return false;
    Pop();
    const TermId kept = Top(0);
    if (!AddBody(last->body, nesting)) return false;
    Push(kept);
    return true;
  }
  const QuotationLiteral* first = QuotationAt(1);
  if (typing != WordTyping::kBi || first == nullptr || !Require(3)) {
    return false;
  }
  Pop();
  Pop();
  const TermId value = Top(0);
  if (!AddBody(first->body, nesting)) return false;
  Push(value);
  return AddBody(last->body, nesting);
}

// --- Terms -------------------------------------------------------------------

bool SegmentBuilder::Require(size_t count) {
  while (segment_.stack.size() < count) {
    if (segment_.inputs == StackRegion::kGuardSlots) return false;
    const size_t depth = ++segment_.inputs;
    const ValueKind kind =
        depth <= known_.size() ? known_[depth - 1] : ValueKind::kHole;
    const TermId id =
        NewTerm({Term::Form::kInput, kind, kind, static_cast<int32_t>(depth)});
    segment_.stack.insert(segment_.stack.begin(), id);
  }
  return true;
}

Segment::TermId SegmentBuilder::NewTerm(Term term) {
  segment_.terms.push_back(term);
  return static_cast<TermId>(segment_.terms.size() - 1);
}

bool SegmentBuilder::PushConstant(Value value) {
  Push(NewTerm(
      {Term::Form::kConstant, value.kind, value.kind, 0, value.integer}));
  return true;
}

Segment::TermId SegmentBuilder::Pop() {
  const TermId id = segment_.stack.back();
  segment_.stack.pop_back();
  return id;
}

bool SegmentBuilder::CanBe(TermId id, ValueKind kind) const {
  const ValueKind known = segment_.term(id).kind;
  return known == kind || known == ValueKind::kHole;
}

bool SegmentBuilder::Expect(TermId id, ValueKind kind) {
  return std::exchange(segment_.terms[id].kind, kind) != kind;
}

}  // namespace seq
