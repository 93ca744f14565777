#include "interp/lowering.h"

#include <cstdint>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/limits.h"
#include "interp/nodes.h"

namespace seq {
namespace {

class Lowerer {
 public:
  Lowerer(const CheckedTypes& types, const Vocabulary& vocabulary,
          const SourceMap& sources)
      : types_(types),
        vocabulary_(vocabulary),
        executable_(std::make_unique<Executable>(sources)) {}

  std::unique_ptr<Executable> Run(const Program& program) {
    for (const WordDefinition& word : program.words) {
      word_ = word.name;
      codes_.emplace(word.name, executable_->NewCode());
    }
    for (const WordDefinition& word : program.words) {
      word_ = word.name;
      codes_[word.name]->entry = Chain(word.body, Return());
    }
    executable_->set_main(codes_["main"]);
    return std::move(executable_);
  }

 private:
  const Node* Return() const { return executable_->return_node(); }
  SiteId Site(Span span) { return executable_->NewSite(span, word_); }

  // The nodes of `body`, followed by `next`.
  const Node* Chain(const Body& body, const Node* next) {
    for (size_t i = body.size(); i > 0; --i) {
      const Item& item = body[i - 1];
      next = std::visit(
          [&](const auto& node) { return LowerItem(node, item.span, next); },
          item.node);
      if ((i - 1) % kItemsBetweenRoomChecks == kItemsBetweenRoomChecks - 1) {
        next = executable_->Add(Node{RunCheckRoom, next, Site(item.span)});
      }
    }
    return next;
  }

  const Node* Push(Value value, Span span, const Node* next) {
    return executable_->Add(PushNode{{RunPush, next, Site(span)}, value});
  }

  const Node* LowerItem(const IntLiteral& literal, Span span,
                        const Node* next) {
    return Push(Value::Int(literal.value), span, next);
  }

  const Node* LowerItem(const BoolLiteral& literal, Span span,
                        const Node* next) {
    return Push(Value::Int(literal.value ? 1 : 0), span, next);
  }

  const Node* LowerItem(const StringLiteral& literal, Span span,
                        const Node* next) {
    return Push(executable_->NewString(literal.bytes), span, next);
  }

  const Node* LowerItem(const WordCall& call, Span span, const Node* next) {
    const bool last = next == Return();
    if (const WordRow* row = vocabulary_.Find(call.name); row != nullptr) {
      const NodeFunction run =
          last && row->run_as_tail != nullptr ? row->run_as_tail : row->run;
      return executable_->Add(WordNode{{run, next, Site(span)}, row});
    }
    return executable_->Add(CallNode{
        {last ? RunTailCall : RunCall, next, Site(span)}, codes_[call.name]});
  }

  const Node* LowerItem(const QuotationLiteral& quotation, Span span,
                        const Node* next) {
    Code* code = executable_->NewCode();
    code->entry = Chain(quotation.body, Return());
    const uint32_t captured = types_.captures[quotation.id];
    if (captured == 0) return Push(Value::Quotation(code), span, next);
    return executable_->Add(
        ClosureNode{{RunMakeClosure, next, Site(span)}, code, captured});
  }

  const Node* LowerItem(const Conditional& conditional, Span span,
                        const Node* next) {
    const Node* then_entry = Chain(conditional.then_body, next);
    const Node* else_entry = Chain(conditional.else_body, next);
    return executable_->Add(BranchNode{
        {RunClassicBranch, next, Site(span)}, then_entry, else_entry});
  }

  const CheckedTypes& types_;
  const Vocabulary& vocabulary_;
  std::unique_ptr<Executable> executable_;
  absl::flat_hash_map<absl::string_view, Code*> codes_;
  absl::string_view word_;  // being lowered
};

}  // namespace

std::unique_ptr<Executable> Lower(const Program& program,
                                  const CheckedTypes& types,
                                  const Vocabulary& vocabulary,
                                  const SourceMap& sources) {
  return Lowerer(types, vocabulary, sources).Run(program);
}

}  // namespace seq
