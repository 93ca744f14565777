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
  Builder(TypeArena& arena, RowRule rule, bool rigid_rest,
          const UnionTable* unions)
      : arena_(arena), rule_(rule), rigid_rest_(rigid_rest), unions_(unions) {}

  Effect Build(const EffectSyntax& syntax) {
    return Build(syntax, Row(kImplicitRow));
  }

 private:
  // `implicit` is the row of sides that name none.
  Effect Build(const EffectSyntax& syntax, Stack* implicit) {
    Stack* inputs = Build(syntax.inputs, implicit);
    return {inputs, Build(syntax.outputs, implicit), !syntax.yields.empty()};
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
    Type* const named = NamedType(arena_, type.name, rule_, unions_);
    return named != nullptr ? named : Variable(type.name);
  }

  Type* BuildQuotation(const EffectSyntax& signature) {
    const bool needs_nothing = rule_ != RowRule::kCurrent &&
                               signature.inputs.types.empty() &&
                               !signature.inputs.row.has_value();
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
  const UnionTable* const unions_;
  std::vector<std::pair<absl::string_view, Stack*>> rows_;
  std::vector<std::pair<absl::string_view, Type*>> variables_;
};

}  // namespace

Effect BuildEffect(TypeArena& arena, const EffectSyntax& syntax, RowRule rule,
                   bool rigid_rest, const UnionTable* unions) {
  return Builder(arena, rule, rigid_rest, unions).Build(syntax);
}

Type* NamedType(TypeArena& arena, absl::string_view name, RowRule rule,
                const UnionTable* unions) {
  struct BasicName {
    absl::string_view name;
    TypeKind kind;
    bool classic;
  };
  static constexpr BasicName kNames[] = {
      {"Int", TypeKind::kInt, true},
      {"Bool", TypeKind::kBool, true},
      {"String", TypeKind::kString, true},
      {"Float", TypeKind::kFloat, false},
      {"Symbol", TypeKind::kSymbol, false},
      {"Channel", TypeKind::kChannel, false},
      {"Socket", TypeKind::kSocket, false},
      {"Variant", TypeKind::kVariant, false},
  };
  for (const BasicName& basic : kNames) {
    if (basic.name == name && (basic.classic || rule == RowRule::kCurrent)) {
      return arena.Basic(basic.kind);
    }
  }
  const UnionDefinition* const definition =
      unions == nullptr ? nullptr : unions->FindUnion(name);
  return definition == nullptr ? nullptr : arena.Union(definition);
}

}  // namespace seq
