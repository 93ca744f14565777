#include "interp/parser_effect.h"

#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "interp/character_class.h"
#include "interp/limits.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

constexpr absl::string_view kSeparatorHelp =
    "`--` must stand alone, between spaces";

// What is wrong with a row variable called `..name`; nullptr if nothing is.
const char* RowNameError(absl::string_view name) {
  if (name.empty()) return "must have a name after '..'";
  if (!IsLower(DecodeUtf8(name).code_point)) {
    return "must start with a lowercase letter";
  }
  while (!name.empty()) {
    const Utf8Character c = DecodeUtf8(name);
    if (c.code_point != U'_' && !IsLetterOrDigit(c.code_point)) {
      return "can only contain letters, numbers, and underscores";
    }
    name.remove_prefix(c.bytes);
  }
  return nullptr;
}

// A suggestion for a name that is not a type.
std::string UnknownTypeHelp(absl::string_view name, Edition edition) {
  constexpr absl::string_view kTypes[] = {"Int",     "Bool",   "String",
                                          "Float",   "Symbol", "Channel",
                                          "Variant", "Socket"};
  const size_t count = edition == Edition::kClassic ? 3 : std::size(kTypes);
  for (const absl::string_view type : absl::MakeSpan(kTypes, count)) {
    if (absl::EqualsIgnoreCase(name, type)) {
      return absl::StrCat("did you mean `", type, "`?");
    }
  }
  if (name == ",") return "types are separated by white space only";
  if (name == "|") return "a quotation type has no `| Yield` part";
  if (absl::StrContains(name, "--")) return std::string(kSeparatorHelp);
  if (absl::ascii_islower(static_cast<unsigned char>(name[0])) &&
      RowNameError(name) == nullptr) {
    std::string variable(name);
    variable[0] = absl::ascii_toupper(static_cast<unsigned char>(variable[0]));
    return absl::StrCat("did you mean the type variable `", variable,
                        "` or the row variable `..", name, "`?");
  }
  return "";
}

class EffectParser {
 public:
  EffectParser(TokenCursor& cursor, Edition edition, Diagnostics& diagnostics)
      : cursor_(cursor), edition_(edition), diagnostics_(diagnostics) {}

  std::optional<EffectSyntax> Run() {
    EffectSyntax effect = ParseSignature(")");
    // The signature ends early after an error in its structure.
    if (lost_) {
      while (!Is(cursor_.Next(), ")")) {
      }
    }
    if (!ok_) return std::nullopt;
    return effect;
  }

 private:
  // A single entry is wrong: the others can still be read.
  void Report(DiagnosticCode code, Span span, std::string message,
              std::string help) {
    ok_ = false;
    diagnostics_.Add({code, span, std::move(message), "", {}, std::move(help)});
  }

  // The structure is wrong: what follows would be misread. Nobody who has
  // called this, or sees `lost_`, consumes another token.
  void ReportAndStop(DiagnosticCode code, Span span, std::string message,
                     std::string help) {
    Report(code, span, std::move(message), std::move(help));
    lost_ = true;
  }

  // From the opening bracket, where the cursor is, to `closer`.
  EffectSyntax ParseSignature(absl::string_view closer) {
    EffectSyntax effect;
    const Token& opener = cursor_.Next();
    effect.span = opener.span;
    ParseSide(effect.inputs);
    if (lost_) return effect;
    if (!cursor_.At("--")) {
      ReportMissingSeparator(opener, closer);
      return effect;
    }
    cursor_.Next();
    ParseSide(effect.outputs);
    if (lost_) return effect;
    if (AtYields() && closer == ")") ParseYields(effect);
    if (lost_) return effect;
    if (!cursor_.At(closer)) {
      ReportMissingCloser(opener);
      return effect;
    }
    effect.span = Cover(opener.span, cursor_.Next().span);
    return effect;
  }

