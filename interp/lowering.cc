#include "interp/lowering.h"

#include <utility>
#include <variant>
#include <vector>

#include "interp/arrange_nodes.h"
#include "interp/limits.h"
#include "interp/lowerer.h"

namespace seq {

std::unique_ptr<Executable> Lowerer::Run(const Program& program) {
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

void Lowerer::Lower(const WordDefinition& word, Code* code) {
  variants_.Begin(word, code);
  code->entry = Chain(word.body, {}, Return());
  LowerQuotations();
  for (size_t i = 0; i < variants_.variants().size(); ++i) {
    const WordVariants::Variant variant = variants_.variants()[i];
    variant.code->entry = Chain(word.body, variant.known, Return());
    LowerQuotations();
  }
}

void Lowerer::LowerQuotations() {
  while (!waiting_quotations_.empty()) {
    const QuotationLiteral* const quotation = waiting_quotations_.back();
    waiting_quotations_.pop_back();
    Code* const code = quotations_.at(quotation->id);
    code->entry = Chain(quotation->body, {}, Return());
  }
}

Code* Lowerer::Callee(absl::string_view name, const KnownKinds& known) {
  return name == word_ ? variants_.For(known) : codes_.at(name);
}

void Lowerer::SetMain(const WordDefinition& word) {
  const bool leaves_status = current_ && word.effect.has_value() &&
                             !word.effect->outputs.types.empty();
  executable_->set_main(codes_[word.name], leaves_status);
}

const Node* Lowerer::Chain(const Body& body, const KnownKinds& known,
                           const Node* next, const Entry& entry) {
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

const Node* Lowerer::InPlace(const Item& literal, const Item& word,
                             const Node* next) {
  const Body& body = std::get<QuotationLiteral>(literal.node).body;
  const WordRow* row = vocabulary_.Find(std::get<WordCall>(word.node).name);
  if (row->typing == WordTyping::kCall) return Chain(body, {}, next);
  next = executable_->Add(WordNode{{RunTakeBack, next, Site(word.span)}, row});
  next = Chain(body, {}, next);
  const bool keeps = row->typing == WordTyping::kKeep;
  return executable_->Add(WordNode{
      {keeps ? RunKeepAside : RunSetAside, next, Site(word.span)}, row});
}

const Node* Lowerer::Plain(const Body& body, const BodyPart& part,
                           const Node* next) {
  next = Items(body, part, next);
  // Nothing may be left of the part behind its `aux>`.
  const Span span = part.first < body.size() ? body[part.first].span : Span{};
  for (size_t i = 0; i < part.entry.aside; ++i) {
    next = Call(*vocabulary_.Find(">aux"), span, next);
  }
  return ArrangeNodes(part.entry.order, 0, next, executable_.get());
}

const Node* Lowerer::Items(const Body& body, const BodyPart& part,
                           const Node* next) {
  for (size_t i = part.end; i > part.first;) {
    // Bodies inside the item before have set it to their own.
    known_ = &part.known;
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

const Code* Lowerer::QuotationCode(const QuotationLiteral& quotation) {
  const auto [entry, is_new] = quotations_.emplace(quotation.id, nullptr);
  if (is_new) {
    entry->second = executable_->NewCode();
    waiting_quotations_.push_back(&quotation);
  }
  return entry->second;
}

std::unique_ptr<Executable> Lower(const Program& program,
                                  const UnionTable& unions,
                                  const CheckedTypes& types,
                                  const Vocabulary& vocabulary,
                                  const SourceMap& sources, Fusion fusion) {
  return Lowerer(unions, types, vocabulary, sources, fusion).Run(program);
}

}  // namespace seq
