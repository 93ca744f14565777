// FileParser: unions and includes.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/character_class.h"
#include "interp/file_parser.h"

namespace seq {
namespace {

// The codes most reports of this file carry.
constexpr DiagnosticCode kBadUnion = DiagnosticCode::kInvalidUnion;
constexpr DiagnosticCode kBadInclude = DiagnosticCode::kInvalidInclude;

}  // namespace

// --- Unions ------------------------------------------------------------------

// Like ParseDefinition.
void FileParser::ParseUnion() {
  const Token& keyword = cursor_.Next();
  const Token& name = cursor_.Peek();
  if (!IsName(name, edition_)) {
    ReportMissingName(keyword);
    cursor_.SkipToDefinition();
    return;
  }
  cursor_.Next();
  broken_ = false;
  UnionDefinition definition;
  definition.name = std::string(name.text);
  definition.name_span = name.span;
  if (!StartsUpper(name.text)) {
    Report(kBadUnion, name.span,
           absl::StrCat("Union name '", ShortText(name),
                        "' must start with an uppercase letter"));
  }
  if (!ParseVariants(keyword.span, definition)) cursor_.SkipToDefinition();
  if (broken_) {
    broken_names_.unions.push_back(std::move(definition.name));
  } else {
    program_.unions.push_back(std::move(definition));
  }
}

bool FileParser::AtUnionCutOff() const {
  return cursor_.AtDefinitionOrEnd() || cursor_.At(";");
}

// `{ variant … }`.
bool FileParser::ParseVariants(Span keyword, UnionDefinition& definition) {
  if (!cursor_.At("{")) {
    Report(kBadUnion, cursor_.Peek().span,
           absl::StrCat("Expected '{' after union name '", definition.name,
                        "', got '", ShortText(cursor_.Peek()), "'"));
    return false;
  }
  cursor_.Next();
  const bool is_empty = cursor_.At("}");
  while (!cursor_.At("}")) {
    if (AtUnionCutOff()) {
      ReportUnclosed({Construct::kUnion, keyword, std::nullopt});
      return false;
    }
    if (!ParseVariant(definition)) return false;
  }
  definition.span = Cover(keyword, cursor_.Next().span);
  if (is_empty) {
    Report(kBadUnion, definition.name_span,
           absl::StrCat("Union '", definition.name,
                        "' must have at least one variant"));
  }
  return true;
}

// `Name` or `Name { field … }`.
bool FileParser::ParseVariant(UnionDefinition& definition) {
  const Token& name = cursor_.Next();
  const bool is_comma = Is(name, ",");
  if (!StartsUpper(name.text)) {
    Report(kBadUnion, name.span,
           absl::StrCat("Variant name '", ShortText(name),
                        "' must start with an uppercase letter"),
           is_comma ? "variants are separated by white space only" : "");
  }
  if (is_comma) return true;
  if (!IsName(name, edition_)) return false;
  VariantSyntax variant;
  variant.name = std::string(name.text);
  variant.name_span = name.span;
  if (cursor_.At("{") && !ParseFields(variant)) return false;
  definition.variants.push_back(std::move(variant));
  return true;
}

// `{ field: Type … }`, commas as you like.
bool FileParser::ParseFields(VariantSyntax& variant) {
  const Token& opener = cursor_.Next();
  for (;;) {
    if (cursor_.At("}")) break;
    if (AtUnionCutOff()) {
      if (!cursor_.AtEnd() || !truncated_) {
        Report(
            DiagnosticCode::kUnexpectedEnd, opener.span,
            absl::StrCat("Unexpected end of file: Expected '}' after variant '",
                         variant.name, "'"),
            "", {{cursor_.BehindPrevious(), "`}` expected here"}});
      }
      broken_ = true;
      return false;
    }
    if (cursor_.At(",")) {
      cursor_.Next();
    } else if (!ParseField(variant)) {
      return false;
    }
  }
  cursor_.Next();
  return true;
}

bool FileParser::ParseField(VariantSyntax& variant) {
  const Token& name = cursor_.Next();
  if (!IsName(name, edition_)) {
    Report(kBadUnion, name.span,
           absl::StrCat("Expected '}' after variant '", variant.name,
                        "', or a field name; got '", ShortText(name), "'"));
    return false;
  }
  if (!cursor_.At(":")) {
    Report(kBadUnion, cursor_.Peek().span,
           absl::StrCat("Expected ':' after field name '", ShortText(name),
                        "', got '", ShortText(cursor_.Peek()), "'"),
           "write `field: Type`");
    return false;
  }
  cursor_.Next();
  const Token& type = cursor_.Peek();
  if (!IsName(type, edition_)) {
    Report(kBadUnion, type.span,
           absl::StrCat(cursor_.AtEnd() ? "Unexpected end of file: " : "",
                        "Expected the name of a type for field '",
                        ShortText(name), "', got '", ShortText(type), "'"));
    return false;
  }
  cursor_.Next();
  variant.fields.push_back(
      {std::string(name.text), name.span, std::string(type.text), type.span});
  return true;
}

// --- Includes ----------------------------------------------------------------

void FileParser::ParseInclude() {
  const Token& keyword = cursor_.Next();
  if (!ParseIncludeArgument(keyword)) cursor_.SkipToDefinition();
}

// `std:name`, `ffi:name` or a path in quotes, which has no escapes.
bool FileParser::ParseIncludeArgument(const Token& keyword) {
  const Token& first = cursor_.Peek();
  if (first.kind == TokenKind::kString) {
    cursor_.Next();
    program_.includes.push_back(
        {IncludeSyntax::Form::kFile, Cover(keyword.span, first.span),
         std::string(first.text.substr(1, first.text.size() - 2))});
    return true;
  }
  const bool is_module = Is(first, "std");
  if (!is_module && !Is(first, "ffi")) {
    if (cursor_.AtEnd() && truncated_) return false;
    Report(kBadInclude, first.span,
           absl::StrCat("Invalid include syntax '", ShortText(first), "'"),
           "write `include std:module` or `include \"path\"`");
    return false;
  }
  cursor_.Next();
  if (!cursor_.At(":")) {
    Report(kBadInclude, cursor_.Peek().span,
           absl::StrCat("Expected ':' after '", first.text, "', got '",
                        ShortText(cursor_.Peek()), "'"));
    return false;
  }
  cursor_.Next();
  const Token& name = cursor_.Peek();
  if (!IsName(name, edition_)) {
    Report(kBadInclude, name.span,
           absl::StrCat("Expected the name of a module after '", first.text,
                        ":', got '", ShortText(name), "'"));
    return false;
  }
  cursor_.Next();
  program_.includes.push_back(
      {is_module ? IncludeSyntax::Form::kModule : IncludeSyntax::Form::kForeign,
       Cover(keyword.span, name.span), std::string(name.text)});
  return true;
}

}  // namespace seq
