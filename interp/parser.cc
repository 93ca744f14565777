#include "interp/parser.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interp/file_parser.h"
#include "interp/limits.h"
#include "interp/parser_effect.h"

namespace seq {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct ConstructWords {
  absl::string_view what;
  absl::string_view opener;
  absl::string_view closer;
};

ConstructWords Describe(Construct construct) {
  switch (construct) {
    case Construct::kDefinition:
      return {"definition", ":", ";"};
    case Construct::kEffect:
      return {"stack effect", "(", ")"};
    case Construct::kQuotation:
      return {"quotation", "[", "]"};
    case Construct::kThen:
    case Construct::kElse:
      return {"conditional", "if", "then"};
    case Construct::kMatch:
      return {"match", "match", "end"};
    case Construct::kUnion:
      return {"union", "union", "}"};
  }
  return {};
}

// Goes to the `)` of the effect at the cursor or, if it has none, to what
// ends the search: `;`, the next definition or the end of the file.
void SkipEffect(TokenCursor& cursor) {
  while (!cursor.At(")") && !cursor.At(";") && !cursor.AtDefinitionOrEnd()) {
    cursor.Next();
  }
}

}  // namespace

FileParser::FileParser(const std::vector<Token>& tokens, Edition edition,
                       Program& program, BrokenDefinitions& broken,
                       Diagnostics& diagnostics)
    : cursor_(tokens, edition),
      edition_(edition),
      program_(program),
      broken_names_(broken),
      diagnostics_(diagnostics) {
  const uint32_t file = tokens.back().span.file;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    truncated_ |= diagnostic.code == DiagnosticCode::kUnclosedString &&
                  diagnostic.span.file == file;
  }
}

void FileParser::Run() {
  while (!cursor_.AtEnd() && !diagnostics_.full()) {
    if (cursor_.At(":")) {
      ParseDefinition();
    } else if (current() && cursor_.At("union")) {
      ParseUnion();
    } else if (current() && cursor_.At("include")) {
      ParseInclude();
    } else {
      ReportStray();
    }
  }
}

void FileParser::ReportStray() {
  const Token& token = cursor_.Next();
  const bool marked = absl::StartsWith(token.text, kByteOrderMark);
  Report(DiagnosticCode::kExpectedDefinition, token.span,
         absl::StrCat("Expected ':' to start word definition, got '",
                      ShortText(token), "'"),
         marked ? "the file begins with a byte-order mark: save it without one"
                : "what a program does stands in the body of a word: "
                  "`: main ( -- ) … ;`");
  cursor_.SkipToDefinition();
}

// --- Definitions -------------------------------------------------------------

// In the current edition no name is reserved, not even a delimiter's, if it
// clearly is meant as one.
bool FileParser::AtWordName() const {
  const Token& name = cursor_.Peek();
  return IsName(name, edition_) ||
         (current() && IsDelimiter(name, edition_) && Is(cursor_.Peek(1), "("));
}

// Leaves the cursor behind the definition, or, if that has no end, at the next
// one or the end of the file.
void FileParser::ParseDefinition() {
  const Token& colon = cursor_.Next();
  if (!AtWordName()) {
    ReportMissingName(colon);
    cursor_.SkipToDefinition();
    return;
  }
  const Token& name = cursor_.Next();
  WordDefinition word;
  word.name = std::string(name.text);
  word.name_span = name.span;
  const uint32_t first_quotation = program_.quotation_count;
  broken_ = false;
  depth_ = 0;
  const bool complete = ParseWord(Cover(colon.span, name.span), word);
  if (!complete) cursor_.SkipToDefinition();
  if (complete && !broken_) {
    program_.words.push_back(std::move(word));
  } else {
    program_.quotation_count = first_quotation;
    broken_names_.words.push_back(std::move(word.name));
  }
}

// The rest of a definition that starts with `header`.
bool FileParser::ParseWord(Span header, WordDefinition& word) {
  if (cursor_.At("(")) {
    if (!CheckEffectIsClosed()) return false;
    word.effect = ParseClosedEffect(cursor_, edition_, diagnostics_);
    if (!word.effect.has_value()) broken_ = true;
  }
  OpenConstruct definition{Construct::kDefinition, header, std::nullopt};
  BodyBuilder body;
  const Token* end = ParseBody(definition, body);
  if (end == nullptr) return false;
  word.body = body.Take();
  word.span = Cover(header, end->span);
  return true;
}

