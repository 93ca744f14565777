#include "runtime/internal_error.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

// Sanitizers report faults themselves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

constexpr char kOurFault[] =
    "internal error: .*This is a bug in the interpreter";

class InternalErrorDeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(InternalErrorDeathTest, AFaultSaysThatItIsOursAndEndsWithAStatus) {
  EXPECT_EXIT(
      {
        ReportInternalErrors();
        raise(SIGSEGV);
      },
      ::testing::ExitedWithCode(kExitRunTimeError), "memory fault");
}

TEST_F(InternalErrorDeathTest, AnUncaughtExceptionIsAnInternalError) {
  EXPECT_EXIT(
      {
        ReportInternalErrors();
        std::abort();
      },
      ::testing::ExitedWithCode(kExitRunTimeError), "internal error: aborted");
}

// Uses up the native stack without looking at the limit, as only a bug would.
[[gnu::noinline]] int Recurse(volatile int* depth) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(*depth);
  *depth = *depth + 1;
  if (*depth < 0) return 0;  // never
  return Recurse(depth) + frame[0];
}

TEST_F(InternalErrorDeathTest, RunningIntoTheGuardOfAStrandsStackIsReported) {
  EXPECT_EXIT(
      {
        ReportInternalErrors();
        StrandPool pool(SmallPool(1));
        pool.Run([](Strand*) {
          volatile int depth = 0;
          Recurse(&depth);
        });
      },
      ::testing::ExitedWithCode(kExitRunTimeError), kOurFault);
}

#endif

}  // namespace
}  // namespace seq
