#include "interp/effect.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "interp/lexer.h"
#include "interp/parser.h"
#include "interp/source.h"
#include "interp/type_printer.h"

namespace seq {
namespace {

class EffectTest : public testing::Test {
 protected:
  // `effect` without its parentheses, e.g. "Int -- Int".
  Effect Build(const std::string& effect, RowRule rule, bool rigid = false) {
    SourceMap sources;
    const uint32_t file = sources.Add("effect", "( " + effect + " )");
    Diagnostics diagnostics;
    const std::optional<EffectSyntax> syntax = ParseEffect(
        Lex(sources, file, Edition::kClassic, diagnostics), diagnostics);
    EXPECT_TRUE(diagnostics.empty());
    return BuildEffect(arena_, *syntax, rule, rigid);
  }

  static Type* Top(Stack* stack) { return Resolve(Resolve(stack)->type); }

  TypeArena arena_;
};

TEST_F(EffectTest, EmptySidesAreClosedByTheEditionsRule) {
  const Effect effect = Build("-- Int", RowRule::kEdition);
  EXPECT_EQ(Base(effect.inputs)->kind, Stack::Kind::kClosed);
  EXPECT_EQ(Base(effect.outputs)->kind, Stack::Kind::kRow);
}

TEST_F(EffectTest, SidesShareTheImplicitRow) {
  for (const RowRule rule : {RowRule::kEdition, RowRule::kUniform}) {
    const Effect effect = Build("Int -- String", rule);
    EXPECT_EQ(Base(effect.inputs), Base(effect.outputs));
  }
  const Effect empty = Build("--", RowRule::kUniform);
  EXPECT_EQ(empty.inputs, empty.outputs);
}

TEST_F(EffectTest, OnlyTheImplicitRowIsRigid) {
  EXPECT_TRUE(Base(Build("Int --", RowRule::kUniform, true).inputs)->rigid);
  EXPECT_FALSE(Base(Build("Int --", RowRule::kUniform).inputs)->rigid);
  EXPECT_FALSE(
      Base(Build("..a Int -- ..a", RowRule::kUniform, true).inputs)->rigid);
}

TEST_F(EffectTest, NamedRowsAreOneVariableEverywhere) {
  const Effect effect = Build("..a [ ..a -- ..b ] -- ..b", RowRule::kUniform);
  const Effect& quotation = Top(effect.inputs)->effect;
  EXPECT_EQ(Base(quotation.inputs), Base(effect.inputs));
  EXPECT_EQ(Base(quotation.outputs), Base(effect.outputs));
  EXPECT_NE(Base(effect.inputs), Base(effect.outputs));
}

TEST_F(EffectTest, ImplicitRowOfAQuotationIsItsOwn) {
  const Effect effect = Build("[ Int -- Int ] -- ", RowRule::kUniform);
  const Effect& quotation = Top(effect.inputs)->effect;
  EXPECT_NE(Base(quotation.inputs), Base(effect.inputs));
  EXPECT_EQ(Base(quotation.inputs), Base(quotation.outputs));
}

TEST_F(EffectTest, QuotationWithoutInputsCapturesAll) {
  for (const RowRule rule : {RowRule::kEdition, RowRule::kUniform}) {
    const Type* needs_nothing = Top(Build("[ -- Int ] --", rule).inputs);
    EXPECT_TRUE(needs_nothing->captures_all);
    EXPECT_EQ(Base(needs_nothing->effect.inputs)->kind, Stack::Kind::kClosed);
  }
  EXPECT_FALSE(
      Top(Build("[ ..a -- ..a ] --", RowRule::kUniform).inputs)->captures_all);
  EXPECT_FALSE(
      Top(Build("Closure[ -- ] --", RowRule::kUniform).inputs)->captures_all);
}

TEST_F(EffectTest, EqualNamesAreEqualVariables) {
  const Effect effect = Build("T U -- T List", RowRule::kUniform);
  EXPECT_EQ(TypePrinter().Print(effect), "T U -- T V");
}

}  // namespace
}  // namespace seq
