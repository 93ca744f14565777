#include "interp/effect.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace seq {
namespace {

constexpr absl::string_view kImplicitRow = "rest";

class Builder {
 public:
  Builder(TypeArena& arena, RowRule rule, bool rigid_rest)
      : arena_(arena), rule_(rule), rigid_rest_(rigid_rest) {}

  Effect Build(const EffectSyntax& syntax) {
    return Build(syntax, Row(kImplicitRow));
  }

 private:
  // `implicit` is the row of sides that name none.
  Effect Build(const EffectSyntax& syntax, Stack* implicit) {
    Stack* inputs = Build(syntax.inputs, implicit);
    return {inputs, Build(syntax.outputs, implicit)};
  }

  Stack* Build(const SideSyntax& side, Stack* implicit) {
    Stack* stack = Bottom(side, implicit);
    for (const TypeSyntax& type : side.types) {
      stack = arena_.Push(stack, Build(type), type.span);
    }
    return stack;
  }

  Stack* Bottom(const SideSyntax& side, Stack* implicit) {
    if (side.row.has_value()) return Row(side.row->name);
    if (rule_ == RowRule::kEdition && side.types.empty()) {
      return arena_.Closed();
    }
    return implicit;
  }

  Stack* Row(absl::string_view name) {
    for (const auto& [known, row] : rows_) {
      if (known == name) return row;
    }
    Stack* row = arena_.Row(rigid_rest_ && name == kImplicitRow);
    rows_.emplace_back(name, row);
    return row;
  }

  Type* Build(const TypeSyntax& type) {
    switch (type.form) {
      case TypeSyntax::Form::kQuotation:
        return BuildQuotation(*type.signature);
      case TypeSyntax::Form::kClosure:
        return arena_.Callable(TypeKind::kClosure,
                               Build(*type.signature, arena_.Row()));
      case TypeSyntax::Form::kName:
        break;
    }
    if (type.name == "Int") return arena_.Basic(TypeKind::kInt);
    if (type.name == "Bool") return arena_.Basic(TypeKind::kBool);
    if (type.name == "String") return arena_.Basic(TypeKind::kString);
    return Variable(type.name);
  }

  Type* BuildQuotation(const EffectSyntax& signature) {
    const bool needs_nothing =
        signature.inputs.types.empty() && !signature.inputs.row.has_value();
    Stack* const below = needs_nothing ? arena_.Closed() : arena_.Row();
    return arena_.Callable(TypeKind::kQuotation, Build(signature, below),
                           needs_nothing);
  }

  Type* Variable(absl::string_view name) {
    for (const auto& [known, variable] : variables_) {
      if (known == name) return variable;
    }
    Type* variable = arena_.Variable();
    variables_.emplace_back(name, variable);
    return variable;
  }

  TypeArena& arena_;
  const RowRule rule_;
  const bool rigid_rest_;
  std::vector<std::pair<absl::string_view, Stack*>> rows_;
  std::vector<std::pair<absl::string_view, Type*>> variables_;
};

}  // namespace

Effect BuildEffect(TypeArena& arena, const EffectSyntax& syntax, RowRule rule,
                   bool rigid_rest) {
  return Builder(arena, rule, rigid_rest).Build(syntax);
}

}  // namespace seq
