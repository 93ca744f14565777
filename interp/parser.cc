#include "interp/parser.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interp/limits.h"
#include "interp/parser_effect.h"
#include "interp/token_cursor.h"

namespace seq {
namespace {

// --- Constructs that have an end ---------------------------------------------

enum class Construct { kDefinition, kEffect, kQuotation, kThen, kElse };

// A construct that has been opened and waits for its closing token.
struct Open {
  Construct construct;
  Span opener;
  // The first `;` directly inside, if the construct is not a definition. There
  // it is a word like any other; but if the construct never closes, that `;`
  // was meant to end the definition.
  std::optional<Span> semicolon;
};

bool Closes(const Token& token, Construct construct) {
  switch (construct) {
    case Construct::kDefinition:
      return Is(token, ";");
    case Construct::kEffect:
      return Is(token, ")");
    case Construct::kQuotation:
      return Is(token, "]");
    case Construct::kThen:
      return Is(token, "else") || Is(token, "then");
    case Construct::kElse:
      return Is(token, "then");
  }
  return false;
}

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
  }
  return {};
}

// Whether the token can be the name of a word: only strings and delimiters
// cannot.
bool IsName(const Token& token) {
  if (token.kind != TokenKind::kWord) return false;
  return token.text.size() != 1 ||
         absl::string_view("():;[]").find(token.text[0]) ==
             absl::string_view::npos;
}

// Goes to the `)` of the effect at the cursor or, if it has none, to what
// ends the search: `;`, the next definition or the end of the file.
void SkipEffect(TokenCursor& cursor) {
  while (!cursor.At(")") && !cursor.At(";") && !cursor.AtDefinitionOrEnd()) {
    cursor.Next();
  }
}

// --- The parser --------------------------------------------------------------

