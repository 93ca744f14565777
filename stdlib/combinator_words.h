// The words of the current edition that run quotations on the live stack: call,
// dip, keep, bi, if, cond.
//
// Native stack. Where nothing follows the word in its body, the quotation that
// it runs last is entered with a jump: those of `call`, the second one of `bi`,
// the branch that `if` chooses, the body that `cond` chooses. A recursion
// through any of them, closures included, takes constant native stack. It
// cannot be so for `dip` and `keep`, which push the kept value back after their
// quotation, for the first quotation of `bi` and for the predicates of `cond`:
// they nest, like any call that something follows.

#ifndef SEQ_STDLIB_COMBINATOR_WORDS_H_
#define SEQ_STDLIB_COMBINATOR_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows live as long as the process.
absl::Span<const WordRow> CombinatorWords();

}  // namespace seq

#endif  // SEQ_STDLIB_COMBINATOR_WORDS_H_
