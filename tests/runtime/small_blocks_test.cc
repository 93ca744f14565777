// small_blocks.h: who takes a block has it alone, and blocks are used again
// whichever thread gives them back.

#include "runtime/small_blocks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace seq {
namespace {

// Blocks of one size, filled with a byte of their own.
class Blocks {
 public:
  explicit Blocks(size_t bytes) : bytes_(bytes) {}

  void Take(size_t count) {
    for (size_t i = 0; i < count; ++i) {
      void* const block = SmallBlocks::Take(bytes_);
      std::memset(block, Mark(blocks_.size()), bytes_);
      blocks_.push_back(block);
    }
  }
  // Checks them and gives all back.
  void Give() {
    for (size_t i = 0; i < blocks_.size(); ++i) {
      const auto* bytes = static_cast<const unsigned char*>(blocks_[i]);
      for (size_t j = 0; j < bytes_; ++j) ASSERT_EQ(bytes[j], Mark(i));
      SmallBlocks::Give(blocks_[i], bytes_);
    }
    blocks_.clear();
  }
  const std::vector<void*>& all() const { return blocks_; }

 private:
  static unsigned char Mark(size_t i) {
    return static_cast<unsigned char>(i * 37 + 1);
  }

  const size_t bytes_;
  std::vector<void*> blocks_;
};

TEST(SmallBlocksTest, BlocksDoNotOverlap) {
  std::vector<Blocks> sizes;
  for (size_t bytes = 1; bytes <= SmallBlocks::kMostBytes + 40; ++bytes) {
    sizes.emplace_back(bytes);
  }
  for (const size_t count : {1, 7, 200, 1000}) {
    for (Blocks& blocks : sizes) blocks.Take(count);
    for (Blocks& blocks : sizes) blocks.Give();
  }
}

TEST(SmallBlocksTest, BlocksAreAligned) {
  for (size_t bytes = 1; bytes <= SmallBlocks::kMostBytes; ++bytes) {
    void* const block = SmallBlocks::Take(bytes);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(block) % 8, 0u);
    SmallBlocks::Give(block, bytes);
  }
}

TEST(SmallBlocksTest, ResizeKeepsTheBytes) {
  for (const auto& [before, after] : std::vector<std::pair<size_t, size_t>>{
           {24, 120}, {120, 24}, {100, 5000}, {5000, 100}, {5000, 90000}}) {
    auto* bytes = static_cast<char*>(SmallBlocks::Take(before));
    for (size_t i = 0; i < before; ++i) bytes[i] = static_cast<char>(i);
    bytes = static_cast<char*>(SmallBlocks::Resize(bytes, before, after));
    for (size_t i = 0; i < std::min(before, after); ++i) {
      ASSERT_EQ(bytes[i], static_cast<char>(i));
    }
    SmallBlocks::Give(bytes, after);
  }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// One thread makes, another one drops: what the second gave back is what the
// first takes, but for what each keeps.
TEST(SmallBlocksTest, WhatOneThreadGivesAnotherTakes) {
  constexpr size_t kBytes = 72;
  constexpr size_t kRound = 1000;
  std::set<void*> seen;
  for (int round = 0; round < 50; ++round) {
    Blocks blocks(kBytes);
    blocks.Take(kRound);
    seen.insert(blocks.all().begin(), blocks.all().end());
    std::thread([&] { blocks.Give(); }).join();
  }
  EXPECT_LE(seen.size(), 2 * kRound);
}
#endif

TEST(SmallBlocksTest, ThreadsTakeAndGiveAtTheSameTime) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      Blocks blocks(40);
      for (int round = 0; round < 200; ++round) {
        blocks.Take(300);
        blocks.Give();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace seq
