#include "interp/classic_body_checker.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "interp/type_printer.h"

namespace seq {

namespace {

bool IsLiteral(const Item& item) {
  return !std::holds_alternative<WordCall>(item.node) &&
         !std::holds_alternative<Conditional>(item.node);
}

}  // namespace

BodyResult ClassicBodyChecker::Check(const WordDefinition& word) {
  Stack* start = nullptr;
  if (word.effect.has_value()) {
    declared_ = BuildEffect(arena_, *word.effect, rule_,
                            /*rigid_rest=*/rule_ == RowRule::kUniform);
    effect_span_ = word.effect->span;
    start = declared_.inputs;
  } else {
    start = arena_.Row();
  }
  Stack* end = CheckBody(word.body, start, Nesting::kWord);
  if (word.effect.has_value()) CheckOutputs(word, declared_.outputs, end);
  return std::move(result_);
}

Stack* ClassicBodyChecker::CheckBody(const Body& body, Stack* stack,
                                     Nesting nesting) {
  size_t runner = 0;  // the first item from here on that is no literal
  for (size_t i = 0; i < body.size(); ++i) {
    const Item& item = body[i];
    if (const auto* call = std::get_if<WordCall>(&item.node)) {
      stack = CheckWordCall(*call, item.span, stack);
    } else if (std::holds_alternative<IntLiteral>(item.node) ||
               std::holds_alternative<BoolLiteral>(item.node)) {
      // In the classic edition `true` and `false` are the Ints 1 and 0.
      stack = arena_.Push(stack, arena_.Basic(TypeKind::kInt), item.span);
    } else if (std::holds_alternative<StringLiteral>(item.node)) {
      stack = arena_.Push(stack, arena_.Basic(TypeKind::kString), item.span);
    } else if (const auto* quotation =
                   std::get_if<QuotationLiteral>(&item.node)) {
      runner = std::max(runner, i + 1);
      while (runner < body.size() && IsLiteral(body[runner])) ++runner;
      const auto item_at = [&](size_t at) {
        return at < body.size() ? &body[at] : nullptr;
      };
      stack = CheckQuotation(*quotation, item.span,
                             {.next = item_at(i + 1),
                              .runner = item_at(runner),
                              .above = runner - i - 1,
                              .nesting = nesting},
                             stack);
    } else {
      stack = CheckConditional(std::get<Conditional>(item.node), item.span,
                               stack, nesting);
    }
  }
  return stack;
}

Stack* ClassicBodyChecker::CheckWordCall(const WordCall& call, Span span,
                                         Stack* stack) {
  const Callee callee = effects_.Find(call.name, rule_);
  if (callee.kind == Callee::Kind::kUnknown) {
    lost_ = true;
    return arena_.Row();
  }
  if (callee.effect == nullptr) {
    Report({.code = DiagnosticCode::kUnknownEffect,
            .span = span,
            .message = absl::StrCat("Unknown word: '", call.name,
                                    "' declares no stack effect and cannot be "
                                    "called"),
            .detail = "",
            .notes = {{callee.definition->name_span, "defined here"}},
            .help = absl::StrCat("declare one: `: ", call.name,
                                 " ( … -- … ) … ;`")});
    return arena_.Row();
  }
  if (callee.kind == Callee::Kind::kBuiltIn &&
      callee.row->typing == WordTyping::kCall) {
    return CheckCallWord(call.name, span, stack, *callee.effect);
  }
  return Apply(call.name, *callee.effect, span, stack);
}

Stack* ClassicBodyChecker::CheckCallWord(absl::string_view name, Span span,
                                         Stack* stack, const Effect& generic) {
  Stack* top = Resolve(stack);
  Type* const callee =
      top->kind == Stack::Kind::kItem ? Resolve(top->type) : nullptr;
  // The edition's own rule does not look at the callee.
  if (rule_ == RowRule::kEdition || callee == nullptr ||
      !IsCallableType(callee)) {
    return Apply(name, generic, span, stack);
  }
  if (!callee->captures_all) {
    return Apply(name, callee->effect, span, top->below);
  }
  // It needs nothing, so it runs on any stack.
  Stack* result = top->below;
  for (const Stack* output : Items(callee->effect.outputs)) {
    result = arena_.Push(result, output->type, span);
  }
  return result;
}

// The type of a value as its user may see it. That a quotation can run on an
// empty stack does not mean it only ever will, and one that needs nothing runs
// on any stack.
Type* ClassicBodyChecker::AsOperand(Type* wanted, const Stack& found) {
  wanted = Resolve(wanted);
  Type* const type = Resolve(found.type);
  if (!IsCallableType(wanted) || !IsCallableType(type) ||
      wanted->captures_all == type->captures_all) {
    return type;
  }
  const Effect effect = Instantiate(arena_, type->effect, found.origin);
  if (wanted->captures_all) return arena_.Callable(type->kind, effect);
  Stack* const below = arena_.Row();
  Stack* left = below;
  for (const Stack* output : Items(effect.outputs)) {
    left = arena_.Push(left, output->type, output->origin);
  }
  return arena_.Callable(type->kind, {below, left});
}

bool ClassicBodyChecker::UnifyOperand(Type* /*declared*/, Type* wanted,
                                      const Stack& found,
                                      UnifyFailure& failure) {
  return Unify(wanted, AsOperand(wanted, found), failure);
}

}  // namespace seq
