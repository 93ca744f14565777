// BodyChecker: checks one word's body under one row rule.
//
// Walks the body left to right with the stack type reached so far. After an
// error it goes on with a stack of which nothing is known but how many values
// the failed step would have left: one mistake causes no cascade, and later
// ones that do not depend on it are found in the same run.
//
// Split over files by concern: body_checker.cc (the walk, literals, the word's
// declared outputs), body_checker_calls.cc, body_checker_quotations.cc,
// body_checker_conditionals.cc.

#ifndef SEQ_INTERP_BODY_CHECKER_H_
#define SEQ_INTERP_BODY_CHECKER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "interp/ast.h"
#include "interp/checker_effects.h"
#include "interp/diagnostic.h"
#include "interp/effect.h"
#include "interp/source.h"
#include "interp/types.h"
#include "interp/unify.h"

namespace seq {

// What checking one body produced.
struct BodyResult {
  Diagnostics diagnostics;
  // Quotation id and number of captured values, for quotations that capture.
  std::vector<std::pair<uint32_t, uint32_t>> captures;
};

class BodyChecker {
 public:
  BodyChecker(const SourceMap& sources, WordEffects& effects, RowRule rule)
      : sources_(sources), effects_(effects), rule_(rule) {}

  BodyResult Check(const WordDefinition& word);

 private:
  // Where in a word a body stands, as far as typing cares.
  enum class Nesting { kWord, kQuotation };

  // Where a quotation literal stands.
  struct Place {
    // The item after it; null at the end of a body.
    const Item* next = nullptr;
    // The first item after it that is no literal (null at the end), and how
    // many literals stand between: what runs the quotation, if it takes one
    // from that far below the top.
    const Item* runner = nullptr;
    size_t above = 0;
    Nesting nesting = Nesting::kWord;
  };

  // --- body_checker.cc -------------------------------------------------------
  Stack* CheckBody(const Body& body, Stack* stack, Nesting nesting);
  void CheckOutputs(const WordDefinition& word, Stack* found);
  void Report(Diagnostic diagnostic) {
    lost_ = true;
    result_.diagnostics.Add(std::move(diagnostic));
  }
  // A note that shows where a value came from; nothing if that is not known.
  void AddOrigin(Diagnostic& diagnostic, Type* type, Span origin);

  // --- body_checker_calls.cc -------------------------------------------------
  Stack* CheckWordCall(const WordCall& call, Span span, Stack* stack);
  Stack* CheckCallWord(absl::string_view name, Span span, Stack* stack,
                       const Effect& generic);
  // Applies a copy of `declared` to `stack`.
  Stack* Apply(absl::string_view name, const Effect& declared, Span span,
               Stack* stack);
  Type* AsOperand(Type* wanted, const Stack& found);
  // Gives what a word only moved or copied the origin it had before.
  static void InheritOrigins(
      const std::vector<std::pair<const Type*, Span>>& origins, Stack* outputs);
  // What went wrong in Apply.
  struct Misfit {
    UnifyFailure failure;
    // How many operands, counted from the top, fit.
    size_t fitting = 0;
    // What remained of both sides below them.
    Stack* wanted = nullptr;
    Stack* found = nullptr;
  };
  Stack* FailApply(absl::string_view name, const Effect& declared, Span span,
                   Stack* stack, const Misfit& misfit);
  void DescribeTypeMisfit(const Effect& declared, Stack* stack,
                          const Misfit& misfit, Diagnostic& diagnostic);

  // --- body_checker_quotations.cc ------------------------------------------
  // What the place of a quotation literal asks for.
  struct Expected {
    Type* type = nullptr;  // null: nothing; belongs to this word's arena
    // Given by the word's declared output and not by the next word.
    bool from_output = false;
  };

  Stack* CheckQuotation(const QuotationLiteral& quotation, Span span,
                        const Place& place, Stack* stack);
  Expected ExpectedType(const Place& place);
  // Whether the word after the literal takes it as a quotation to run.
  bool IsRunInPlace(const Place& place);
  static size_t CaptureCount(const Expected& expected, size_t needed);
  // Takes what the quotation captures off `stack`; the topmost `count` of the
  // inputs of `inferred`, which are unified with what is found there.
  Stack* Capture(Span span, const Effect& inferred, size_t count, Stack* stack);
  void ReportCapture(Span span, const Effect& inferred, Stack* stack,
                     std::string message, std::string help);
  Type* QuotationType(const Expected& expected, const Effect& inferred,
                      size_t captured, Span span);
  void CheckClosure(const Effect& declared, const Effect& inferred,
                    size_t captured, Span span);

  // --- body_checker_conditionals.cc ----------------------------------------
  Stack* CheckConditional(const Conditional& conditional, Span span,
                          Stack* stack, Nesting nesting);
  Stack* CheckCondition(Span span, Stack* stack);

  const SourceMap& sources_;
  WordEffects& effects_;
  const RowRule rule_;
  TypeArena arena_;
  Effect declared_;  // of the word being checked; null sides if undeclared
  Span effect_span_;
  // Whether something could not be checked, so that what is on the stack is
  // partly unknown. Mistakes that may be its consequences are not reported.
  bool lost_ = false;
  BodyResult result_;
};

}  // namespace seq

#endif  // SEQ_INTERP_BODY_CHECKER_H_
