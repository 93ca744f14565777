#include "runtime/stack_region.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace seq {
namespace {

constexpr StackSizes kSizes = {/*native_bytes=*/1 << 20, /*values=*/10000};

size_t PageBytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

StackRegion Reserve(StackSizes sizes = kSizes) {
  auto region = StackRegion::Reserve(sizes);
  EXPECT_TRUE(region.ok()) << region.status();
  return *std::move(region);
}

char* NativeLow(const StackRegion& region) {
  return static_cast<char*>(region.native_low());
}

char* NativeEnd(const StackRegion& region) {
  return NativeLow(region) + region.native_bytes();
}

// The first byte behind everything that may be used.
char* ValuesEnd(const StackRegion& region) {
  const auto end = reinterpret_cast<uintptr_t>(region.values_limit() +
                                               StackRegion::kRedZoneValues);
  const size_t page = PageBytes();
  return reinterpret_cast<char*>((end + page - 1) / page * page);
}

// How many pages of [begin, end), both on page boundaries, are in memory.
size_t ResidentPages(const void* begin, const void* end) {
  const size_t bytes = static_cast<size_t>(static_cast<const char*>(end) -
                                           static_cast<const char*>(begin));
  std::vector<unsigned char> pages(bytes / PageBytes());
  EXPECT_EQ(mincore(const_cast<void*>(begin), bytes, pages.data()), 0);
  size_t resident = 0;
  for (const unsigned char page : pages) resident += page & 1;
  return resident;
}

size_t ResidentPages(const StackRegion& region) {
  return ResidentPages(region.native_low(), ValuesEnd(region));
}

void Touch(const StackRegion& region) {
  std::memset(region.native_low(), 1,
              static_cast<size_t>(ValuesEnd(region) - NativeLow(region)));
}

size_t CountMappings() {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  size_t count = 0;
  while (std::getline(maps, line)) ++count;
  return count;
}

TEST(StackRegionTest, PartsFollowEachOther) {
  const StackRegion region = Reserve();
  EXPECT_EQ(reinterpret_cast<uintptr_t>(region.native_low()) % PageBytes(), 0u);
  EXPECT_GE(region.native_bytes(), kSizes.native_bytes);
  EXPECT_EQ(static_cast<void*>(region.frames_end()),
            static_cast<void*>(region.values_begin()));
  EXPECT_EQ(region.values_limit() - region.values_begin(),
            static_cast<ptrdiff_t>(StackRegion::kGuardSlots + kSizes.values));
}

TEST(StackRegionTest, HoldsAFrameForEveryPossibleCall) {
  const StackRegion region = Reserve();
  const size_t calls = region.native_bytes() / 16;
  Frame* const lowest = region.frames_end() - calls;
  EXPECT_GE(reinterpret_cast<char*>(lowest), NativeEnd(region));
  lowest->store(nullptr);
}

TEST(StackRegionTest, AllOfItCanBeWritten) {
  const StackRegion region = Reserve();
  Touch(region);
  region.values_limit()[StackRegion::kRedZoneValues - 1] = Value::Int(1);
}

TEST(StackRegionTest, SizesAreRoundedUp) {
  const StackRegion region = Reserve({1, 1});
  EXPECT_EQ(region.native_bytes(), PageBytes());
  Touch(region);
}

TEST(StackRegionTest, CostsNothingUntilTouched) {
  const StackRegion region = Reserve();
  EXPECT_EQ(ResidentPages(region), 0u);
  region.frames_end()[-1].store(nullptr);
  region.values_begin()[0] = Value::Int(1);
  EXPECT_EQ(ResidentPages(region), 1u);
}

TEST(StackRegionDeathTest, TheEndOfTheNativeStackIsGuarded) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const StackRegion region = Reserve();
  volatile char* const below = NativeLow(region) - 1;
  EXPECT_DEATH(*below = 1, "");
}

TEST(StackRegionDeathTest, TheEndOfTheValuesIsGuarded) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const StackRegion region = Reserve();
  volatile char* const behind = ValuesEnd(region);
  EXPECT_DEATH(*behind = 1, "");
}

TEST(StackRegionTest, GuardsSurviveTrimming) {
  StackRegion region = Reserve();
  Touch(region);
  region.Trim(NativeEnd(region) - 1);
  // A system call reports the fault instead of dying of it.
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "ab", 2), 2);
  EXPECT_EQ(read(ends[0], NativeLow(region) - 1, 1), -1);
  EXPECT_EQ(read(ends[0], ValuesEnd(region), 1), -1);
  close(ends[0]);
  close(ends[1]);
}

TEST(StackRegionTest, TrimGivesBackAllButTheFirstPages) {
  StackRegion region = Reserve();
  Touch(region);
  EXPECT_EQ(
      ResidentPages(region),
      static_cast<size_t>(ValuesEnd(region) - NativeLow(region)) / PageBytes());
  region.Trim(NativeEnd(region) - 1);
  // Two of the native stack, and the one that frames and values share.
  EXPECT_EQ(ResidentPages(region), 3u);
}

TEST(StackRegionTest, TrimKeepsWhatIsInUse) {
  StackRegion region = Reserve();
  Touch(region);
  const size_t used = 10 * PageBytes();
  char* const in_use = NativeEnd(region) - used;
  region.values_begin()[1] = Value::Int(42);
  region.Trim(in_use);
  EXPECT_EQ(ResidentPages(in_use, NativeEnd(region)), 10u);
  EXPECT_EQ(*in_use, 1);
  EXPECT_EQ(region.values_begin()[1].integer, 42);
}

TEST(StackRegionTest, AMoveLeavesNothingBehind) {
  StackRegion first = Reserve();
  first.values_begin()[0] = Value::Int(7);
  StackRegion second = std::move(first);
  EXPECT_EQ(second.values_begin()[0].integer, 7);
  second = Reserve();
  Touch(second);
}

TEST(StackRegionTest, ManyFitIntoTheAddressSpace) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "sanitizers add mappings of their own";
#endif
  constexpr size_t kRegions = 1000;
  const size_t mappings = CountMappings();
  std::vector<StackRegion> regions;
  for (size_t i = 0; i < kRegions; ++i) {
    regions.push_back(Reserve({/*native_bytes=*/64 << 20, /*values=*/1 << 20}));
  }
  // One, and two for the guards of kernels that cannot do it in the page table.
  EXPECT_LE(CountMappings(), mappings + 3 * kRegions);
  regions.clear();
  EXPECT_LE(CountMappings(), mappings + 16);
}

TEST(StackRegionTest, SaysWhenTheAddressSpaceIsTooSmall) {
  const auto region =
      StackRegion::Reserve({/*native_bytes=*/size_t{1} << 50, /*values=*/1});
  ASSERT_FALSE(region.ok());
  EXPECT_EQ(region.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(std::string(region.status().message()).find("cannot reserve"), 0u);
}

}  // namespace
}  // namespace seq
