#include "stdlib/cond_pairs.h"

#include "absl/strings/str_cat.h"
#include "runtime/operands.h"

namespace seq {

size_t RequireCondPairs(const Node* node, Value* sp, Strand* strand,
                        int64_t count) {
  if (count < 0) {
    FailWord(node, sp, strand,
             absl::StrCat("count must be non-negative, got ", count));
  }
  if (count == 0) {
    FailWord(node, sp, strand, "need at least one predicate/body pair");
  }
  const size_t available = Depth(sp, strand) - 1;
  if (static_cast<uint64_t>(count) > available / 2) {
    FailWord(node, sp, strand,
             absl::StrCat("needs ", count, count == 1 ? " pair" : " pairs",
                          " of quotations, but the stack has only ", available,
                          available == 1 ? " value" : " values"));
  }
  const size_t quotations = 2 * static_cast<size_t>(count);
  for (size_t i = 0; i < quotations; ++i) {
    const Value& value = sp[-2 - static_cast<ptrdiff_t>(i)];
    if (!IsCallable(value)) {
      FailWord(node, sp, strand,
               absl::StrCat("expected Quotation or Closure on stack, got ",
                            DescribeValue(value)));
    }
  }
  return quotations;
}

}  // namespace seq
