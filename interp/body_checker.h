// BodyChecker: checks one word's body.
//
// Walks the body left to right with the stack type reached so far. After an
// error it goes on with a stack of which nothing is known but how many values
// the failed step would have left: one mistake causes no cascade, and later
// ones that do not depend on it are found in the same run.
//
// What the editions have in common is here: applying an effect, explaining why
// it does not fit, comparing the result with the declared outputs. How items
// are typed is the editions' own: ClassicBodyChecker, CurrentBodyChecker.

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
  // What is accepted and yet cannot be meant; for `seq check --strict`.
  std::vector<Diagnostic> warnings;
  // Quotation id and number of captured values, for quotations that capture.
  std::vector<std::pair<uint32_t, uint32_t>> captures;
  // What the operators in the body stand for.
  std::vector<std::pair<const WordCall*, const WordRow*>> operators;
  // See CheckedTypes::aux_excess.
  std::vector<std::pair<const WordCall*, int32_t>> aux_excess;
};

class BodyChecker {
 public:
  BodyChecker(const SourceMap& sources, WordEffects& effects, RowRule rule)
      : sources_(sources), effects_(effects), rule_(rule) {}
  virtual ~BodyChecker() = default;
  BodyChecker(const BodyChecker&) = delete;
  BodyChecker& operator=(const BodyChecker&) = delete;

  virtual BodyResult Check(const WordDefinition& word) = 0;

 protected:
  void Report(Diagnostic diagnostic) {
    lost_ = true;
    result_.diagnostics.Add(std::move(diagnostic));
  }
  void Warn(Diagnostic warning) {
    // After an error it may be a consequence.
    if (!lost_) result_.warnings.push_back(std::move(warning));
  }
  // A note that shows where a value came from; nothing if that is not known.
  void AddOrigin(Diagnostic& diagnostic, Type* type, Span origin);
  // Compares what the body leaves with what the word declares.
  void CheckOutputs(const WordDefinition& word, Stack* wanted, Stack* found);
  // One of two ways through a conditional or match: what it is called, and the
  // stack it leaves.
  struct Outcome {
    std::string label;
    Stack* stack = nullptr;
  };
  // The stack after both; reports, at `span`, that they leave different ones.
  Stack* Join(const Outcome& first, const Outcome& second, Span span,
              std::string message, std::string help);

  // Applies a copy of `declared` to `stack`: the operands must fit, the result
  // is what the word leaves.
  Stack* Apply(absl::string_view name, const Effect& declared, Span span,
               Stack* stack);

  // --- What differs ----------------------------------------------------------
  // A copy of a callee's effect for one call.
  virtual Effect InstantiateCallee(const Effect& declared, Span span) {
    return Instantiate(arena_, declared, span);
  }
  // Makes an operand fit. `declared` is the callee's own type for it, of which
  // `wanted` is a copy.
  virtual bool UnifyOperand(Type* declared, Type* wanted, const Stack& found,
                            UnifyFailure& failure) = 0;
  // Adds what may have made values disappear from the stack.
  virtual void AddCapture(Diagnostic& /*diagnostic*/) {}
  // Makes two whole stacks equal.
  virtual bool UnifyStacks(Stack* expected, Stack* found,
                           UnifyFailure& failure) {
    return Unify(expected, found, failure);
  }

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

 private:
  // What went wrong in Apply.
  struct Misfit {
    UnifyFailure failure;
    // How many operands, counted from the top, fit.
    size_t fitting = 0;
    // What remained of both sides below them.
    Stack* wanted = nullptr;
    Stack* found = nullptr;
  };
  // Gives what a word only moved or copied the origin it had before.
  static void InheritOrigins(
      const std::vector<std::pair<const Type*, Span>>& origins, Stack* outputs);
  Stack* FailApply(absl::string_view name, const Effect& declared, Span span,
                   Stack* stack, const Misfit& misfit);
  void DescribeTypeMisfit(absl::string_view name, const Effect& declared,
                          Stack* stack, const Misfit& misfit,
                          Diagnostic& diagnostic);
  std::string Sibling(absl::string_view name, const Effect& declared,
                      Stack* stack);
  bool LacksOperands(const Effect& declared, Stack* stack, Misfit* misfit);
};

// The item `depth` below the top; null if there is none.
Stack* ItemAt(Stack* stack, size_t depth);

}  // namespace seq

#endif  // SEQ_INTERP_BODY_CHECKER_H_
