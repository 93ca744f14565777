// FileParser: the parser of one file. For the parser_*.cc only; what others use
// is parser.h.
//
// Recursive descent; the recursion is bounded by kMaxNesting. A function that
// returns false has reported an error behind which the definition cannot be
// read any further; other errors only mark it as broken.

#ifndef SEQ_INTERP_FILE_PARSER_H_
#define SEQ_INTERP_FILE_PARSER_H_

#include <optional>
#include <string>
#include <vector>

#include "interp/ast.h"
#include "interp/body_builder.h"
#include "interp/diagnostic.h"
#include "interp/parser.h"
#include "interp/token_cursor.h"
#include "runtime/word.h"

namespace seq {

enum class Construct {
  kDefinition,
  kEffect,
  kQuotation,
  kThen,
  kElse,
  kMatch,  // an arm of it, too
  kUnion,
};

// A construct that has been opened and waits for its closing token.
struct OpenConstruct {
  Construct construct;
  Span opener;
  // The first `;` directly inside, if the construct is not a definition. There
  // it is a word like any other; but if the construct never closes, that `;`
  // was meant to end the definition.
  std::optional<Span> semicolon;
};

class FileParser {
 public:
  FileParser(const std::vector<Token>& tokens, Edition edition,
             Program& program, BrokenDefinitions& broken,
             Diagnostics& diagnostics);

  void Run();

 private:
  // --- parser.cc: definitions ---
  void ReportStray();
  void ParseDefinition();
  bool AtWordName() const;
  bool ParseWord(Span header, WordDefinition& word);
  bool CheckEffectIsClosed();
  bool Enter(const Token& opener);
  bool CheckHeight(int height, Span opener);
  bool current() const { return edition_ == Edition::kCurrent; }

  void Report(DiagnosticCode code, Span span, std::string message,
              std::string help = "", std::vector<Note> notes = {});
  void ReportMissingName(const Token& keyword);
  void ReportUnclosed(const OpenConstruct& open);

  // --- parser_body.cc: the items of bodies ---
  const Token* ParseBody(OpenConstruct& open, BodyBuilder& body);
  const Token* AtBodyEnd(const OpenConstruct& open);
  bool FinishBody(const BodyBuilder& body);
  bool ParseItem(const Token& token, BodyBuilder& body);
  bool ParseCurrentItem(const Token& token, BodyBuilder& body, bool* done);
  bool ParseQuotation(const Token& opener, BodyBuilder& body);
  bool ParseClassicConditional(const Token& keyword, BodyBuilder& body);
  bool ParseIf(const Token& keyword, BodyBuilder& body);
  bool ParseThen(const Token& keyword, BodyBuilder& body);
  void ParseElse(const Token& keyword, BodyBuilder& body);
  void ReportStrayKeyword(const Token& keyword);
  void ParseSymbol(const Token& colon, BodyBuilder& body);
  std::optional<Item> ParseNumber(const Token& token);
  std::string ParseString(const Token& token);

  // --- parser_match.cc ---
  bool ParseMatch(const Token& keyword, BodyBuilder& body);
  bool ParseArm(OpenConstruct& open, Match& match, int* height);
  bool ParseBindings(OpenConstruct& open, MatchArm& arm);
  bool AtArm() const;

  // --- parser_union.cc: unions and includes ---
  void ParseUnion();
  bool ParseVariants(Span keyword, UnionDefinition& definition);
  bool ParseVariant(UnionDefinition& definition);
  bool ParseFields(VariantSyntax& variant);
  bool ParseField(VariantSyntax& variant);
  bool AtUnionCutOff() const;
  void ParseInclude();
  bool ParseIncludeArgument(const Token& keyword);

  TokenCursor cursor_;
  const Edition edition_;
  Program& program_;
  BrokenDefinitions& broken_names_;
  Diagnostics& diagnostics_;
  bool truncated_ = false;  // the lexer has dropped the end of the file
  bool broken_ = false;     // the current definition has an error
  int depth_ = 0;           // of the constructs that are being read
};

}  // namespace seq

#endif  // SEQ_INTERP_FILE_PARSER_H_
