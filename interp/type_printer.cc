#include "interp/type_printer.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "interp/ast.h"

namespace seq {
namespace {

// How many items of a stack, and how many levels of quotation types, are shown.
constexpr size_t kShownItems = 8;
constexpr int kShownNesting = 4;

// The index-th of the single-letter names, then T1, U1 …
std::string NthName(absl::string_view letters, size_t index) {
  const std::string name(1, letters[index % letters.size()]);
  return index < letters.size() ? name
                                : absl::StrCat(name, index / letters.size());
}

template <typename Cell>
size_t IndexOf(std::vector<Cell*>& cells, Cell* cell) {
  auto known = std::find(cells.begin(), cells.end(), cell);
  if (known == cells.end()) known = cells.insert(known, cell);
  return static_cast<size_t>(known - cells.begin());
}

std::string JoinWords(absl::string_view a, absl::string_view b) {
  return absl::StrCat(a, a.empty() || b.empty() ? "" : " ", b);
}

std::string InParentheses(absl::string_view items) {
  return items.empty() ? "( )" : absl::StrCat("( ", items, " )");
}

}  // namespace

std::string TypePrinter::Print(Type* type) {
  type = Resolve(type);
  switch (type->kind) {
    case TypeKind::kInt:
      return "Int";
    case TypeKind::kFloat:
      return "Float";
    case TypeKind::kBool:
      return "Bool";
    case TypeKind::kString:
      return "String";
    case TypeKind::kSymbol:
      return "Symbol";
    case TypeKind::kChannel:
      return "Channel";
    case TypeKind::kSocket:
      return "Socket";
    case TypeKind::kVariant:
      return "Variant";
    case TypeKind::kUnion:
      return type->definition->name;
    case TypeKind::kQuotation:
      return absl::StrCat("[ ", Print(type->effect), " ]");
    case TypeKind::kClosure:
      return absl::StrCat("Closure[ ", Print(type->effect), " ]");
    case TypeKind::kVariable:
      break;
  }
  return NameOf(type);
}

std::string TypePrinter::NameOf(Type* variable) {
  return NthName("TUVWXYZABCDEFGHIJKLMNOPQRS", IndexOf(variables_, variable));
}

std::string TypePrinter::NameOf(Stack* row) {
  return absl::StrCat(
      "..", NthName("abcdefghijklmnopqrstuvwxyz", IndexOf(rows_, row)));
}

std::string TypePrinter::PrintItems(Stack* stack) {
  std::vector<Stack*> shown;
  Stack* at = Resolve(stack);
  for (; at->kind == Stack::Kind::kItem && shown.size() < kShownItems;
       at = Resolve(at->below)) {
    shown.push_back(at);
  }
  std::string text = at->kind == Stack::Kind::kItem ? "…" : "";
  for (auto item = shown.rbegin(); item != shown.rend(); ++item) {
    text = JoinWords(text, Print((*item)->type));
  }
  return text;
}

std::string TypePrinter::PrintOperands(Stack* stack) {
  return InParentheses(PrintItems(stack));
}

std::string TypePrinter::Print(Stack* stack) {
  const bool open = IsFlexibleRow(Base(stack));
  return InParentheses(JoinWords(open ? ".." : "", PrintItems(stack)));
}

std::string TypePrinter::Print(const Effect& effect) {
  if (depth_ == kShownNesting) return "…";
  ++depth_;
  std::string inputs = PrintItems(effect.inputs);
  std::string outputs = PrintItems(effect.outputs);
  --depth_;
  // The same row on both sides says nothing a reader would miss.
  Stack* const below = Base(effect.inputs);
  Stack* const left = Base(effect.outputs);
  if (below != left) {
    if (IsFlexibleRow(below)) inputs = JoinWords(NameOf(below), inputs);
    if (IsFlexibleRow(left)) outputs = JoinWords(NameOf(left), outputs);
  }
  return JoinWords(JoinWords(inputs, "--"), outputs);
}

std::string AlignedStacks(absl::string_view label, absl::string_view stack,
                          absl::string_view other_label,
                          absl::string_view other_stack) {
  const auto columns = [](absl::string_view text) {
    return std::count_if(text.begin(), text.end(),
                         [](char byte) { return (byte & 0xC0) != 0x80; });
  };
  const auto labels = std::max(columns(label), columns(other_label));
  const auto stacks = std::max(columns(stack), columns(other_stack));
  const auto line = [&](absl::string_view name, absl::string_view text) {
    const auto pad = labels - columns(name) + stacks - columns(text) + 1;
    return absl::StrCat(name, std::string(static_cast<size_t>(pad), ' '), text);
  };
  return absl::StrCat(line(label, stack), "\n", line(other_label, other_stack));
}

}  // namespace seq
