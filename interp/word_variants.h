// Variants: second lowerings of a word's body for its calls of itself.
//
// A call from a word's own body mostly passes values whose kinds are known
// there. It enters nodes that need not check these, and need not be checked by
// the next round either.

#ifndef SEQ_INTERP_WORD_VARIANTS_H_
#define SEQ_INTERP_WORD_VARIANTS_H_

#include <cstddef>
#include <vector>

#include "interp/ast.h"
#include "interp/executable.h"
#include "interp/segment.h"

namespace seq {

class WordVariants {
 public:
  static constexpr size_t kMaxVariants = 2;  // of a word

  struct Variant {
    KnownKinds known;  // of what is on top when it is entered
    Code* code;        // whose nodes are to be added
  };

  // `executable` outlives this.
  explicit WordVariants(Executable* executable) : executable_(executable) {}

  // From now on variants are those of `word`, whose nodes are `general` if
  // nothing is known.
  void Begin(const WordDefinition& word, Code* general);

  // The nodes for a call with `known` on the stack.
  Code* For(const KnownKinds& known);

  // All that For has given, in that order; grows as it gives more.
  const std::vector<Variant>& variants() const { return variants_; }

 private:
  KnownKinds Operands(const KnownKinds& known) const;

  Executable* const executable_;
  const WordDefinition* word_ = nullptr;
  Code* general_ = nullptr;
  std::vector<Variant> variants_;
};

}  // namespace seq

#endif  // SEQ_INTERP_WORD_VARIANTS_H_