  bool current() const { return edition_ == Edition::kCurrent; }
  // Inside a quotation type `|` has no meaning.
  bool AtYields() const { return current() && depth_ == 0 && cursor_.At("|"); }

  // `| Yield Type …`, up to, not including, the closing bracket.
  void ParseYields(EffectSyntax& effect) {
    cursor_.Next();
    if (cursor_.At(")")) {
      ReportAndStop(DiagnosticCode::kInvalidEffect, cursor_.Peek().span,
                    "Expected at least one effect after '|'",
                    "write `| Yield Type`");
    }
    SideSyntax types;
    while (!lost_ && !cursor_.At(")")) {
      const Token& token = cursor_.Next();
      if (!Is(token, "Yield")) {
        ReportAndStop(DiagnosticCode::kInvalidEffect, token.span,
                      absl::StrCat("Unknown effect '", ShortText(token),
                                   "'. Expected 'Yield'"),
                      "");
      } else if (!IsName(cursor_.Peek(), edition_)) {
        ReportAndStop(DiagnosticCode::kInvalidEffect, token.span,
                      "Expected type after 'Yield'", "");
      } else {
        ParseTypeName(cursor_.Next(), types);
      }
    }
    effect.yields = std::move(types.types);
  }

  // Up to, not including, something that ends a side.
  void ParseSide(SideSyntax& side) {
    while (!lost_ && !cursor_.At("--") && !cursor_.At(")") &&
           !cursor_.At("]") && !AtYields()) {
      ParseEntry(side);
    }
  }

  void ParseEntry(SideSyntax& side) {
    const Token& token = cursor_.Peek();
    if (cursor_.At("[")) {
      ParseQuotationType(TypeSyntax::Form::kQuotation, token.span, side);
      return;
    }
    cursor_.Next();
    if (token.kind == TokenKind::kString || Is(token, "(")) {
      Report(
          DiagnosticCode::kInvalidEffect, token.span,
          absl::StrCat("unexpected '", ShortText(token), "' in stack effect"),
          "");
    } else if (absl::StartsWith(token.text, "..")) {
      ParseRow(token, side);
    } else if (token.text == "Closure") {
      ParseClosureType(token, side);
    } else {
      ParseTypeName(token, side);
    }
  }

  void ParseRow(const Token& token, SideSyntax& side) {
    const absl::string_view name = token.text.substr(2);
    if (const char* error = RowNameError(name)) {
      const std::string lower = absl::AsciiStrToLower(name);
      Report(DiagnosticCode::kInvalidRowVariable, token.span,
             absl::StrCat("row variable '", ShortText(token), "' ", error),
             RowNameError(lower) == nullptr
                 ? absl::StrCat("did you mean `..", lower, "`?")
                 : "");
      return;
    }
    side.row = RowSyntax{token.span, std::string(name)};
  }

  void ParseClosureType(const Token& token, SideSyntax& side) {
    if (!cursor_.At("[")) {
      Report(DiagnosticCode::kInvalidEffect, token.span,
             current() ? "Expected '[' after 'Closure'"
                       : "`Closure` must say what the closure takes and leaves",
             "write `Closure[ … -- … ]`");
      return;
    }
    ParseQuotationType(TypeSyntax::Form::kClosure, token.span, side);
  }

  void ParseTypeName(const Token& token, SideSyntax& side) {
    joined_separator_ |= absl::StrContains(token.text, "--");
    if (current() && cursor_.At(":")) {
      ReportNamedParameter(token);
      return;
    }
    if (!StartsUpper(token.text)) {
      Report(DiagnosticCode::kUnknownType, token.span,
             absl::StrCat("Unknown type: '", ShortText(token), "'"),
             UnknownTypeHelp(token.text, edition_));
      return;
    }
    if (current() && token.text == "Quotation") {
      Report(DiagnosticCode::kInvalidEffect, token.span,
             "'Quotation' is not a valid type",
             "use `[ … -- … ]`, which says what the quotation takes and "
             "leaves");
      return;
    }
    TypeSyntax type;
    type.span = token.span;
    type.name = std::string(token.text);
    side.types.push_back(std::move(type));
  }

