#include "interp/body_builder.h"

#include <algorithm>
#include <iterator>

namespace seq {
namespace {

bool IsQuotation(const Item& item) {
  return std::holds_alternative<QuotationLiteral>(item.node);
}

// Moves the items from `begin` to before `end` out of `items`.
Body MoveItems(Body& items, size_t begin, size_t end) {
  Body moved;
  moved.reserve(end - begin);
  std::move(items.begin() + static_cast<ptrdiff_t>(begin),
            items.begin() + static_cast<ptrdiff_t>(end),
            std::back_inserter(moved));
  return moved;
}

}  // namespace

void BodyBuilder::Add(Item item, int height) {
  items_.push_back(std::move(item));
  heights_.push_back(height);
}

bool BodyBuilder::EndsInTwoQuotations() const {
  size_t start = 0;
  if (HasOpenIf()) {
    start =
        HasElse() ? open_ifs_.back().else_index : open_ifs_.back().index + 1;
  }
  return items_.size() >= start + 2 && IsQuotation(items_.back()) &&
         IsQuotation(*(items_.end() - 2));
}

int BodyBuilder::AddInlineConditional(Span keyword) {
  const auto take_branch = [this] {
    Body body = std::move(std::get<QuotationLiteral>(items_.back().node).body);
    items_.pop_back();
    return body;
  };
  Conditional conditional;
  conditional.else_body = take_branch();
  conditional.then_body = take_branch();
  conditional.has_else = true;
  conditional.end = keyword;
  const int height = HeightFrom(items_.size()) - 1;
  heights_.resize(items_.size());
  Add(Item{keyword, std::move(conditional)}, height);
  return height;
}

void BodyBuilder::AddIf(Span keyword) {
  open_ifs_.push_back({.index = items_.size()});
  Add(Item{keyword, WordCall{"if"}});
}

void BodyBuilder::AddElse(Span keyword) {
  open_ifs_.back().else_keyword = keyword;
  open_ifs_.back().else_index = items_.size();
}

int BodyBuilder::CloseIf(Span then) {
  const Candidate candidate = open_ifs_.back();
  open_ifs_.pop_back();
  const size_t begin = candidate.index + 1;
  const bool has_else = candidate.else_keyword.has_value();
  const size_t middle = has_else ? candidate.else_index : items_.size();
  Conditional conditional;
  conditional.then_body = MoveItems(items_, begin, middle);
  conditional.else_body = MoveItems(items_, middle, items_.size());
  conditional.has_else = has_else;
  conditional.end = then;
  const int height = HeightFrom(begin);
  const Span keyword = items_[candidate.index].span;
  items_.erase(items_.begin() + static_cast<ptrdiff_t>(candidate.index),
               items_.end());
  heights_.resize(candidate.index);
  Add(Item{keyword, std::move(conditional)}, height);
  return height;
}

std::optional<Span> BodyBuilder::IfWithoutThen() const {
  for (const Candidate& candidate : open_ifs_) {
    if (candidate.else_keyword.has_value()) {
      return items_[candidate.index].span;
    }
  }
  return std::nullopt;
}

int BodyBuilder::HeightFrom(size_t index) const {
  int height = 0;
  for (size_t i = index; i < heights_.size(); ++i) {
    height = std::max(height, heights_[i]);
  }
  return height + 1;
}

}  // namespace seq
