#include "runtime/small_blocks.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "runtime/mutex.h"

namespace seq {
namespace {

// Whether a tool looks for memory used after it was freed. Blocks that are used
// again would keep it from finding anything.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCheckedMemory = true;
#elif defined(__has_feature)
constexpr bool kCheckedMemory = __has_feature(address_sanitizer) ||
                                __has_feature(thread_sanitizer) ||
                                __has_feature(memory_sanitizer);
#else
constexpr bool kCheckedMemory = false;
#endif

// How many blocks of a size a thread keeps. It starts with few, since there can
// be thousands of threads that make an object or two.
constexpr int32_t kFirstLimit = 16;
constexpr int32_t kLimit = 128;

// The smallest block: one in the depot holds three words.
constexpr size_t kLeastBytes = 24;

// Blocks are cut from pieces of this size.
constexpr size_t kPieceBytes = size_t{64} << 10;

void* Allocate(size_t bytes) {
  void* const memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// What the threads share: blocks that none of them keeps, and memory that no
// block was cut from yet.
class BlockDepot {
 public:
  using Block = SmallBlocks::Block;
  // Blocks linked by `next`; as long as it is in the depot, the first one links
  // batches.
  struct Batch : Block {
    Batch* next_batch;
    int32_t count;
  };
  static_assert(sizeof(Batch) == kLeastBytes);

  struct Blocks {
    Block* first;
    int32_t count;
  };

  void Put(size_t shelf, Blocks blocks) {
    auto* const batch = static_cast<Batch*>(blocks.first);
    batch->count = blocks.count;
    const MutexLock lock(mutex_);
    batch->next_batch = std::exchange(batches_[shelf], batch);
  }

  // A batch that somebody put there, or `count` new blocks.
  Blocks Get(size_t shelf, int32_t count) {
    const MutexLock lock(mutex_);
    Batch* const batch = batches_[shelf];
    if (batch == nullptr) return Cut(shelf * SmallBlocks::kStep, count);
    batches_[shelf] = batch->next_batch;
    return {batch, batch->count};
  }

 private:
  Blocks Cut(size_t bytes, int32_t count)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    bytes = std::max(bytes, kLeastBytes);
    if (left_ < bytes) {
      piece_ = static_cast<char*>(Allocate(kPieceBytes));
      left_ = kPieceBytes;
    }
    Blocks blocks{nullptr, 0};
    // In ascending order, as they will be used.
    const auto cut = std::min(static_cast<size_t>(count), left_ / bytes);
    for (size_t i = cut; i > 0; --i) {
      blocks.first = new (piece_ + (i - 1) * bytes) Block{blocks.first};
      ++blocks.count;
    }
    piece_ += cut * bytes;
    left_ -= cut * bytes;
    return blocks;
  }

  Mutex mutex_;
  Batch* batches_[SmallBlocks::kShelves] ABSL_GUARDED_BY(mutex_) = {};
  // What is left of the piece that blocks are cut from; the rest of the one
  // before, less than a block, is lost.
  char* piece_ ABSL_GUARDED_BY(mutex_) = nullptr;
  size_t left_ ABSL_GUARDED_BY(mutex_) = 0;
};

namespace {

// Whether this thread may keep blocks: no longer while it ends.
enum class State : uint8_t { kUnused, kUsed, kClosed };
constinit thread_local State state = State::kUnused;

// Never destroyed: objects die until the process ends.
constinit BlockDepot depot;

}  // namespace

constinit thread_local SmallBlocks::Shelf SmallBlocks::shelves_[kShelves] = {};

void* SmallBlocks::TakeLarge(size_t bytes) { return Allocate(bytes); }

void SmallBlocks::GiveLarge(void* memory) { std::free(memory); }

void* SmallBlocks::Resize(void* memory, size_t before, size_t after) {
  if (before > kMostBytes && after > kMostBytes) {
    void* const moved = std::realloc(memory, after);
    if (moved == nullptr) throw std::bad_alloc();
    return moved;
  }
  void* const moved = Take(after);
  std::memcpy(moved, memory, std::min(before, after));
  Give(memory, before);
  return moved;
}

// Raises the limit of the shelf, if it can be raised; false if the thread ends.
bool SmallBlocks::MayKeep(Shelf& shelf) {
  struct Closer {
    Closer() { state = State::kUsed; }
    ~Closer() { GiveAll(); }
  };
  if (state == State::kClosed) return false;
  if (state == State::kUnused) static thread_local const Closer closer;
  shelf.limit = std::clamp(2 * shelf.limit, kFirstLimit, kLimit);
  return true;
}

[[gnu::noinline]] void* SmallBlocks::TakeFromDepot(size_t bytes) {
  if (kCheckedMemory) return Allocate(bytes);
  Shelf& shelf = shelves_[ShelfFor(bytes)];
  const int32_t wanted = MayKeep(shelf) ? shelf.limit / 2 : 1;
  const BlockDepot::Blocks blocks = depot.Get(ShelfFor(bytes), wanted);
  shelf.blocks = blocks.first->next;
  shelf.count = blocks.count - 1;
  return blocks.first;
}

[[gnu::noinline]] void SmallBlocks::GiveToFull(void* memory, size_t bytes) {
  if (kCheckedMemory) return std::free(memory);
  Shelf& shelf = shelves_[ShelfFor(bytes)];
  if (!MayKeep(shelf)) {
    return depot.Put(ShelfFor(bytes), {new (memory) Block{nullptr}, 1});
  }
  if (shelf.count >= shelf.limit) {
    // The half that was used last is still in the caches.
    Block* last_kept = shelf.blocks;
    const int32_t kept = shelf.limit / 2;
    for (int32_t i = 1; i < kept; ++i) last_kept = last_kept->next;
    depot.Put(ShelfFor(bytes),
              {std::exchange(last_kept->next, nullptr), shelf.count - kept});
    shelf.count = kept;
  }
  shelf.Put(memory);
}

// For a thread that ends. Objects may still die on it afterwards.
void SmallBlocks::GiveAll() {
  state = State::kClosed;
  for (size_t i = 0; i < kShelves; ++i) {
    const Shelf shelf = std::exchange(shelves_[i], Shelf());
    if (shelf.count > 0) depot.Put(i, {shelf.blocks, shelf.count});
  }
}

}  // namespace seq
