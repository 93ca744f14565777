// Lowerer: one run of Lower. Private to lowering*.cc.
//
// Each function makes the nodes of something and returns the first one; `next`
// is the node that they lead to, which exists already. So a body is lowered
// from its end, and nodes that are added one after the other lie one in front
// of the other (interp/node_arena.h).

#ifndef SEQ_INTERP_LOWERER_H_
#define SEQ_INTERP_LOWERER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/body_parts.h"
#include "interp/checker.h"
#include "interp/executable.h"
#include "interp/guarded_calls.h"
#include "interp/lowering.h"
#include "interp/nodes.h"
#include "interp/planned_node.h"
#include "interp/segment.h"
#include "interp/slot_nodes.h"
#include "interp/source.h"
#include "interp/union_nodes.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"
#include "interp/word_variants.h"
#include "runtime/node.h"
#include "runtime/value.h"
#include "runtime/word.h"

namespace seq {

class Lowerer {
 public:
  Lowerer(const UnionTable& unions, const CheckedTypes& types,
          const Vocabulary& vocabulary, const SourceMap& sources, Fusion fusion)
      : unions_(unions),
        types_(types),
        vocabulary_(vocabulary),
        current_(vocabulary.edition() == Edition::kCurrent),
        fusion_(fusion),
        executable_(std::make_unique<Executable>(sources)) {}

  std::unique_ptr<Executable> Run(const Program& program);

 private:
  const Node* Return() const { return executable_->return_node(); }
  SiteId Site(Span span) { return executable_->NewSite(span, word_); }

  // --- Words and bodies (lowering.cc) ----------------------------------------

  void Lower(const WordDefinition& word, Code* code);

  // The code of a quotation of the word that is being lowered; its nodes follow
  // later.
  const Code* QuotationCode(const QuotationLiteral& quotation);
  // Makes them. Not as they are met: they would lie between others.
  void LowerQuotations();

  // The nodes of the program's word `name` for a call with `known` on the
  // stack.
  Code* Callee(absl::string_view name, const KnownKinds& known);

  void SetMain(const WordDefinition& word);

  // The nodes of `body`, followed by `next`. It starts with values of the
  // `known` kinds on the stack, which lies as `entry` says.
  const Node* Chain(const Body& body, const KnownKinds& known, const Node* next,
                    const Entry& entry = {});

  // The body of a quotation where `call`, `dip` or `keep` runs it. The value
  // that the latter set aside waits on the side stack: the body leaves that as
  // it found it.
  const Node* InPlace(const Item& literal, const Item& word, const Node* next);

  // The nodes of the words themselves.
  const Node* Plain(const Body& body, const BodyPart& part, const Node* next);
  const Node* Items(const Body& body, const BodyPart& part, const Node* next);

  // --- Fused runs (lowering_fused.cc) ----------------------------------------

  // Slot nodes, with the nodes of the words to fall back on.
  const Node* FusedPart(const Body& body, const BodyPart& part,
                        const Node* next);

  // The nodes of the words themselves, to fall back on.
  const Node* Spare(const Body& body, const BodyPart& part, const Node* next);

  // Where the nodes of the words go on, and where a run that needs no node
  // does.
  struct Behind {
    const Node* words;
    const Node* run;
  };

  // Makes the last node do what is behind the run.
  Behind FinishLast(const Body& body, const BodyPart& part, const Node* next,
                    PlannedNode& last);

  // The same for a word on slots, and for what uses its Bool.
  Behind FinishSlotWord(const Body& body, const BodyPart& part,
                        const Node* next, PlannedNode& last);

  // What a run left on top of what belongs on the side stack.
  const Node* PutAside(const BodyPart& part, const Node* next);

  // The first `aux>` of a part.
  const Node* TakeFromAside(const Body& body, const BodyPart& part,
                            const Node* plain, const Node* next);

  // Brings values back from the side stack, below the condition on top.
  const Node* TakeBack(size_t count, Span span, const Node* next);

  // Makes the node lead to `next`, or end the chain itself.
  void Finish(const Node* next, PlannedNode& planned);

  void FinishBranch(const BranchNode& branch, PlannedNode& planned);

  // That of a node which makes a call before `next`.
  SlotExit CallExit(const Node* next) const {
    return next == Return() ? SlotExit::kTailCall : SlotExit::kCall;
  }

  // Makes the node do the call itself, or lead to it.
  void FinishCall(const CallNode& call, PlannedNode& planned);

  // --- Items (lowering_items.cc) ---------------------------------------------

  const Node* Push(Value value, Span span, const Node* next);

  const Node* LowerItem(const IntLiteral& literal, Span span, const Node* next);
  const Node* LowerItem(const FloatLiteral& literal, Span span,
                        const Node* next);
  const Node* LowerItem(const BoolLiteral& literal, Span span,
                        const Node* next);
  const Node* LowerItem(const StringLiteral& literal, Span span,
                        const Node* next);
  const Node* LowerItem(const SymbolLiteral& literal, Span span,
                        const Node* next);

  const Node* Call(const WordRow& row, Span span, const Node* next);

  // A call of a word of the program.
  const Node* LowerCall(const WordCall& call, Span span,
                        const KnownKinds& known, const Node* next);

  const Node* LowerItem(const WordCall& call, Span span, const Node* next);

  const Node* LowerUnionWord(const UnionWord& word, Span span,
                             const Node* next);
  const Node* LowerItem(const QuotationLiteral& quotation, Span span,
                        const Node* next);

  const Node* LowerItem(const Conditional& conditional, Span span,
                        const Node* next);

  // Both branches begin with the stack as `entry` says.
  BranchNode Branches(const Conditional& conditional, const KnownKinds& known,
                      Span span, const Node* next, const Entry& entry = {});

  const Node* LowerItem(const Match& match, Span span, const Node* next);

  MatchNode::Arm LowerArm(const MatchArm& arm, const Node* next);

  // ----------------------------------------------------------------------------

  const UnionTable& unions_;
  const CheckedTypes& types_;
  const Vocabulary& vocabulary_;
  const bool current_;
  const Fusion fusion_;
  std::unique_ptr<Executable> executable_;
  absl::flat_hash_map<absl::string_view, Code*> codes_;
  absl::flat_hash_map<absl::string_view, const WordDefinition*> words_;
  const SegmentScope scope_{vocabulary_, types_, words_};
  absl::flat_hash_map<uint32_t, Code*> quotations_;  // by id
  std::vector<const QuotationLiteral*> waiting_quotations_;
  absl::string_view word_;                    // being lowered
  WordVariants variants_{executable_.get()};  // of that word
  std::vector<CallNode*> calls_;
  std::vector<SlotCall> slot_calls_;
  const KnownKinds* known_ = nullptr;  // behind the part being lowered
};

}  // namespace seq

#endif  // SEQ_INTERP_LOWERER_H_
