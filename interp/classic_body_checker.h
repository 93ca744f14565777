// ClassicBodyChecker: how the items of a body are typed in the classic edition,
// under one of its two row rules (interp/effect.h).
//
// Split over files by concern: classic_body_checker.cc (the walk, literals,
// calls), classic_quotations.cc, classic_conditionals.cc.

#ifndef SEQ_INTERP_CLASSIC_BODY_CHECKER_H_
#define SEQ_INTERP_CLASSIC_BODY_CHECKER_H_

#include <string>

#include "interp/body_checker.h"

namespace seq {

class ClassicBodyChecker final : public BodyChecker {
 public:
  using BodyChecker::BodyChecker;

  BodyResult Check(const WordDefinition& word) override;

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

  // --- classic_body_checker.cc -----------------------------------------------
  Stack* CheckBody(const Body& body, Stack* stack, Nesting nesting);
  Stack* CheckWordCall(const WordCall& call, Span span, Stack* stack);
  Stack* CheckCallWord(absl::string_view name, Span span, Stack* stack,
                       const Effect& generic);
  Type* AsOperand(Type* wanted, const Stack& found);
  bool UnifyOperand(Type* declared, Type* wanted, const Stack& found,
                    UnifyFailure& failure) override;

  // --- classic_quotations.cc -------------------------------------------------
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

  // --- classic_conditionals.cc -----------------------------------------------
  Stack* CheckConditional(const Conditional& conditional, Span span,
                          Stack* stack, Nesting nesting);
  Stack* CheckCondition(Span span, Stack* stack);
};

}  // namespace seq

#endif  // SEQ_INTERP_CLASSIC_BODY_CHECKER_H_
