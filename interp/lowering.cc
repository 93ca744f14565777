#include "interp/lowering.h"

#include <cstdint>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/body_parts.h"
#include "interp/limits.h"
#include "interp/nodes.h"
#include "interp/slot_nodes.h"
#include "interp/union_nodes.h"

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
      codes_[word.name]->entry = Chain(word.body, {}, Return());
      if (word.name == "main") SetMain(word);
    }
    return std::move(executable_);
  }

 private:
  const Node* Return() const { return executable_->return_node(); }
  SiteId Site(Span span) { return executable_->NewSite(span, word_); }

  void SetMain(const WordDefinition& word) {
    const bool leaves_status = current_ && word.effect.has_value() &&
                               !word.effect->outputs.types.empty();
    executable_->set_main(codes_[word.name], leaves_status);
  }

  // The nodes of `body`, which starts with values of the `known` kinds on the
  // stack, followed by `next`.
  const Node* Chain(const Body& body, const KnownKinds& known,
                    const Node* next) {
    const std::vector<BodyPart> parts =
        fusion_ == Fusion::kOff
            ? SplitIntoItems(body, scope_)
            : SplitBody(body, known, scope_,
                        [this](const QuotationLiteral& quotation) {
                          return QuotationCode(quotation);
                        });
    for (size_t i = parts.size(); i > 0; --i) {
      const BodyPart& part = parts[i - 1];
      next = part.fused ? FusedPart(body, part, next) : Items(body, part, next);
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

  // The nodes of the words themselves.
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
    if (part.nodes.empty() && next == Return()) return Items(body, part, next);
    const SiteId site = Site(body[part.first].span);
    const Node* plain_next = next;  // behind the run
    PlannedNode last;
    if (!part.nodes.empty()) last = part.nodes.back();
    if (part.last == BodyPart::Last::kConditional) {
      const Item& item = body[part.end];
      const BranchNode branch = Branches(std::get<Conditional>(item.node),
                                         part.known, item.span, next);
      plain_next = executable_->Add(branch);
      FinishBranch(branch, last);
    } else if (part.last == BodyPart::Last::kCall) {
      const Item& item = body[part.end];
      plain_next = LowerItem(std::get<WordCall>(item.node), item.span, next);
      FinishCall(*static_cast<const CallNode*>(plain_next), last);
    } else if (part.last == BodyPart::Last::kBorrowing) {
      const Item& item = body[part.end];
      const auto& call = std::get<WordCall>(item.node);
      plain_next = LowerItem(call, item.span, next);
      last.node.run = vocabulary_.Find(call.name)->run_borrowing;
      last.node.next = next;
      last.node.plain = plain_next;
    } else {
      Finish(next, last);
    }
    const Node* const plain = Items(body, part, plain_next);
    if (part.nodes.empty()) return plain_next;
    if (last.node.site == 0) last.node.site = site;
    if (last.node.plain == nullptr) last.node.plain = plain;
    next = executable_->Add(last.node);
    for (size_t i = part.nodes.size() - 1; i > 0; --i) {
      PlannedNode planned = part.nodes[i - 1];
      planned.node.site = site;
      planned.node.plain = plain;
      Finish(next, planned);
      next = executable_->Add(planned.node);
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

  // Makes the node do the call itself, or lead to it.
  void FinishCall(const CallNode& call, PlannedNode& planned) {
    const NodeFunction run = planned.Function(
        call.run == RunTailCall ? SlotExit::kTailCall : SlotExit::kCall);
    if (run == nullptr) return Finish(&call, planned);
    planned.node.run = run;
    planned.node.next = call.next;
    planned.node.callee = call.callee;
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

  const Node* LowerItem(const WordCall& call, Span span, const Node* next) {
    const bool last = next == Return();
    const WordRow* row = vocabulary_.Find(call.name);
    if (row != nullptr && row->typing == WordTyping::kSugar) {
      row = types_.operators.at(&call);
    }
    if (row != nullptr) {
      const NodeFunction run =
          last && row->run_as_tail != nullptr ? row->run_as_tail : row->run;
      return executable_->Add(WordNode{{run, next, Site(span)}, row});
    }
    const auto code = codes_.find(call.name);
    if (code == codes_.end()) {
      return LowerUnionWord(*unions_.FindWord(call.name), span, next);
    }
    next = executable_->Add(CallNode{
        {last ? RunTailCall : RunCall, next, Site(span)}, code->second});
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
                                      word.name});
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
    if (!is_new) return entry->second;
    Code* code = executable_->NewCode();
    entry->second = code;
    code->entry = Chain(quotation.body, {}, Return());
    return code;
  }

  const Node* LowerItem(const Conditional& conditional, Span span,
                        const Node* next) {
    return executable_->Add(Branches(conditional, *known_, span, next));
  }

  BranchNode Branches(const Conditional& conditional, const KnownKinds& known,
                      Span span, const Node* next) {
    const Node* then_entry = Chain(conditional.then_body, known, next);
    const Node* else_entry = Chain(conditional.else_body, known, next);
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
    MatchNode::Arm lowered{Symbol::InternLiteral(arm.variant),
                           Chain(arm.body, {}, next),
                           static_cast<uint32_t>(variant.fields.size()),
                           {}};
    if (!arm.bindings.has_value()) {
      for (uint32_t i = 0; i < lowered.field_count; ++i) {
        lowered.fields.push_back(i);
      }
      return lowered;
    }
    for (const BindingSyntax& binding : *arm.bindings) {
      for (uint32_t i = 0; i < lowered.field_count; ++i) {
        if (variant.fields[i].name == binding.name) lowered.fields.push_back(i);
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
  absl::flat_hash_map<uint32_t, const Code*> quotations_;  // by id
  absl::string_view word_;                                 // being lowered
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
