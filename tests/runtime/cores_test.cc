#include "runtime/cores.h"

#include <sched.h>

#include <thread>

#include "gtest/gtest.h"

namespace seq {
namespace {

cpu_set_t Affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  EXPECT_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
  return set;
}

TEST(CoresTest, CountsThoseOfTheAffinityMask) {
  const cpu_set_t allowed = Affinity();
  EXPECT_EQ(CountCores(), CPU_COUNT(&allowed));
}

TEST(CoresTest, WhoLeavesASpinnersCoreMayGoAnywhereAfterwards) {
  const cpu_set_t before = Affinity();
  std::thread woken([&before] {
    const SpinScope spinner;
    LeaveCoreToSpinner();
    const cpu_set_t after = Affinity();
    EXPECT_TRUE(CPU_EQUAL(&before, &after));
  });
  woken.join();
}

TEST(CoresTest, NobodyMovesWithoutASpinner) {
  const cpu_set_t before = Affinity();
  LeaveCoreToSpinner();
  { const SpinScope spinner; }
  LeaveCoreToSpinner();
  const cpu_set_t after = Affinity();
  EXPECT_TRUE(CPU_EQUAL(&before, &after));
}

}  // namespace
}  // namespace seq
