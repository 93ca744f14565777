// Segment: what a straight run of simple words does, as computations on slots.
//
// Lowering executes literals, shuffles and primitive operations symbolically: a
// stack of terms takes the place of values. What is left at the end of the run
// is which operations were applied to which terms, and which term lies where;
// the shuffling is gone. `swap 2 i.-` is one step, Subtract(input 2, 2), and a
// final stack of (input 1, step 1).
//
// Words of the program whose bodies are simple, and `call`, `dip`, `keep` and
// `bi` of literal quotations with simple bodies, are followed into their
// bodies.
//
// Kinds. The operations say what kinds they want. A kind that is not known from
// before must be checked before the run changes anything; on failure, the nodes
// of the words themselves take over (interp/slot_nodes.h), so nothing here
// depends on the checker having been right.

#ifndef SEQ_INTERP_SEGMENT_H_
#define SEQ_INTERP_SEGMENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/checker.h"
#include "interp/vocabulary.h"
#include "runtime/operation.h"
#include "runtime/value.h"

namespace seq {

// What is known about the kinds of values that are on the stack, from the top
// down; kHole where only that there is one.
using KnownKinds = std::vector<ValueKind>;

// How the stack lies where a run begins, if what came before left the
// rearranging to it.
struct Entry {
  // Of the topmost order.size() values, counted from the deepest: order[i] is
  // where the one that belongs in place i lies. Empty if all lie in place.
  std::vector<uint8_t> order = {};
  // How many of the topmost values, once in place, belong on the side stack.
  size_t aside = 0;

  bool empty() const { return order.empty() && aside == 0; }
};

// What names in a body mean.
struct SegmentScope {
  const Vocabulary& vocabulary;
  const CheckedTypes& types;
  const absl::flat_hash_map<absl::string_view, const WordDefinition*>& words;
};

struct Segment {
  using TermId = int32_t;
  static constexpr TermId kNoTerm = -1;

  struct Term {
    enum class Form : uint8_t { kInput, kConstant, kResult };
    Form form;
    ValueKind kind;         // kHole if unknown
    ValueKind kind_before;  // what was known before the run
    int32_t depth = 0;      // kInput: 1 is what lay on top
    int64_t payload = 0;    // kConstant of a plain kind: its bits
    // kConstant that is a quotation.
    const QuotationLiteral* quotation = nullptr;
  };

  struct Step {
    Operation operation;
    TermId a;
    TermId b;  // kNoTerm for a unary operation
    TermId result;
    // The run is the first to say what kind the operand has.
    bool checks_a = false;
    bool checks_b = false;
    // The value that a word puts into a container.
    TermId c = kNoTerm;

    bool Reads(TermId id) const { return a == id || b == id || c == id; }
  };

  std::vector<Term> terms;
  std::vector<Step> steps;
  // How many values of the stack took part, and what lies in their place.
  size_t inputs = 0;
  // How many are known to be there.
  size_t present = 0;
  std::vector<TermId> stack;
  // What the last node of the run does with its operands: a comparison that
  // only a branch looks at, or, without an operation, a word that finds them
  // where they lie.
  std::optional<Step> last;
  // Such a word changes its first operand, which stays on the stack, and takes
  // over the others.
  bool changes_first = false;
  // How many nodes the words would need.
  size_t plain_nodes = 0;

  const Term& term(TermId id) const { return terms[id]; }
};

class SegmentBuilder {
 public:
  // `known` is about the stack as it lies, not as `entry` says it belongs.
  SegmentBuilder(const SegmentScope& scope, const KnownKinds& known,
                 const Entry& entry = {});

  // Adds the effect of `item`. False, and nothing changes, if it is not simple
  // or the run is long enough.
  bool Add(const Item& item);

  // Leaves what the run put on the side stack on top instead, so that `>aux`,
  // aside() times, would put it there. `below` values stay above it: 0, or 1
  // for a condition. False, and nothing changes, if there is no such value.
  bool TakeBack(size_t below);

  // Makes the comparison on top, if there is one, the condition of a branch;
  // call at the end.
  void TakeCondition();

  // Makes the operands of a word that works on slots the last step's, if it
  // borrows them and the first one is also left on the stack, or changes the
  // first one and that is not; call at the end.
  void TakeOperands(const WordRow& row);

  // Leaves the values where they lie as far as that can be, instead of where
  // they belong, and returns Entry::order for what follows; call after the
  // above.
  std::vector<uint8_t> LeaveInPlace();

  // What is known behind the run, whichever nodes executed it.
  KnownKinds Known() const;
  // The same behind the word that ends it.
  KnownKinds KnownBehind(const WordRow& row) const;

  // What the run left on the side stack. It cannot end there as long as that is
  // something.
  size_t aside() const { return aux_.size(); }
  const Segment& segment() const { return segment_; }

 private:
  using Term = Segment::Term;
  using TermId = Segment::TermId;

  bool MayFollow(const Item& item) const;
  bool AddUnchecked(const Item& item, int nesting);
  bool AddBody(const Body& body, int nesting);
  bool AddNode(const IntLiteral& literal, int nesting);
  bool AddNode(const FloatLiteral& literal, int nesting);
  bool AddNode(const BoolLiteral& literal, int nesting);
  bool AddNode(const QuotationLiteral& literal, int nesting);
  bool AddNode(const WordCall& call, int nesting);
  // Not simple.
  bool AddNode(const StringLiteral&, int) { return false; }
  bool AddNode(const SymbolLiteral&, int) { return false; }
  bool AddNode(const Conditional&, int) { return false; }
  bool AddNode(const Match&, int) { return false; }
  bool LeavesQuotation(size_t first) const;
  bool TakeBorrowed(size_t operands, bool has_index, Segment::Step& last);
  bool TakeChanged(size_t operands, bool has_index, Segment::Step& last);
  bool TakeIndex(Segment::Step& last);
  bool AddRow(const WordRow& row, int nesting);
  bool Apply(Operation operation);
  bool AddBinary(Operation operation, ValueKind operand, ValueKind result);
  bool AddUnary(Operation operation, ValueKind operand, ValueKind result);
  Operation WithoutDividing(Operation operation);
  bool AddDivision(Operation operation);
  bool AddShuffle(absl::string_view effect);
  bool AddPick(bool remove);
  bool AddQuotationWord(WordTyping typing, int nesting);

  // Makes sure that the stack of terms is `count` deep.
  bool Require(size_t count);
  TermId NewTerm(Term term);
  bool PushConstant(Value value);
  TermId Pop();
  void Push(TermId id) { segment_.stack.push_back(id); }
  TermId Top(size_t depth) const {
    return segment_.stack[segment_.stack.size() - 1 - depth];
  }
  const QuotationLiteral* QuotationAt(size_t depth);
  // Whether the term can have that kind.
  bool CanBe(TermId id, ValueKind kind) const;
  // Notes that it must; whether that is news.
  bool Expect(TermId id, ValueKind kind);

  const SegmentScope& scope_;
  const KnownKinds& known_;
  bool current_;
  Segment segment_;
  std::vector<TermId> aux_;
  size_t aux_floor_ = 0;  // of the body being followed
};

}  // namespace seq

#endif  // SEQ_INTERP_SEGMENT_H_
