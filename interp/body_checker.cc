#include "interp/body_checker.h"

#include <variant>

#include "absl/strings/str_cat.h"

namespace seq {

BodyResult BodyChecker::Check(const WordDefinition& word) {
  Stack* start = nullptr;
  if (word.effect.has_value()) {
    declared_ = BuildEffect(arena_, *word.effect, rule_,
                            /*rigid_rest=*/rule_ == RowRule::kUniform);
    start = declared_.inputs;
  } else {
    start = arena_.Row();
  }
  Stack* end = CheckBody(word.body, start, Nesting::kWord);
  if (word.effect.has_value()) CheckOutputs(word, end);
  return std::move(result_);
}

Stack* BodyChecker::CheckBody(const Body& body, Stack* stack,
                              Nesting nesting) {
  for (size_t i = 0; i < body.size(); ++i) {
    const Item& item = body[i];
    const Item* next = i + 1 < body.size() ? &body[i + 1] : nullptr;
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
      stack = CheckQuotation(*quotation, item.span, next, stack, nesting);
    } else {
      stack = CheckConditional(std::get<Conditional>(item.node), item.span,
                               stack, nesting);
    }
  }
  return stack;
}

void BodyChecker::CheckOutputs(const WordDefinition& word, Stack* found) {
  UnifyFailure failure;
  if (Unify(declared_.outputs, found, failure)) return;
  TypePrinter printer;
  const std::string declared = printer.Print(declared_.outputs);
  const std::string inferred = printer.Print(found);
  Diagnostic diagnostic{
      .code = DiagnosticCode::kOutputMismatch,
      .span = word.name_span,
      .message = absl::StrCat("Word '", word.name, "': declared output stack ",
                              declared, " doesn't match inferred ", inferred),
      .detail = "",
      .notes = {},
      .help = ""};
  const std::vector<Stack*> wanted = Items(declared_.outputs);
  const std::vector<Stack*> items = Items(found);
  if (failure.reason == UnifyFailure::Reason::kTypes) {
    AddOrigin(diagnostic, failure.found, failure.origin);
  } else if (items.size() > wanted.size()) {
    // The extra values are the deepest ones above what the caller had.
    const Stack* extra = items[items.size() - wanted.size() - 1];
    AddOrigin(diagnostic, extra->type, extra->origin);
    diagnostic.help = "drop what is left over, or declare it in the effect";
  }
  Report(std::move(diagnostic));
}

void BodyChecker::AddOrigin(Diagnostic& diagnostic, Type* type, Span origin) {
  if (origin.end == origin.begin) return;
  TypePrinter printer;
  diagnostic.notes.push_back(
      {origin, absl::StrCat("this ", printer.Print(type), " comes from `",
                            sources_.Text(origin), "`")});
}

}  // namespace seq
