// CurrentBodyChecker: how the items of a body are typed in the current edition.
//
// The rules are those of docs/language/current.md, section "Type checking".
// They are lenient in places, on purpose: type variables of a word's own effect
// are ordinary unification variables in its body, a row the user named may be
// refined, and what is learned about a quotation value stays out of its type.
// Whatever the types let through is checked again at run time.
//
// Split over files by concern: current_body_checker.cc (the walk, literals,
// calls), current_quotations.cc (expected types, capture), current_branches.cc
// (conditionals, match), current_combinators.cc (`call`, `dip`, …),
// current_operators.cc (`+` and its like), current_stack_words.cc (`pick`,
// `roll`, the side stack).

#ifndef SEQ_INTERP_CURRENT_BODY_CHECKER_H_
#define SEQ_INTERP_CURRENT_BODY_CHECKER_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "interp/body_checker.h"
#include "interp/call_graph.h"

namespace seq {

class CurrentBodyChecker final : public BodyChecker {
 public:
  CurrentBodyChecker(const SourceMap& sources, WordEffects& effects,
                     const CallGraph& calls)
      : BodyChecker(sources, effects, RowRule::kCurrent), calls_(calls) {}

  BodyResult Check(const WordDefinition& word) override;

 private:
  // Where in a word a body stands, as far as typing cares.
  enum class Nesting { kWord, kQuotation };

  // What belongs to the body of a word or quotation, branches and arms
  // included.
  struct Scope {
    std::vector<Type*> aux;  // the side stack
    bool yields = false;
    std::string yielded;  // the type, for messages
  };

  // --- current_body_checker.cc -----------------------------------------------
  Stack* CheckBody(const Body& body, Stack* stack, Nesting nesting);
  // Checks body[*at] and moves *at to the last item that was dealt with.
  Stack* CheckItem(const Body& body, size_t* at, Stack* stack, Nesting nesting);
  Stack* CheckWordCall(const WordCall& call, Span span, Stack* stack,
                       bool behind_quotation);
  Stack* ApplyCallee(const WordCall& call, const Callee& callee, Span span,
                     Stack* stack);
  void CheckYields(const WordDefinition& word);
  void CheckWordAux(const WordDefinition& word);
  // A report about the item at `span`.
  void ReportAt(DiagnosticCode code, Span span, std::string message,
                std::string help = "", std::string detail = "");
  // The top item of a stack; a flexible row supplies one. Null if there is
  // none.
  Stack* TopOrNew(Stack* stack, Span span);
  Effect InstantiateCallee(const Effect& declared, Span span) override {
    return InstantiateForCall(arena_, declared, span);
  }
  bool UnifyOperand(Type* declared, Type* wanted, const Stack& found,
                    UnifyFailure& failure) override;
  void AddCapture(Diagnostic& diagnostic) override;
  bool UnifyStacks(Stack* expected, Stack* found,
                   UnifyFailure& failure) override;

  // --- current_quotations.cc -------------------------------------------------
  struct CheckedQuotation {
    Effect effect;
    BodyResult result;
    bool lost = false;
  };
  Stack* CheckQuotation(const QuotationLiteral& quotation, Span span,
                        const Item* next, Stack* stack, Nesting nesting);
  Type* ExpectedType(const Item* next, Nesting nesting);
  Type* HintedType(const Item* next, Stack* stack);
  CheckedQuotation CheckQuotationBody(const QuotationLiteral& quotation,
                                      Span span, Stack* start);
  CheckedQuotation CheckQuotationBody(const QuotationLiteral& quotation,
                                      Span span, const Item* next, Stack* stack,
                                      Type* expected);
  Stack* Capture(const QuotationLiteral& quotation, Span span,
                 const Effect& effect, size_t count, Stack* stack);
  void WarnOfCaptures(Span span, const Effect& effect, size_t count,
                      Stack* stack);
  void CheckQuotationEffect(Span span, Type* expected, const Effect& effect);

  // --- current_branches.cc ---------------------------------------------------
  Stack* CheckConditional(const Conditional& conditional, Span span,
                          Stack* stack, Nesting nesting);
  Stack* CheckCondition(Span span, Stack* stack, absl::string_view word);
  bool Diverges(const Body& branch) const;
  Stack* CheckMatch(const Match& match, Span span, Stack* stack,
                    Nesting nesting);
  Stack* PushFields(const MatchArm& arm, Stack* stack);
  void CheckExhaustive(const Match& match, Span span);
  std::string ClosestVariant(absl::string_view name) const;
  void WarnOfOperand(const Match& match, Span span, const Stack& operand);

  // --- current_combinators.cc ------------------------------------------------
  Stack* CheckCombinator(const WordCall& call, const Callee& callee, Span span,
                         Stack* stack);
  // Each gets the types of its quotations and the stack below them.
  Stack* CheckCall(Type* quotation, Span span, Stack* below);
  Stack* CheckDip(Type* quotation, Span span, Stack* stack);
  Stack* CheckKeep(Type* quotation, Span span, Stack* stack);
  Stack* CheckBi(Type* first, Type* second, Span span, Stack* stack);
  Stack* CheckDynamicIf(Type* then_type, Type* else_type, Span span,
                        Stack* stack);
  Stack* CheckSpawn(const Callee& callee, Span span, Stack* stack,
                    bool behind_quotation);
  // The quotation types among the top `count` values, deepest first. Empty if
  // the word's generic effect has to do, because one of them is not known. A
  // value that is no quotation is reported, and `ok` set to false.
  std::vector<Type*> QuotationOperands(const Callee& callee, Span span,
                                       Stack* stack, size_t count, bool* ok);
  bool RejectYields(absl::string_view word, Span span,
                    std::initializer_list<Type*> quotations);
  // The value that lies below a combinator's quotations; a flexible row
  // supplies one.
  Stack* KeptValue(absl::string_view word, Span span, Stack* stack);

  // --- current_operators.cc --------------------------------------------------
  Stack* CheckOperator(const WordCall& call, const WordRow& row, Span span,
                       Stack* stack);
  void ReportOperator(const WordCall& call, const WordRow& row, Span span,
                      Stack* stack);

  // --- current_stack_words.cc ------------------------------------------------
  Stack* CheckPick(absl::string_view name, int64_t depth, Span span,
                   Stack* stack, bool moves);
  Stack* CheckToAux(Span span, Stack* stack);
  Stack* CheckFromAux(Span span, Stack* stack);
  bool SameAux(const std::vector<Type*>& a, const std::vector<Type*>& b);

  const CallGraph& calls_;
  absl::string_view word_;  // being checked
  Scope scope_;
  // The last quotation that captured values. People are surprised by it.
  struct LastCapture {
    Span span;
    size_t needed = 0;
    size_t given = 0;
  };
  std::optional<LastCapture> last_capture_;
  // Quotation bodies that may still be checked a second time with what is known
  // about the stack; bounds the work on deep nests.
  int second_looks_ = 64;
};

}  // namespace seq

#endif  // SEQ_INTERP_CURRENT_BODY_CHECKER_H_
