// Types as text for people.

#ifndef SEQ_INTERP_TYPE_PRINTER_H_
#define SEQ_INTERP_TYPE_PRINTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/types.h"

namespace seq {

// Text for people, the top on the right: `( Int [ Int -- String ] )`. Unbound
// type variables are called T, U, V …, the same name for the same variable
// within one TypePrinter. `..` stands for values that may lie below what is
// known; what a caller keeps on the stack is not mentioned. Deep stacks and
// nested types are cut, so the text is short whatever the program.
class TypePrinter {
 public:
  std::string Print(Type* type);
  std::string Print(Stack* stack);
  std::string Print(const Effect& effect);
  // Only the items, without `..`: what a word wants.
  std::string PrintOperands(Stack* stack);

 private:
  std::string PrintItems(Stack* stack);
  std::string NameOf(Type* variable);
  std::string NameOf(Stack* row);

  std::vector<Type*> variables_;
  std::vector<Stack*> rows_;
  int depth_ = 0;  // of quotation types being printed
};

// Two stacks below each other, their tops aligned:
//
//   expected ( Int String )
//   found           ( Int )
std::string AlignedStacks(absl::string_view label, absl::string_view stack,
                          absl::string_view other_label,
                          absl::string_view other_stack);

}  // namespace seq

#endif  // SEQ_INTERP_TYPE_PRINTER_H_
