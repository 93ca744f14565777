#include "interp/body_checker.h"

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

BodyResult BodyChecker::Check(const WordDefinition& word) {
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
  if (word.effect.has_value()) CheckOutputs(word, end);
  return std::move(result_);
}

Stack* BodyChecker::CheckBody(const Body& body, Stack* stack, Nesting nesting) {
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

void BodyChecker::CheckOutputs(const WordDefinition& word, Stack* found) {
  const std::vector<Stack*> wanted = Items(declared_.outputs);
  TypePrinter printer;
  const std::string declared = printer.PrintOperands(declared_.outputs);
  const std::string inferred = printer.Print(found);
  UnifyFailure failure;
  if (Unify(declared_.outputs, found, failure)) return;
  const bool wrong_type = failure.reason == UnifyFailure::Reason::kTypes;
  if (lost_ && !wrong_type) return;
  Diagnostic diagnostic{
      .code = DiagnosticCode::kOutputMismatch,
      .span = word.name_span,
      .message = absl::StrCat("Word '", word.name, "': declared output stack ",
                              declared, " doesn't match inferred ", inferred),
      .detail = "",
      .notes = {},
      .help = ""};
  const std::vector<Stack*> items = Items(found);
  if (wrong_type) {
    AddOrigin(diagnostic, failure.found, failure.origin);
  } else if (items.size() > wanted.size()) {
    // The extra values are the deepest ones above what the caller had.
    const Stack* extra = items[items.size() - wanted.size() - 1];
    AddOrigin(diagnostic, extra->type, extra->origin);
    diagnostic.help =
        "the body leaves more than the effect says: drop what is left over, or "
        "declare it";
  } else if (items.size() < wanted.size()) {
    diagnostic.help =
        "the body leaves less than the effect says: leave what is missing, or "
        "declare less";
  }
  if (!wanted.empty() &&
      Resolve(wanted.back()->type)->kind == TypeKind::kQuotation) {
    diagnostic.help =
        "a quotation that is to take values along needs the result type "
        "`Closure[ … -- … ]`";
  }
  Report(std::move(diagnostic));
}

void BodyChecker::AddOrigin(Diagnostic& diagnostic, Type* type, Span origin) {
  if (origin.end == origin.begin) return;
  // Said already by the excerpt above.
  if (origin.begin == diagnostic.span.begin) return;
  TypePrinter printer;
  const std::string shown = printer.Print(type);
  const absl::string_view text = sources_.Text(origin);
  std::string message;
  if (origin.file == effect_span_.file && origin.begin >= effect_span_.begin &&
      origin.end <= effect_span_.end) {
    message = absl::StrCat("this ", shown, " is declared here");
  } else if (text[0] == '[') {
    message = absl::StrCat("this quotation is ", shown);
  } else {
    message = absl::StrCat("this ", shown, " comes from here");
  }
  diagnostic.notes.push_back({origin, std::move(message)});
}

}  // namespace seq