  // `name:Type`, as other languages write it. The cursor is at the colon.
  void ReportNamedParameter(const Token& name) {
    cursor_.Next();
    std::string help = "a stack effect names types only";
    if (StartsUpper(cursor_.Peek().text)) {
      absl::StrAppend(&help, ": write `", cursor_.Next().text, "`");
    }
    Report(DiagnosticCode::kUnknownType, name.span,
           absl::StrCat("Unknown type: '", ShortText(name), "'"),
           std::move(help));
  }

  // The cursor is at `[`; `start` is where the type starts.
  void ParseQuotationType(TypeSyntax::Form form, Span start, SideSyntax& side) {
    if (depth_ == kMaxTypeNesting) {
      ReportAndStop(DiagnosticCode::kNestingTooDeep, cursor_.Peek().span,
                    absl::StrCat("quotation type nesting exceeds maximum "
                                 "depth of ",
                                 kMaxTypeNesting),
                    "");
      return;
    }
    ++depth_;
    TypeSyntax type;
    type.form = form;
    type.signature = std::make_unique<EffectSyntax>(ParseSignature("]"));
    type.span = Cover(start, type.signature->span);
    --depth_;
    side.types.push_back(std::move(type));
  }

  // A side was read, but what follows is not `--`.
  void ReportMissingSeparator(const Token& opener, absl::string_view closer) {
    const Token& token = cursor_.Peek();
    if (AtYields()) {
      ReportAndStop(DiagnosticCode::kMissingSeparator, token.span,
                    "Expected '--' separator in stack effect, got '|'", "");
    } else if (!cursor_.At(closer)) {
      ReportMissingCloser(opener);
    } else if (joined_separator_) {
      ReportAndStop(DiagnosticCode::kMissingSeparator, token.span,
                    absl::StrCat("Expected '--'",
                                 current() ? " separator in stack effect" : "",
                                 ", got '", closer, "'"),
                    std::string(kSeparatorHelp));
    } else if (closer == "]") {
      ReportAndStop(DiagnosticCode::kMissingSeparator, token.span,
                    "Quotation types require '--' separator",
                    "write `[ … -- ]` if the quotation leaves nothing");
    } else {
      ReportAndStop(DiagnosticCode::kMissingSeparator, token.span,
                    current()
                        ? "Expected '--' separator in stack effect, got ')'"
                        : "Expected '--' in stack effect, got ')'",
                    "write `( … -- )` if the word leaves nothing");
    }
  }

  // The cursor is at a second `--` or at the wrong closing bracket.
  void ReportMissingCloser(const Token& opener) {
    const Token& token = cursor_.Peek();
    if (Is(token, "--")) {
      ReportAndStop(DiagnosticCode::kInvalidEffect, token.span,
                    current() ? "Expected ')' to end stack effect, got a "
                                "second '--'"
                              : "unexpected second '--' in stack effect",
                    "");
    } else if (Is(opener, "[")) {
      ReportAndStop(DiagnosticCode::kInvalidEffect, opener.span,
                    "this `[` has no `]` in the stack effect", "");
    } else {
      ReportAndStop(DiagnosticCode::kInvalidEffect, token.span,
                    "unexpected ']' in stack effect", "");
    }
  }

  TokenCursor& cursor_;
  const Edition edition_;
  Diagnostics& diagnostics_;
  int depth_ = 0;                  // of quotation types
  bool ok_ = true;                 // nothing was reported
  bool lost_ = false;              // something was reported by ReportAndStop
  bool joined_separator_ = false;  // there is something like `Int--Int`
};

}  // namespace

std::optional<EffectSyntax> ParseClosedEffect(TokenCursor& cursor,
                                              Edition edition,
                                              Diagnostics& diagnostics) {
  return EffectParser(cursor, edition, diagnostics).Run();
}

}  // namespace seq
