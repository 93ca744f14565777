// types.h, unify.h, type_printer.h
#include "interp/types.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interp/type_printer.h"
#include "interp/unify.h"

namespace seq {
namespace {

using testing::ElementsAre;

class TypesTest : public testing::Test {
 protected:
  Type* Int() { return arena_.Basic(TypeKind::kInt); }
  Type* String() { return arena_.Basic(TypeKind::kString); }
  Type* Quotation(Stack* inputs, Stack* outputs) {
    return arena_.Callable(TypeKind::kQuotation, {inputs, outputs});
  }
  template <typename Cell>
  bool Unifies(Cell* a, Cell* b) {
    failure_ = {};
    return Unify(a, b, failure_);
  }

  TypeArena arena_;
  UnifyFailure failure_;
  TypePrinter printer_;
};

TEST_F(TypesTest, BasicTypesUnifyWithThemselvesOnly) {
  EXPECT_TRUE(Unifies(Int(), Int()));
  EXPECT_FALSE(Unifies(Int(), String()));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kTypes);
  EXPECT_EQ(failure_.expected, Int());
  EXPECT_EQ(failure_.found, String());
}

TEST_F(TypesTest, VariableIsBoundOnce) {
  Type* variable = arena_.Variable();
  EXPECT_TRUE(Unifies(variable, Int()));
  EXPECT_EQ(Resolve(variable), Int());
  EXPECT_FALSE(Unifies(variable, String()));
}

TEST_F(TypesTest, ChainsOfVariablesShareABinding) {
  Type* a = arena_.Variable();
  Type* b = arena_.Variable();
  Type* c = arena_.Variable();
  EXPECT_TRUE(Unifies(a, b));
  EXPECT_TRUE(Unifies(c, a));
  EXPECT_TRUE(Unifies(b, String()));
  EXPECT_EQ(Resolve(c), String());
}

TEST_F(TypesTest, VariableDoesNotUnifyWithATypeThatHoldsIt) {
  Type* variable = arena_.Variable();
  Stack* row = arena_.Row();
  EXPECT_FALSE(Unifies(variable, Quotation(row, arena_.Push(row, variable))));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kInfinite);
}

TEST_F(TypesTest, OlderVariableIsFoundInsideNewerOnes) {
  Type* old = arena_.Variable();
  Stack* row = arena_.Row();
  Type* middle = arena_.Variable();
  ASSERT_TRUE(Unifies(middle, Quotation(row, arena_.Push(row, old))));
  EXPECT_FALSE(Unifies(old, Quotation(row, arena_.Push(row, middle))));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kInfinite);
}

TEST_F(TypesTest, BindingAnOldVariableKeepsNewOnesFindable) {
  // `old` comes to hold `young`; `young` must then not be bound to `old`.
  Type* old = arena_.Variable();
  Type* young = arena_.Variable();
  Stack* row = arena_.Row();
  ASSERT_TRUE(Unifies(old, Quotation(row, arena_.Push(row, young))));
  EXPECT_FALSE(Unifies(young, Quotation(row, arena_.Push(row, old))));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kInfinite);
}

TEST_F(TypesTest, RowTakesWhateverIsLeft) {
  Stack* row = arena_.Row();
  Stack* wanted = arena_.Push(row, Int());
  Stack* found = arena_.Push(arena_.Push(arena_.Closed(), String()), Int());
  EXPECT_TRUE(Unifies(wanted, found));
  EXPECT_EQ(printer_.Print(row), "( String )");
}

TEST_F(TypesTest, RowDoesNotUnifyWithItselfAndMore) {
  Stack* row = arena_.Row();
  EXPECT_FALSE(Unifies(row, arena_.Push(row, Int())));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kInfinite);
}

TEST_F(TypesTest, ClosedAndRigidStacksGiveNothing) {
  Stack* wanted = arena_.Push(arena_.Row(), Int());
  EXPECT_FALSE(Unifies(wanted, arena_.Closed()));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kShape);
  EXPECT_FALSE(Unifies(wanted, arena_.Row(/*rigid=*/true)));
  EXPECT_TRUE(Unifies(arena_.Row(), arena_.Row(/*rigid=*/true)));
  EXPECT_TRUE(Unifies(arena_.Closed(), arena_.Closed()));
}

