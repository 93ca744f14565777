#include "interp/lowering.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/arrange_nodes.h"
#include "interp/aside_nodes.h"
#include "interp/body_parts.h"
#include "interp/guarded_calls.h"
#include "interp/limits.h"
#include "interp/nodes.h"
#include "interp/slot_nodes.h"
#include "interp/union_nodes.h"
#include "interp/word_variants.h"
#include "runtime/slot_node.h"

namespace seq {
namespace {

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

  std::unique_ptr<Executable> Run(const Program& program) {
    for (const WordDefinition& word : program.words) {
      codes_.emplace(word.name, executable_->NewCode());
      words_.emplace(word.name, &word);
    }
    for (const WordDefinition& word : program.words) {
      word_ = word.name;
      Lower(word, codes_[word.name]);
      if (word.name == "main") SetMain(word);
    }
    for (CallNode* const call : calls_) call->entry = call->callee->entry;
    LinkSlotCalls(slot_calls_);
    return std::move(executable_);
  }

 private:
  const Node* Return() const { return executable_->return_node(); }
  SiteId Site(Span span) { return executable_->NewSite(span, word_); }

  void Lower(const WordDefinition& word, Code* code) {
    variants_.Begin(word, code);
    code->entry = Chain(word.body, {}, Return());
    LowerQuotations();
    for (size_t i = 0; i < variants_.variants().size(); ++i) {
      const WordVariants::Variant variant = variants_.variants()[i];
      variant.code->entry = Chain(word.body, variant.known, Return());
      LowerQuotations();
    }
  }

  // Not as they are met: their nodes would lie between others.
  void LowerQuotations() {
    while (!waiting_quotations_.empty()) {
      const QuotationLiteral* const quotation = waiting_quotations_.back();
      waiting_quotations_.pop_back();
      Code* const code = quotations_.at(quotation->id);
      code->entry = Chain(quotation->body, {}, Return());
    }
  }

  // The nodes of the program's word `name` for a call with `known` on the
  // stack.
  Code* Callee(absl::string_view name, const KnownKinds& known) {
    return name == word_ ? variants_.For(known) : codes_.at(name);
  }

  void SetMain(const WordDefinition& word) {
    const bool leaves_status = current_ && word.effect.has_value() &&
                               !word.effect->outputs.types.empty();
    executable_->set_main(codes_[word.name], leaves_status);
  }

  // The nodes of `body`, followed by `next`. It starts with values of the
  // `known` kinds on the stack, which lies as `entry` says.
  const Node* Chain(const Body& body, const KnownKinds& known, const Node* next,
                    const Entry& entry = {}) {
    const std::vector<BodyPart> parts =
        fusion_ == Fusion::kOff
            ? SplitIntoItems(body, scope_)
            : SplitBody(body, known, entry, scope_,
                        [this](const QuotationLiteral& quotation) {
                          return QuotationCode(quotation);
                        });
    for (size_t i = parts.size(); i > 0; --i) {
      const BodyPart& part = parts[i - 1];
      next = part.fused ? FusedPart(body, part, next) : Plain(body, part, next);
      if (part.first / kItemsBetweenRoomChecks !=
          part.next() / kItemsBetweenRoomChecks) {
        next = executable_->Add(
            Node{RunCheckRoom, next, Site(body[part.first].span)});
      }
    }
    return next;
  }

  // The body of a quotation where `call`, `dip` or `keep` runs it. The value
  // that the latter set aside waits on the side stack: the body leaves that as
  // it found it.
  const Node* InPlace(const Item& literal, const Item& word, const Node* next) {
    const Body& body = std::get<QuotationLiteral>(literal.node).body;
    const WordRow* row = vocabulary_.Find(std::get<WordCall>(word.node).name);
    if (row->typing == WordTyping::kCall) return Chain(body, {}, next);
    next =
        executable_->Add(WordNode{{RunTakeBack, next, Site(word.span)}, row});
    next = Chain(body, {}, next);
    const bool keeps = row->typing == WordTyping::kKeep;
    return executable_->Add(WordNode{
        {keeps ? RunKeepAside : RunSetAside, next, Site(word.span)}, row});
  }

  // The nodes of the words themselves, where slot nodes fall back on them.
  const Node* Spare(const Body& body, const BodyPart& part, const Node* next) {
    const Executable::SpareNodes spare(executable_.get());
    return Plain(body, part, next);
  }
  // The nodes of the words themselves.
  const Node* Plain(const Body& body, const BodyPart& part, const Node* next) {
    next = Items(body, part, next);
    // Nothing may be left of the part behind its `aux>`.
    const Span span = part.first < body.size() ? body[part.first].span : Span{};
    for (size_t i = 0; i < part.entry.aside; ++i) {
      next = Call(*vocabulary_.Find(">aux"), span, next);
    }
    return ArrangeNodes(part.entry.order, 0, next, executable_.get());
  }
  const Node* Items(const Body& body, const BodyPart& part, const Node* next) {
    known_ = &part.known;
    for (size_t i = part.end; i > part.first;) {
      if (i > part.first + 1 && RunsInPlace(body, i - 2, scope_)) {
        next = InPlace(body[i - 2], body[i - 1], next);
        i -= 2;
        continue;
      }
      const Item& item = body[--i];
      next = std::visit(
          [&](const auto& node) { return LowerItem(node, item.span, next); },
          item.node);
    }
    return next;
  }

