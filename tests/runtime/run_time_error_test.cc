#include "runtime/run_time_error.h"

#include <string>

#include "gtest/gtest.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "tests/runtime/pool_support.h"

namespace seq {
namespace {

RunTimeError SampleError() {
  return {.message = "divide: by zero",
          .site = 7,
          .back_trace = {.innermost = {8, 9}, .omitted = 0, .outermost = {}}};
}

TEST(RunTimeErrorTest, OfTheMainStrand) {
  const Strand strand(nullptr, 1, {});
  EXPECT_EQ(RenderRunTimeError(SampleError(), strand, TestLocations()),
            "test.seq:7:3: run-time error: divide: by zero\n"
            "  7 |   call7 end\n"
            "    |   ^^^^^\n"
            "back-trace of strand 1 (main):\n"
            "  in word7 at test.seq:7:3\n"
            "  in word8 at test.seq:8:3\n"
            "  in word9 at test.seq:9:3\n");
}

TEST(RunTimeErrorTest, OfASpawnedStrand) {
  Strand strand(nullptr, 12, {});
  strand.spawner = 4;
  strand.spawn_site = 30;
  EXPECT_EQ(RenderRunTimeError(SampleError(), strand, TestLocations()),
            "test.seq:7:3: run-time error: divide: by zero\n"
            "  7 |   call7 end\n"
            "    |   ^^^^^\n"
            "back-trace of strand 12, spawned by strand 4 at test.seq:30:3:\n"
            "  in word7 at test.seq:7:3\n"
            "  in word8 at test.seq:8:3\n"
            "  in word9 at test.seq:9:3\n");
}

TEST(RunTimeErrorTest, ACutBackTraceSaysHowMuchIsMissing) {
  const BackTrace trace = {
      .innermost = {1}, .omitted = 12345, .outermost = {2}};
  EXPECT_EQ(RenderBackTrace(trace, TestLocations()),
            "  in word1 at test.seq:1:3\n"
            "  ... 12345 more calls ...\n"
            "  in word2 at test.seq:2:3\n");
}

TEST(RunTimeErrorTest, CallsFromOnePlaceInARowShareALine) {
  const BackTrace trace = {
      .innermost = {1, 1, 1, 2, 1}, .omitted = 0, .outermost = {}};
  EXPECT_EQ(RenderBackTrace(trace, TestLocations()),
            "  in word1 at test.seq:1:3 (3 calls)\n"
            "  in word2 at test.seq:2:3\n"
            "  in word1 at test.seq:1:3\n");
}

TEST(RunTimeErrorTest, AStrandThatHasNotStartedHasNoBackTrace) {
  const Strand strand(nullptr, 1, {});
  const BackTrace trace = CaptureBackTrace(strand);
  EXPECT_TRUE(trace.innermost.empty());
  EXPECT_EQ(trace.omitted, 0u);
}

// --- What words say about their operands -------------------------------------

class OperandsTest : public testing::Test {
 protected:
  // The message of FailOperands for a word "add" with `count` operands.
  static std::string MessageFor(std::vector<Value> stack, size_t count) {
    std::string message;
    StrandPool pool(SmallPool(1));
    pool.Run([&](Strand* strand) {
      WordRow row = {};
      row.name = "add";
      WordNode node;
      node.site = 7;
      node.row = &row;
      Value* sp = strand->stack_base;
      for (const Value& value : stack) *sp++ = value;
      try {
        FailOperands(&node, sp, strand, count, "Int operands");
      } catch (const RunTimeError& error) {
        message = error.message;
        EXPECT_EQ(error.site, 7u);
        EXPECT_EQ(strand->failed_sp, sp);
      }
      for (const Value& value : stack) Release(value);
    });
    return message;
  }
};

TEST_F(OperandsTest, EmptyStack) {
  EXPECT_EQ(MessageFor({}, 2), "add: stack is empty");
}

TEST_F(OperandsTest, TooFewValues) {
  EXPECT_EQ(MessageFor({Value::Int(1)}, 2),
            "add: needs 2 values, but the stack has only 1 value");
  EXPECT_EQ(MessageFor({Value::Int(1), Value::Int(2)}, 3),
            "add: needs 3 values, but the stack has only 2 values");
}

TEST_F(OperandsTest, WrongKinds) {
  EXPECT_EQ(MessageFor({Value::Int(9), Value::Int(-1), MakeString("a\nb")}, 2),
            "add: expected Int operands on stack, got Int -1, String "
            "\"a\\nb\"");
}

TEST_F(OperandsTest, HolesBelowTheStackAreSeen) {
  StrandPool pool(SmallPool(1));
  pool.Run([](Strand* strand) {
    for (size_t i = 1; i <= StackRegion::kGuardSlots; ++i) {
      EXPECT_EQ(strand->stack_base[-static_cast<ptrdiff_t>(i)].kind,
                ValueKind::kHole);
    }
  });
}

}  // namespace
}  // namespace seq
