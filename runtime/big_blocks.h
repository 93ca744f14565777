// BigBlocks: the memory of arrays that may grow large.
//
// A block of 2 MiB or more is a mapping of its own, which grows without being
// copied. What grows beyond 16 MiB gets huge pages if the system has them.
// Smaller blocks come from malloc. Decision 014 has the figures.
//
// Thread-safety: any thread may take blocks and give back those of any other.

#ifndef SEQ_RUNTIME_BIG_BLOCKS_H_
#define SEQ_RUNTIME_BIG_BLOCKS_H_

#include <cstddef>

namespace seq {

class BigBlocks {
 public:
  // A block of `bytes` zeros. Throws std::bad_alloc, as does Resize.
  static void* Take(size_t bytes);

  // Gives back a block of so many bytes, or nothing if `memory` is null.
  static void Give(void* memory, size_t bytes);

  // Moves a block of `before` bytes, or null with 0, into one of `after` bytes,
  // as far as it fits there. What is new in it is anything.
  static void* Resize(void* memory, size_t before, size_t after);
};

}  // namespace seq

#endif  // SEQ_RUNTIME_BIG_BLOCKS_H_
