#include "runtime/big_blocks.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace seq {
namespace {

constexpr size_t kLeastMapped = size_t{4} << 20;

bool IsMapped(size_t bytes) { return bytes >= kLeastMapped; }

// A whole number of huge pages: the kernel aligns such mappings and can move
// them without splitting a page.
size_t MappingSize(size_t bytes) {
  constexpr size_t kHugePage = size_t{2} << 20;
  return (bytes + kHugePage - 1) & ~(kHugePage - 1);
}

void* CheckMemory(void* memory) {
  if (memory == nullptr || memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* BigBlocks::Take(size_t bytes) {
  if (!IsMapped(bytes)) return CheckMemory(std::calloc(bytes, 1));
  const size_t size = MappingSize(bytes);
  void* const memory = CheckMemory(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  // A hint; it saves thousands of page faults.
  (void)madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

void BigBlocks::Give(void* memory, size_t bytes) {
  if (IsMapped(bytes)) {
    munmap(memory, MappingSize(bytes));
  } else {
    std::free(memory);
  }
}

void* BigBlocks::Resize(void* memory, size_t before, size_t after) {
  if (!IsMapped(before) && !IsMapped(after)) {
    return CheckMemory(std::realloc(memory, after));
  }
  if (IsMapped(before) && IsMapped(after)) {
    return CheckMemory(mremap(memory, MappingSize(before), MappingSize(after),
                              MREMAP_MAYMOVE));
  }
  void* const resized = Take(after);
  if (before > 0) std::memcpy(resized, memory, std::min(before, after));
  Give(memory, before);
  return resized;
}

}  // namespace seq
