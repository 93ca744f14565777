// FileParser: the items of bodies.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/file_parser.h"
#include "interp/literals.h"

namespace seq {
namespace {

bool Closes(const Token& token, Construct construct) {
  switch (construct) {
    case Construct::kDefinition:
      return Is(token, ";");
    case Construct::kQuotation:
      return Is(token, "]");
    case Construct::kThen:
      return Is(token, "else") || Is(token, "then");
    case Construct::kElse:
      return Is(token, "then");
    case Construct::kEffect:
    case Construct::kMatch:
    case Construct::kUnion:
      return false;
  }
  return false;
}

}  // namespace

// --- Bodies ------------------------------------------------------------------

// Reads items up to and including the token that closes `open`, and returns
// that token; nullptr if the definition cannot be read any further.
const Token* FileParser::ParseBody(OpenConstruct& open, BodyBuilder& body) {
  while (!cursor_.AtDefinitionOrEnd()) {
    if (const Token* end = AtBodyEnd(open)) {
      return FinishBody(body) ? end : nullptr;
    }
    const Token& token = cursor_.Next();
    if (Is(token, ";") && !open.semicolon.has_value()) {
      open.semicolon = token.span;
    }
    if (!ParseItem(token, body)) return nullptr;
  }
  ReportUnclosed(open);
  return nullptr;
}

// Consumes the token that closes `open` and returns it. What ends an arm is not
// consumed: it belongs to the match.
const Token* FileParser::AtBodyEnd(const OpenConstruct& open) {
  if (open.construct == Construct::kMatch) {
    return cursor_.At("end") || AtArm() ? &cursor_.Peek() : nullptr;
  }
  return Closes(cursor_.Peek(), open.construct) ? &cursor_.Next() : nullptr;
}

bool FileParser::FinishBody(const BodyBuilder& body) {
  if (const std::optional<Span> keyword = body.IfWithoutThen()) {
    Report(DiagnosticCode::kUnexpectedEnd, *keyword,
           "Unexpected end of the body: the conditional that starts with this "
           "`if` has no `then`");
  }
  return true;
}

// The item that starts with `token`, which has been consumed.
bool FileParser::ParseItem(const Token& token, BodyBuilder& body) {
  if (token.kind == TokenKind::kString) {
    body.Add(Item{token.span, StringLiteral{ParseString(token)}});
    return true;
  }
  if (token.text == "[") return ParseQuotation(token, body);
  if (token.text == "true" || token.text == "false") {
    body.Add(Item{token.span, BoolLiteral{token.text == "true"}});
    return true;
  }
  if (std::optional<Item> number = ParseNumber(token)) {
    body.Add(*std::move(number));
    return true;
  }
  if (current()) {
    bool done = false;
    const bool result = ParseCurrentItem(token, body, &done);
    if (done) return result;
  } else if (token.text == "if") {
    return ParseClassicConditional(token, body);
  }
  body.Add(Item{token.span, WordCall{std::string(token.text)}});
  return true;
}

// What only the current edition has; not `done` if `token` is none of that.
bool FileParser::ParseCurrentItem(const Token& token, BodyBuilder& body,
                                  bool* done) {
  *done = true;
  if (token.text == ":") {
    ParseSymbol(token, body);
    return true;
  }
  if (token.text == "if") return ParseIf(token, body);
  if (token.text == "then") return ParseThen(token, body);
  if (token.text == "else") {
    ParseElse(token, body);
    return true;
  }
  if (token.text == "match") return ParseMatch(token, body);
  *done = false;
  return true;
}

bool FileParser::ParseQuotation(const Token& opener, BodyBuilder& body) {
  if (!Enter(opener)) return false;
  QuotationLiteral quotation;
  quotation.id = program_.quotation_count++;
  OpenConstruct open{Construct::kQuotation, opener.span, std::nullopt};
  BodyBuilder inner;
  const Token* end = ParseBody(open, inner);
  if (end == nullptr) return false;
  --depth_;
  const int height = inner.height();
  quotation.body = inner.Take();
  body.Add(Item{Cover(opener.span, end->span), std::move(quotation)}, height);
  return true;
}

// --- Conditionals ------------------------------------------------------------

bool FileParser::ParseClassicConditional(const Token& keyword,
                                         BodyBuilder& body) {
  if (!Enter(keyword)) return false;
  Conditional conditional;
  OpenConstruct open{Construct::kThen, keyword.span, std::nullopt};
  BodyBuilder then_body;
  BodyBuilder else_body;
  const Token* end = ParseBody(open, then_body);
  if (end != nullptr && end->text == "else") {
    conditional.has_else = true;
    open.construct = Construct::kElse;
    end = ParseBody(open, else_body);
  }
  if (end == nullptr) return false;
  --depth_;
  const int height = std::max(then_body.height(), else_body.height());
  conditional.then_body = then_body.Take();
  conditional.else_body = else_body.Take();
  conditional.end = end->span;
  body.Add(Item{keyword.span, std::move(conditional)}, height);
  return true;
}

bool FileParser::ParseIf(const Token& keyword, BodyBuilder& body) {
  if (!body.EndsInTwoQuotations()) {
    body.AddIf(keyword.span);
    return true;
  }
  return CheckHeight(body.AddInlineConditional(keyword.span), keyword.span);
}

bool FileParser::ParseThen(const Token& keyword, BodyBuilder& body) {
  if (!body.HasOpenIf()) {
    ReportStrayKeyword(keyword);
    return true;
  }
  const Span opener = body.OpenIf();
  return CheckHeight(body.CloseIf(keyword.span), opener);
}

void FileParser::ParseElse(const Token& keyword, BodyBuilder& body) {
  if (!body.HasOpenIf()) {
    ReportStrayKeyword(keyword);
  } else if (body.HasElse()) {
    Report(DiagnosticCode::kStrayKeyword, keyword.span,
           "'else' is no longer a parser keyword: the open `if` has an `else` "
           "already",
           "write `condition if … else … then`");
  } else {
    body.AddElse(keyword.span);
  }
}

void FileParser::ReportStrayKeyword(const Token& keyword) {
  Report(DiagnosticCode::kStrayKeyword, keyword.span,
         absl::StrCat("'", keyword.text,
                      "' is no longer a parser keyword where no `if` is open "
                      "that it could belong to"),
         "write `condition [ … ] [ … ] if` or `condition if … else … then`");
}

// --- Literals ----------------------------------------------------------------

// The cursor is behind the colon.
void FileParser::ParseSymbol(const Token& colon, BodyBuilder& body) {
  const Token& name = cursor_.Peek();
  if (cursor_.AtEnd()) {
    if (truncated_) return;
    Report(DiagnosticCode::kInvalidSymbol, colon.span,
           "Expected symbol name after ':'");
    return;
  }
  if (!IsName(name, edition_)) {
    Report(DiagnosticCode::kInvalidSymbol, Cover(colon.span, name.span),
           absl::StrCat("Symbol name contains invalid character '",
                        name.text.substr(0, 1), "'"));
    if (name.kind == TokenKind::kString) cursor_.Next();
    return;
  }
  cursor_.Next();
  const Span span = Cover(colon.span, name.span);
  std::string error = SymbolNameError(name.text);
  if (!error.empty()) {
    Report(DiagnosticCode::kInvalidSymbol, span, std::move(error));
    return;
  }
  body.Add(Item{span, SymbolLiteral{std::string(name.text)}});
}

std::optional<Item> FileParser::ParseNumber(const Token& token) {
  if (current()) {
    if (const auto value = ParseFloatLiteral(token.text)) {
      return Item{token.span, FloatLiteral{*value}};
    }
    if (const int radix = RadixOf(token.text); radix != 0) {
      const auto value = ParseRadixLiteral(token.text);
      if (!value.has_value()) {
        Report(DiagnosticCode::kInvalidLiteral, token.span,
               absl::StrCat("Invalid ", radix == 16 ? "hex" : "binary",
                            " literal: '", ShortText(token), "'"),
               radix == 16 ? "a hex literal is `0x` and hex digits, and fits "
                             "64 bits"
                           : "a binary literal is `0b` and the digits 0 and "
                             "1, and fits 64 bits");
      }
      return Item{token.span, IntLiteral{value.value_or(0)}};
    }
  }
  if (const auto value = ParseIntLiteral(token.text)) {
    return Item{token.span, IntLiteral{*value}};
  }
  return std::nullopt;
}

std::string FileParser::ParseString(const Token& token) {
  const size_t before = diagnostics_.all().size();
  std::string bytes = DecodeString(token, edition_, diagnostics_);
  if (diagnostics_.all().size() != before) broken_ = true;
  return bytes;
}

}  // namespace seq