class Parser {
 public:
  Parser(const std::vector<Token>& tokens, Program& program,
         std::vector<std::string>& broken_names, Diagnostics& diagnostics)
      : cursor_(tokens),
        program_(program),
        broken_names_(broken_names),
        diagnostics_(diagnostics) {
    const uint32_t file = tokens.back().span.file;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      truncated_ |= diagnostic.code == DiagnosticCode::kUnclosedString &&
                    diagnostic.span.file == file;
    }
  }

  void Run() {
    while (!cursor_.AtEnd() && !diagnostics_.full()) {
      if (cursor_.At(":")) {
        ParseDefinition();
      } else {
        ReportStray();
      }
    }
  }

 private:
  void ReportStray() {
    const Token& token = cursor_.Peek();
    Report(DiagnosticCode::kExpectedDefinition, token.span,
           absl::StrCat("Expected ':' to start word definition, got '",
                        ShortText(token), "'"));
    cursor_.SkipToDefinition();
  }

  // Leaves the cursor behind the definition, or, if that has no end, at the
  // next one or the end of the file.
  void ParseDefinition() {
    const Token& colon = cursor_.Next();
    const Token& name = cursor_.Peek();
    if (!IsName(name)) {
      ReportMissingName(colon);
      cursor_.SkipToDefinition();
      return;
    }
    cursor_.Next();
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
      broken_names_.push_back(std::move(word.name));
    }
  }

  // The rest of a definition that starts with `header`. Returns false if it
  // could not be read to its end.
  bool ParseWord(Span header, WordDefinition& word) {
    if (cursor_.At("(")) {
      if (!CheckEffectIsClosed()) return false;
      word.effect = ParseClosedEffect(cursor_, diagnostics_);
      if (!word.effect.has_value()) broken_ = true;
    }
    Open definition{Construct::kDefinition, header, std::nullopt};
    const Token* end = ParseBody(definition, word.body);
    if (end == nullptr) return false;
    word.span = Cover(header, end->span);
    return true;
  }

  // Looks ahead, so that an effect that is not closed does not make the words
  // of the body look like types.
  bool CheckEffectIsClosed() {
    TokenCursor ahead = cursor_;
    Open effect{Construct::kEffect, cursor_.Peek().span, std::nullopt};
    SkipEffect(ahead);
    if (ahead.At(")")) return true;
    cursor_ = ahead;
    if (cursor_.At(";")) effect.semicolon = cursor_.Peek().span;
    ReportUnclosed(effect);
    return false;
  }

  // Reads items up to and including the token that closes `open`, and returns
  // that token; nullptr if the definition cannot be read any further.
  const Token* ParseBody(Open& open, Body& body) {
    while (!cursor_.AtDefinitionOrEnd()) {
      const Token& token = cursor_.Next();
      if (Closes(token, open.construct)) return &token;
      if (Is(token, ";") && !open.semicolon.has_value()) {
        open.semicolon = token.span;
      }
      std::optional<Item> item = ParseItem(token);
      if (!item.has_value()) return nullptr;
      body.push_back(std::move(*item));
    }
    ReportUnclosed(open);
    return nullptr;
  }

  // The item that starts with `token`, which has been consumed.
  std::optional<Item> ParseItem(const Token& token) {
    if (token.kind == TokenKind::kString) {
      return Item{token.span, StringLiteral{ParseString(token)}};
    }
    if (token.text == "[") return ParseQuotation(token);
    if (token.text == "if") return ParseConditional(token);
    if (token.text == "true" || token.text == "false") {
      return Item{token.span, BoolLiteral{token.text == "true"}};
    }
    if (const auto value = ParseIntLiteral(token.text)) {
      return Item{token.span, IntLiteral{*value}};
    }
    return Item{token.span, WordCall{std::string(token.text)}};
  }

  std::string ParseString(const Token& token) {
    const size_t before = diagnostics_.all().size();
    std::string bytes = DecodeString(token, diagnostics_);
    if (diagnostics_.all().size() != before) broken_ = true;
    return bytes;
  }

  std::optional<Item> ParseQuotation(const Token& opener) {
    if (!Enter(opener)) return std::nullopt;
    QuotationLiteral quotation;
    quotation.id = program_.quotation_count++;
    Open open{Construct::kQuotation, opener.span, std::nullopt};
    const Token* end = ParseBody(open, quotation.body);
    if (end == nullptr) return std::nullopt;
    --depth_;
    return Item{Cover(opener.span, end->span), std::move(quotation)};
  }

  std::optional<Item> ParseConditional(const Token& keyword) {
    if (!Enter(keyword)) return std::nullopt;
    Conditional conditional;
    Open open{Construct::kThen, keyword.span, std::nullopt};
    const Token* end = ParseBody(open, conditional.then_body);
    if (end != nullptr && end->text == "else") {
      conditional.has_else = true;
      open.construct = Construct::kElse;
      end = ParseBody(open, conditional.else_body);
    }
    if (end == nullptr) return std::nullopt;
    conditional.end = end->span;
    --depth_;
    return Item{keyword.span, std::move(conditional)};
  }

  // Counts one more level of nesting; reports and returns false if there are
  // too many, and then the definition is given up.
  bool Enter(const Token& opener) {
    if (depth_ < kMaxNesting) {
      ++depth_;
      return true;
    }
    Report(DiagnosticCode::kNestingTooDeep, opener.span,
           absl::StrCat("nesting exceeds maximum depth of ", kMaxNesting));
    return false;
  }

  // --- Reports ---------------------------------------------------------------

  void Report(DiagnosticCode code, Span span, std::string message,
              std::vector<Note> notes = {}, std::string help = "") {
    broken_ = true;
    diagnostics_.Add({code, span, std::move(message), "", std::move(notes),
                      std::move(help)});
  }

  void ReportMissingName(const Token& colon) {
    if (!cursor_.AtEnd()) {
      Report(DiagnosticCode::kMissingName, cursor_.Peek().span,
             absl::StrCat("expected a name after ':', got '",
                          ShortText(cursor_.Peek()), "'"));
    } else if (!truncated_) {
      Report(DiagnosticCode::kUnexpectedEnd, colon.span,
             "Unexpected end of file: this `:` has no name and no `;`");
    }
  }

  // `open` is still open where no token may belong to it any more.
  void ReportUnclosed(const Open& open) {
    broken_ = true;
    // The rest of the file was dropped because of a string that is not closed;
    // one message is enough.
    if (cursor_.AtEnd() && truncated_) return;

    const ConstructWords words = Describe(open.construct);
    if (open.construct == Construct::kDefinition && !cursor_.AtEnd()) {
      Report(DiagnosticCode::kUnexpectedEnd, cursor_.Peek().span,
             "Unexpected ':' inside a word definition",
             {{open.opener, "this definition is not closed"}},
             "write `;` before the next definition");
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
           {std::move(note)});
  }

  TokenCursor cursor_;
  Program& program_;
  std::vector<std::string>& broken_names_;
  Diagnostics& diagnostics_;
  bool truncated_ = false;  // the lexer has dropped the end of the file
  bool broken_ = false;     // the current definition has an error
  int depth_ = 0;           // of quotations and conditionals
};

}  // namespace

void Parse(const std::vector<Token>& tokens, Program& program,
           std::vector<std::string>& broken_names, Diagnostics& diagnostics) {
  Parser(tokens, program, broken_names, diagnostics).Run();
}

std::optional<EffectSyntax> ParseEffect(const std::vector<Token>& tokens,
                                        Diagnostics& diagnostics) {
  TokenCursor cursor(tokens);
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
  std::optional<EffectSyntax> effect = ParseClosedEffect(cursor, diagnostics);
  if (effect.has_value() && !cursor.AtEnd()) {
    return report(cursor.Peek().span,
                  absl::StrCat("unexpected '", ShortText(cursor.Peek()),
                               "' behind the stack effect"));
  }
  return effect;
}

}  // namespace seq