  // Slot nodes, with the nodes of the words to fall back on.
  const Node* FusedPart(const Body& body, const BodyPart& part,
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

  // Where the nodes of the words go on, and where a run that needs no node
  // does.
  struct Behind {
    const Node* words;
    const Node* run;
  };

  // Makes the last node do what is behind the run.
  Behind FinishLast(const Body& body, const BodyPart& part, const Node* next,
                    PlannedNode& last) {
    if (part.last == BodyPart::Last::kNothing) {
      const Node* const run = PutAside(part, next);
      Finish(run, last);
      return {next, run};
    }
    const Item& item = body[part.end];
    if (part.last == BodyPart::Last::kConditional) {
      const BranchNode branch =
          Branches(std::get<Conditional>(item.node), part.known, item.span,
                   next, part.entry_behind());
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

  // The same for a word on slots, and for what uses its Bool.
  Behind FinishSlotWord(const Body& body, const BodyPart& part,
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

  // What a run left on top of what belongs on the side stack.
  const Node* PutAside(const BodyPart& part, const Node* next) {
    if (part.left == 0) return next;
    SlotNode node;
    node.run = RunPutAside;
    node.next = next;
    node.integer = static_cast<int64_t>(part.left);
    return executable_->Add(node);
  }

  // The first `aux>` of a part.
  const Node* TakeFromAside(const Body& body, const BodyPart& part,
                            const Node* plain, const Node* next) {
    if (part.taken == 0) return next;
    SlotNode node;
    node.run = RunTakeFromAside;
    node.next = next;
    node.integer = static_cast<int64_t>(part.taken);
    node.plain = Items(
        body, {.first = part.first, .end = part.first + part.taken}, plain);
    return executable_->Add(node);
  }

  // Brings values back from the side stack, below the condition on top.
  const Node* TakeBack(size_t count, Span span, const Node* next) {
    for (size_t i = 0; i < count; ++i) {
      next = Call(*vocabulary_.Find("swap"), span, next);
      next = Call(*vocabulary_.Find("aux>"), span, next);
    }
    return next;
  }

  // Makes the node lead to `next`, or end the chain itself.
  void Finish(const Node* next, PlannedNode& planned) {
    NodeFunction run = nullptr;
    if (next == Return()) run = planned.Function(SlotExit::kReturn);
    if (run == nullptr) run = planned.Function(SlotExit::kNext);
    planned.node.run = run;
    planned.node.next = next;
  }

  void FinishBranch(const BranchNode& branch, PlannedNode& planned) {
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

  // That of a node which makes a call before `next`.
  SlotExit CallExit(const Node* next) const {
    return next == Return() ? SlotExit::kTailCall : SlotExit::kCall;
  }

  // Makes the node do the call itself, or lead to it.
  void FinishCall(const CallNode& call, PlannedNode& planned) {
    const SlotExit exit = CallExit(call.next);
    const NodeFunction run = planned.Function(exit);
    if (run == nullptr) return Finish(&call, planned);
    planned.node.run = run;
    planned.node.next = call.next;
    planned.callee = call.callee;
    planned.is_tail_call = exit == SlotExit::kTailCall;
    planned.node.site = call.site;
  }

  const Node* Push(Value value, Span span, const Node* next) {
    return executable_->Add(PushNode{{RunPush, next, Site(span)}, value});
  }

  const Node* LowerItem(const IntLiteral& literal, Span span,
                        const Node* next) {
    const int64_t value = current_
                              ? WrapInt(static_cast<uint64_t>(literal.value))
                              : literal.value;
    return Push(Value::Int(value), span, next);
  }

  const Node* LowerItem(const FloatLiteral& literal, Span span,
                        const Node* next) {
    return Push(Value::Float(literal.value), span, next);
  }

  const Node* LowerItem(const BoolLiteral& literal, Span span,
                        const Node* next) {
    return Push(current_ ? Value::Bool(literal.value)
                         : Value::Int(literal.value ? 1 : 0),
                span, next);
  }

  const Node* LowerItem(const StringLiteral& literal, Span span,
                        const Node* next) {
    return Push(executable_->NewString(literal.bytes), span, next);
  }

  const Node* LowerItem(const SymbolLiteral& literal, Span span,
                        const Node* next) {
    return Push(
        Value::Counted(ValueKind::kSymbol, Symbol::InternLiteral(literal.name)),
        span, next);
  }

  const Node* Call(const WordRow& row, Span span, const Node* next) {
    const bool last = next == Return();
    const NodeFunction run =
        last && row.run_as_tail != nullptr ? row.run_as_tail : row.run;
    return executable_->Add(WordNode{{run, next, Site(span)}, &row});
  }

  // A call of a word of the program.
  const Node* LowerCall(const WordCall& call, Span span,
                        const KnownKinds& known, const Node* next) {
    const NodeFunction run = next == Return() ? RunTailCall : RunCall;
    CallNode* const node = executable_->Add(
        CallNode{{run, next, Site(span)}, Callee(call.name, known)});
    calls_.push_back(node);
    return node;
  }

  const Node* LowerItem(const WordCall& call, Span span, const Node* next) {
    const WordRow* row = vocabulary_.Find(call.name);
    if (row != nullptr && row->typing == WordTyping::kSugar) {
      row = types_.operators.at(&call);
    }
    if (row != nullptr) return Call(*row, span, next);
    if (!codes_.contains(call.name)) {
      return LowerUnionWord(*unions_.FindWord(call.name), span, next);
    }
    next = LowerCall(call, span, {}, next);
    const auto excess = types_.aux_excess.find(&call);
    if (excess == types_.aux_excess.end()) return next;
    return executable_->Add(
        AuxAdjustNode{{RunAuxAdjust, next, Site(span)}, excess->second});
  }

  const Node* LowerUnionWord(const UnionWord& word, Span span,
                             const Node* next) {
    NodeFunction run = RunVariantField;
    size_t number = word.field;
    if (word.kind == UnionWord::Kind::kMake) {
      run = RunMakeVariant;
      number = word.variant->fields.size();
    } else if (word.kind == UnionWord::Kind::kTest) {
      run = RunTestVariant;
    }
    return executable_->Add(UnionNode{{run, next, Site(span)},
                                      Symbol::InternLiteral(word.variant->name),
                                      static_cast<uint32_t>(number),
                                      executable_->Keep(word.name)});
  }

  const Node* LowerItem(const QuotationLiteral& quotation, Span span,
                        const Node* next) {
    const Code* code = QuotationCode(quotation);
    const uint32_t captured = types_.captures[quotation.id];
    if (captured == 0) return Push(Value::Quotation(code), span, next);
    return executable_->Add(
        ClosureNode{{RunMakeClosure, next, Site(span)}, code, captured});
  }

  // The code of a quotation of the word that is being lowered.
  const Code* QuotationCode(const QuotationLiteral& quotation) {
    const auto [entry, is_new] = quotations_.emplace(quotation.id, nullptr);
    if (is_new) {
      entry->second = executable_->NewCode();
      waiting_quotations_.push_back(&quotation);
    }
    return entry->second;
  }

  const Node* LowerItem(const Conditional& conditional, Span span,
                        const Node* next) {
    return executable_->Add(Branches(conditional, *known_, span, next));
  }

  // Both branches begin with the stack as `entry` says.
  BranchNode Branches(const Conditional& conditional, const KnownKinds& known,
                      Span span, const Node* next, const Entry& entry = {}) {
    const auto chain = [&](const Body& body) {
      return Chain(body, known, next, entry);
    };
    const Node* then_entry = nullptr;
    // The longer one is put behind the branch.
    const bool then_is_longer =
        conditional.then_body.size() > conditional.else_body.size();
    if (!then_is_longer) then_entry = chain(conditional.then_body);
    const Node* const else_entry = chain(conditional.else_body);
    if (then_is_longer) then_entry = chain(conditional.then_body);
    return {{current_ ? RunBranch : RunClassicBranch, next, Site(span)},
            then_entry,
            else_entry};
  }

  const Node* LowerItem(const Match& match, Span span, const Node* next) {
    MatchNode node{{RunMatch, next, Site(span)}, {}};
    for (const MatchArm& arm : match.arms) {
      node.arms.push_back(LowerArm(arm, next));
    }
    return executable_->Add(std::move(node));
  }

  MatchNode::Arm LowerArm(const MatchArm& arm, const Node* next) {
    const VariantSyntax& variant = *unions_.FindVariant(arm.variant).variant;
    MatchNode::Arm lowered{
        Symbol::InternLiteral(arm.variant), Chain(arm.body, {}, next), 0, {}};
    const auto take = [&lowered](uint32_t field) {
      lowered.fields.push_back(field);
      lowered.field_count = std::max(lowered.field_count, field + 1);
    };
    const auto count = static_cast<uint32_t>(variant.fields.size());
    if (!arm.bindings.has_value()) {
      for (uint32_t i = 0; i < count; ++i) take(i);
      return lowered;
    }
    for (const BindingSyntax& binding : *arm.bindings) {
      for (uint32_t i = 0; i < count; ++i) {
        if (variant.fields[i].name == binding.name) take(i);
      }
    }
    return lowered;
  }

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

}  // namespace

std::unique_ptr<Executable> Lower(const Program& program,
                                  const UnionTable& unions,
                                  const CheckedTypes& types,
                                  const Vocabulary& vocabulary,
                                  const SourceMap& sources, Fusion fusion) {
  return Lowerer(unions, types, vocabulary, sources, fusion).Run(program);
}

}  // namespace seq
