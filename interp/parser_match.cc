// FileParser: `match … end`.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interp/character_class.h"
#include "interp/file_parser.h"

namespace seq {

// A capitalised word is an ordinary call unless an arrow or bindings follow.
bool FileParser::AtArm() const {
  const Token& token = cursor_.Peek();
  return token.kind == TokenKind::kWord && StartsUpper(token.text) &&
         (Is(cursor_.Peek(1), "->") || Is(cursor_.Peek(1), "{"));
}

bool FileParser::ParseMatch(const Token& keyword, BodyBuilder& body) {
  if (!Enter(keyword)) return false;
  Match match;
  int height = 1;
  OpenConstruct open{Construct::kMatch, keyword.span, std::nullopt};
  while (!cursor_.At("end")) {
    if (cursor_.AtDefinitionOrEnd() || cursor_.At(";")) {
      if (cursor_.At(";")) open.semicolon = cursor_.Peek().span;
      ReportUnclosed(open);
      return false;
    }
    if (!ParseArm(open, match, &height)) return false;
  }
  match.end = cursor_.Next().span;
  if (match.arms.empty()) {
    Report(DiagnosticCode::kInvalidMatch, keyword.span,
           "Match expression must have at least one arm",
           "write `match Variant -> … end`");
  }
  --depth_;
  body.Add(Item{keyword.span, std::move(match)}, height);
  return true;
}

// `Variant -> …` or `Variant { … } -> …`, up to the next arm or `end`.
bool FileParser::ParseArm(OpenConstruct& open, Match& match, int* height) {
  const Token& pattern = cursor_.Next();
  MatchArm arm;
  arm.variant = std::string(pattern.text);
  arm.variant_span = pattern.span;
  if (!IsName(pattern, edition_)) {
    Report(DiagnosticCode::kInvalidMatch, pattern.span,
           absl::StrCat("Expected the name of a variant to start a match arm, "
                        "got '",
                        ShortText(pattern), "'"));
    return false;
  }
  if (cursor_.At("{") && !ParseBindings(open, arm)) return false;
  if (!cursor_.At("->")) {
    Report(DiagnosticCode::kInvalidMatch, cursor_.Peek().span,
           absl::StrCat("Expected '->' after pattern '", ShortText(pattern),
                        "', got '", ShortText(cursor_.Peek()), "'"));
    return false;
  }
  cursor_.Next();
  BodyBuilder body;
  if (ParseBody(open, body) == nullptr) return false;
  *height = std::max(*height, body.height());
  arm.body = body.Take();
  match.arms.push_back(std::move(arm));
  return true;
}

// `{ >field … }`.
bool FileParser::ParseBindings(OpenConstruct& open, MatchArm& arm) {
  cursor_.Next();
  arm.bindings.emplace();
  while (!cursor_.At("}")) {
    if (cursor_.AtDefinitionOrEnd() || cursor_.At(";") || cursor_.At("->")) {
      if (cursor_.At("->")) {
        Report(DiagnosticCode::kInvalidMatch, cursor_.Peek().span,
               "Expected '}' after the match bindings, got '->'");
      } else {
        ReportUnclosed(open);
      }
      return false;
    }
    const Token& token = cursor_.Next();
    if (token.text == ">") {
      Report(DiagnosticCode::kInvalidMatch, token.span,
             "Expected field name after '>'",
             "the field's name follows `>` without a space");
      // The name is there, only too far away.
      if (IsName(cursor_.Peek(), edition_) &&
          !absl::StartsWith(cursor_.Peek().text, ">")) {
        cursor_.Next();
      }
    } else if (token.kind == TokenKind::kWord &&
               absl::StartsWith(token.text, ">")) {
      arm.bindings->push_back({token.span, std::string(token.text.substr(1))});
    } else {
      const std::string text = ShortText(token);
      Report(
          DiagnosticCode::kInvalidMatch, token.span,
          absl::StrCat("Match bindings must use '>' prefix, got '", text, "'"),
          IsName(token, edition_)
              ? absl::StrCat("write `>", text, "`")
              : "bindings are separated by white space only");
    }
  }
  cursor_.Next();
  return true;
}

}  // namespace seq