TEST_F(TypesTest, FailureTellsWhereBothValuesCameFrom) {
  Stack* wanted = arena_.Push(arena_.Row(), Int(), {0, 1, 2});
  Stack* found = arena_.Push(arena_.Row(), String(), {0, 3, 4});
  EXPECT_FALSE(Unifies(wanted, found));
  EXPECT_EQ(failure_.expected_origin.begin, 1u);
  EXPECT_EQ(failure_.origin.begin, 3u);
}

TEST_F(TypesTest, QuotationsAndClosuresUnifyByTheirEffects) {
  Stack* a = arena_.Row();
  Stack* b = arena_.Row();
  Type* quotation = Quotation(arena_.Push(a, Int()), arena_.Push(a, Int()));
  Type* closure = arena_.Callable(
      TypeKind::kClosure, {arena_.Push(b, Int()), arena_.Push(b, Int())});
  EXPECT_TRUE(Unifies(quotation, closure));
  Stack* c = arena_.Row();
  EXPECT_FALSE(Unifies(quotation, Quotation(arena_.Push(c, Int()), c)));
  EXPECT_EQ(failure_.reason, UnifyFailure::Reason::kTypes);
}

TEST_F(TypesTest, InstancesDoNotShareVariables) {
  Stack* row = arena_.Row();
  Type* variable = arena_.Variable();
  const Effect effect{arena_.Push(row, variable), arena_.Push(row, variable)};
  const Effect copy = Instantiate(arena_, effect, {0, 7, 8});
  EXPECT_TRUE(Unifies(copy.inputs, arena_.Push(arena_.Closed(), Int())));
  EXPECT_EQ(printer_.Print(copy.outputs), "( Int )");
  EXPECT_EQ(printer_.Print(effect.outputs), "( .. T )");
  EXPECT_EQ(copy.outputs->origin.begin, 7u);
}

TEST_F(TypesTest, ItemsAreDeepestFirst) {
  Stack* deep = arena_.Push(arena_.Row(), Int());
  Stack* top = arena_.Push(deep, String());
  EXPECT_THAT(Items(top), ElementsAre(deep, top));
  EXPECT_EQ(CountItems(top, 5), 2u);
  EXPECT_EQ(CountItems(top, 1), 1u);
}

TEST_F(TypesTest, PrintsVariablesByLetters) {
  Type* a = arena_.Variable();
  Type* b = arena_.Variable();
  Stack* stack = arena_.Closed();
  for (Type* type : {a, b, a}) stack = arena_.Push(stack, type);
  EXPECT_EQ(printer_.Print(stack), "( T U T )");
  EXPECT_EQ(printer_.Print(arena_.Closed()), "( )");
}

TEST_F(TypesTest, PrintsEffects) {
  Stack* row = arena_.Row();
  Stack* other = arena_.Row();
  EXPECT_EQ(printer_.Print(Effect{arena_.Push(row, Int()), row}), "Int --");
  EXPECT_EQ(printer_.Print(Effect{row, row}), "--");
  EXPECT_EQ(printer_.Print(Effect{row, arena_.Push(other, Int())}),
            "..a -- ..b Int");
}

TEST_F(TypesTest, CutsDeepStacksAndNestedTypes) {
  Stack* stack = arena_.Row();
  for (int i = 0; i < 100; ++i) stack = arena_.Push(stack, Int());
  EXPECT_EQ(printer_.Print(stack), "( .. … Int Int Int Int Int Int Int Int )");
  Type* type = Int();
  for (int i = 0; i < 100; ++i) {
    Stack* row = arena_.Row();
    type = Quotation(row, arena_.Push(row, type));
  }
  EXPECT_EQ(printer_.Print(type), "[ -- [ -- [ -- [ -- [ … ] ] ] ] ]");
}

TEST_F(TypesTest, AlignsTops) {
  EXPECT_EQ(AlignedStacks("expected", "( Int )", "found", "( String Int )"),
            "expected        ( Int )\n"
            "found    ( String Int )");
}

}  // namespace
}  // namespace seq
