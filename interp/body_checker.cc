#include "interp/body_checker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/type_printer.h"
#include "runtime/excerpt.h"

namespace seq {

void BodyChecker::CheckOutputs(const WordDefinition& word, Stack* outputs,
                               Stack* found) {
  const std::vector<Stack*> wanted = Items(outputs);
  TypePrinter printer;
  const std::string declared = printer.PrintOperands(outputs);
  const std::string inferred = printer.Print(found);
  UnifyFailure failure;
  if (UnifyStacks(outputs, found, failure)) return;
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
  if (rule_ != RowRule::kCurrent && !wanted.empty() &&
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
    message = IsCallableType(Resolve(type))
                  ? absl::StrCat("this quotation is ", shown)
                  : absl::StrCat("this ", shown,
                                 " is what the quotation is given here");
  } else if (text.size() > 1 && text[0] == '>' && rule_ == RowRule::kCurrent &&
             !effects_.IsBuiltIn(text)) {
    message =
        absl::StrCat("this ", shown, " is the field `", text.substr(1), "`");
  } else if (effects_.unions().FindVariant(text).variant != nullptr) {
    message = absl::StrCat("this ", shown, " is a field of `", text, "`");
  } else if (rule_ == RowRule::kCurrent) {
    message = absl::StrCat("this ", shown, " was pushed by `",
                           AbbreviatedText(text), "` here");
  } else {
    message = absl::StrCat("this ", shown, " comes from here");
  }
  diagnostic.notes.push_back({origin, std::move(message)});
}

Stack* BodyChecker::Join(const Outcome& first, const Outcome& second, Span span,
                         std::string message, std::string help) {
  UnifyFailure failure;
  if (UnifyStacks(first.stack, second.stack, failure)) return first.stack;
  const bool wrong_type = failure.reason == UnifyFailure::Reason::kTypes;
  // A branch after an error may only seem to leave something else.
  if (lost_ && !wrong_type) return arena_.Row();
  TypePrinter printer;
  const std::string first_text = printer.Print(first.stack);
  const std::string second_text = printer.Print(second.stack);
  Diagnostic diagnostic{.code = DiagnosticCode::kBranchMismatch,
                        .span = span,
                        .message = std::move(message),
                        .detail = AlignedStacks(first.label, first_text,
                                                second.label, second_text),
                        .notes = {},
                        .help = std::move(help)};
  if (wrong_type) {
    AddOrigin(diagnostic, failure.expected, failure.expected_origin);
    AddOrigin(diagnostic, failure.found, failure.origin);
  }
  Report(std::move(diagnostic));
  return arena_.Row();
}

}  // namespace seq