// Looks ahead, so that an effect that is not closed does not make the words
// of the body look like types.
bool FileParser::CheckEffectIsClosed() {
  TokenCursor ahead = cursor_;
  OpenConstruct effect{Construct::kEffect, cursor_.Peek().span, std::nullopt};
  SkipEffect(ahead);
  if (ahead.At(")")) return true;
  cursor_ = ahead;
  if (cursor_.At(";")) effect.semicolon = cursor_.Peek().span;
  ReportUnclosed(effect);
  return false;
}

// Counts one more level of nesting; reports and returns false if there are
// too many, and then the definition is given up.
bool FileParser::Enter(const Token& opener) {
  if (!CheckHeight(1, opener.span)) return false;
  ++depth_;
  return true;
}

// The same for a construct of that height inside what is being read.
bool FileParser::CheckHeight(int height, Span opener) {
  if (depth_ + height <= kMaxNesting) return true;
  Report(DiagnosticCode::kNestingTooDeep, opener,
         absl::StrCat("nesting exceeds maximum depth of ", kMaxNesting));
  return false;
}

// --- Reports -----------------------------------------------------------------

void FileParser::Report(DiagnosticCode code, Span span, std::string message,
                        std::string help, std::vector<Note> notes) {
  broken_ = true;
  diagnostics_.Add(
      {code, span, std::move(message), "", std::move(notes), std::move(help)});
}

void FileParser::ReportMissingName(const Token& keyword) {
  if (!cursor_.AtEnd()) {
    Report(DiagnosticCode::kMissingName, cursor_.Peek().span,
           absl::StrCat("expected a name after '", keyword.text, "', got '",
                        ShortText(cursor_.Peek()), "'"));
  } else if (!truncated_) {
    Report(DiagnosticCode::kUnexpectedEnd, keyword.span,
           absl::StrCat("Unexpected end of file: this `", keyword.text,
                        "` has no name and no `",
                        keyword.text == ":" ? ";" : "}", "`"));
  }
}

// `open` is still open where no token may belong to it any more.
void FileParser::ReportUnclosed(const OpenConstruct& open) {
  broken_ = true;
  // The rest of the file was dropped because of a string that is not closed;
  // one message is enough.
  if (cursor_.AtEnd() && truncated_) return;

  const ConstructWords words = Describe(open.construct);
  if (open.construct == Construct::kDefinition && !cursor_.AtEnd()) {
    Report(DiagnosticCode::kUnexpectedEnd, cursor_.Peek().span,
           absl::StrCat("Unexpected '", cursor_.Peek().text,
                        "' inside a word definition"),
           "write `;` before the next definition",
           {{open.opener, "this definition is not closed"}});
    return;
  }
  Note note;
  if (open.semicolon.has_value()) {
    note = {*open.semicolon,
            absl::StrCat("this `;` does not close the ", words.what, ": `",
                         words.closer, "` expected before it")};
  } else {
    note = {cursor_.BehindPrevious(),
            absl::StrCat("`", words.closer, "` expected here")};
  }
  Report(DiagnosticCode::kUnexpectedEnd, open.opener,
         absl::StrCat("Unexpected end of file: the ", words.what,
                      " that starts with this `", words.opener, "` has no `",
                      words.closer, "`"),
         "", {std::move(note)});
}

// --- Entry points ------------------------------------------------------------

void Parse(const std::vector<Token>& tokens, Edition edition, Program& program,
           BrokenDefinitions& broken, Diagnostics& diagnostics) {
  FileParser(tokens, edition, program, broken, diagnostics).Run();
}

std::optional<EffectSyntax> ParseEffect(const std::vector<Token>& tokens,
                                        Diagnostics& diagnostics) {
  TokenCursor cursor(tokens, Edition::kCurrent);
  const auto report = [&](Span span, std::string message) {
    diagnostics.Add(
        {DiagnosticCode::kInvalidEffect, span, std::move(message), "", {}, ""});
    return std::nullopt;
  };
  if (!cursor.At("(")) {
    return report(cursor.Peek().span, "a stack effect starts with '('");
  }
  TokenCursor ahead = cursor;
  SkipEffect(ahead);
  if (!ahead.At(")")) {
    return report(cursor.Peek().span, "this stack effect has no `)`");
  }
  std::optional<EffectSyntax> effect =
      ParseClosedEffect(cursor, Edition::kCurrent, diagnostics);
  if (effect.has_value() && !cursor.AtEnd()) {
    return report(cursor.Peek().span,
                  absl::StrCat("unexpected '", ShortText(cursor.Peek()),
                               "' behind the stack effect"));
  }
  return effect;
}

}  // namespace seq
