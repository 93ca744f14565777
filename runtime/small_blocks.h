// SmallBlocks: the memory of small objects, those that programs make and drop
// all the time: short strings, union values, closures.
//
// Why not malloc: it puts 8 bytes in front of each block and rounds up to 16,
// so a string of eleven bytes would take 48 bytes instead of 32; and malloc
// with free takes several times as long.
//
// Blocks come in sizes of 24 to 128 bytes, in steps of eight. Each thread keeps
// some of each size and takes and gives them without a lock. Blocks that it has
// too many of, or all when it ends, go to a depot that all threads share, in
// batches, so that one that only makes objects and one that only drops them do
// not hoard memory (J. Bonwick and J. Adams, "Magazines and Vmem", USENIX
// 2001). What was once used for small objects is used for small objects again,
// and not given back to the system. Larger sizes go to malloc and free.
//
// Under sanitizers all sizes do, so that they can tell one object from the
// next.
//
// Thread-safety: any thread may take blocks and give back those of any other.
// Only now and then, once in a batch, a lock is held for a short time.

#ifndef SEQ_RUNTIME_SMALL_BLOCKS_H_
#define SEQ_RUNTIME_SMALL_BLOCKS_H_

#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"

namespace seq {

class SmallBlocks {
 public:
  static constexpr size_t kMostBytes = 128;

  // A block for `bytes`, aligned to 8. Throws std::bad_alloc.
  static void* Take(size_t bytes) {
    if (ABSL_PREDICT_FALSE(bytes > kMostBytes)) return TakeLarge(bytes);
    Shelf& shelf = shelves_[ShelfFor(bytes)];
    Block* const block = shelf.blocks;
    if (ABSL_PREDICT_FALSE(block == nullptr)) return TakeFromDepot(bytes);
    shelf.blocks = block->next;
    --shelf.count;
    return block;
  }

  // Gives back what Take(bytes) returned.
  static void Give(void* memory, size_t bytes) {
    if (ABSL_PREDICT_FALSE(bytes > kMostBytes)) return GiveLarge(memory);
    Shelf& shelf = shelves_[ShelfFor(bytes)];
    if (ABSL_PREDICT_FALSE(shelf.count >= shelf.limit)) {
      return GiveToFull(memory, bytes);
    }
    shelf.Put(memory);
  }

  // Moves what Take(before) returned into a block for `after` bytes, as far as
  // it fits there. A large block that grows often costs no copying.
  static void* Resize(void* memory, size_t before, size_t after);

 private:
  friend class BlockDepot;

  struct Block {
    Block* next;
  };
  // The blocks of one size that a thread keeps. Trivial to construct, so that
  // using one is a plain access to a thread-local.
  struct Shelf {
    Block* blocks;
    int32_t count;
    int32_t limit;  // 0 before the first use, and when the thread ends

    void Put(void* memory) {
      auto* const block = static_cast<Block*>(memory);
      block->next = blocks;
      blocks = block;
      ++count;
    }
  };

  static constexpr size_t kStep = 8;
  static constexpr size_t kShelves = kMostBytes / kStep + 1;

  static size_t ShelfFor(size_t bytes) { return (bytes + kStep - 1) / kStep; }

  static void* TakeLarge(size_t bytes);
  static void GiveLarge(void* memory);
  static void* TakeFromDepot(size_t bytes);
  static void GiveToFull(void* memory, size_t bytes);
  static bool MayKeep(Shelf& shelf);
  static void GiveAll();

  static constinit thread_local Shelf shelves_[kShelves];
};

}  // namespace seq

#endif  // SEQ_RUNTIME_SMALL_BLOCKS_H_
