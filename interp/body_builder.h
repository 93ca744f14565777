// BodyBuilder: the items of a body while the parser reads it.

#ifndef SEQ_INTERP_BODY_BUILDER_H_
#define SEQ_INTERP_BODY_BUILDER_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "interp/ast.h"
#include "interp/source.h"

namespace seq {

// A body that is being read. The current edition learns only from a `then` that
// the `if` before it starts a conditional and is not the word; the conditional
// is then made of items that were already read.
class BodyBuilder {
 public:
  // `height` is how deep bodies nest inside the item: 0 if it has none.
  void Add(Item item, int height = 0);

  // Whether two literal quotations stand directly before the next item.
  bool EndsInTwoQuotations() const;
  // Makes them the branches of a conditional. Returns its height.
  int AddInlineConditional(Span keyword);

  // An `if` that is the word unless a `then` follows.
  void AddIf(Span keyword);
  bool HasOpenIf() const { return !open_ifs_.empty(); }
  // These speak of the innermost open `if`. REQUIRES: HasOpenIf().
  Span OpenIf() const { return items_[open_ifs_.back().index].span; }
  bool HasElse() const { return open_ifs_.back().else_keyword.has_value(); }
  void AddElse(Span keyword);
  // Makes it a conditional. Returns its height.
  int CloseIf(Span then);

  // The outermost `if` that has an `else` and no `then`.
  std::optional<Span> IfWithoutThen() const;

  // Of the whole body: one more than its highest item's.
  int height() const { return HeightFrom(0); }
  Body Take() { return std::move(items_); }

 private:
  struct Candidate {
    size_t index;  // of the `if` in the items
    std::optional<Span> else_keyword = std::nullopt;
    size_t else_index = 0;  // of the first item behind `else`
  };

  int HeightFrom(size_t index) const;

  Body items_;
  std::vector<int> heights_;  // of the items
  std::vector<Candidate> open_ifs_;
};

}  // namespace seq

#endif  // SEQ_INTERP_BODY_BUILDER_H_
