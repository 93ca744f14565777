#include "runtime/symbol.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/value.h"

namespace seq {
namespace {

TEST(SymbolTest, EqualNamesAreTheSameObject) {
  Symbol* const first = Symbol::Intern("symbol-test-equal");
  Symbol* const second = Symbol::Intern(absl::StrCat("symbol-test-", "equal"));
  Symbol* const other = Symbol::Intern("symbol-test-other");
  EXPECT_EQ(first, second);
  EXPECT_NE(first, other);
  EXPECT_EQ(first->name(), "symbol-test-equal");
  EXPECT_FALSE(first->IsSoleReference());
  second->DropReference();
  EXPECT_TRUE(first->IsSoleReference());
  first->DropReference();
  other->DropReference();
}

TEST(SymbolTest, AnyBytesAreAName) {
  for (const std::string& name :
       {std::string(), std::string("\0\xFF", 2), std::string(100'000, 'x')}) {
    Symbol* const symbol = Symbol::Intern(name);
    EXPECT_EQ(symbol->name(), name);
    symbol->DropReference();
  }
}

TEST(SymbolTest, ANameCanComeBackAfterItsLastReference) {
  for (int i = 0; i < 3; ++i) {
    Symbol* const symbol = Symbol::Intern("symbol-test-again");
    EXPECT_TRUE(symbol->IsSoleReference());
    EXPECT_TRUE(symbol->shared());
    symbol->DropReference();
  }
}

TEST(SymbolTest, ALiteralIsNotCounted) {
  Symbol* const literal = Symbol::InternLiteral("symbol-test-literal");
  for (int i = 0; i < 5; ++i) literal->DropReference();
  Symbol* const again = Symbol::Intern("symbol-test-literal");
  EXPECT_EQ(again, literal);
  EXPECT_EQ(again->name(), "symbol-test-literal");
}

TEST(SymbolTest, ACountedSymbolCanBecomeALiteral) {
  Symbol* const counted = Symbol::Intern("symbol-test-promoted");
  EXPECT_EQ(Symbol::InternLiteral("symbol-test-promoted"), counted);
  counted->DropReference();
  EXPECT_EQ(Symbol::Intern("symbol-test-promoted"), counted);
  EXPECT_EQ(counted->name(), "symbol-test-promoted");
}

TEST(SymbolTest, ListIsTheLiteralOfThatName) {
  EXPECT_EQ(Symbol::List(), Symbol::InternLiteral("List"));
}

// Last references are given up while others ask for the same names, and some
// names become literals meanwhile.
TEST(SymbolTest, ManyThreadsMakeAndForgetTheSameNames) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 20'000;
  constexpr int kNames = 5;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&wrong, thread] {
      for (int round = 0; round < kRounds; ++round) {
        const std::string name =
            absl::StrCat("symbol-test-race-", (round + thread) % kNames);
        Symbol* const first = Symbol::Intern(name);
        Symbol* const second = Symbol::Intern(name);
        if (first != second || first->name() != name) ++wrong;
        first->DropReference();
        second->DropReference();
        if (round == kRounds / 2 && thread == 0) Symbol::InternLiteral(name);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace seq
