#include "runtime/big_blocks.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace seq {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kLeastMapped = kHugePage;

// Huge pages save thousands of page faults, but memory that nobody has used
// for a while may have to come from a hypervisor first, which takes much longer
// for whole huge pages than the faults do.
constexpr size_t kLeastInHugePages = size_t{16} << 20;

bool IsMapped(size_t bytes) { return bytes >= kLeastMapped; }

// A whole number of huge pages: the kernel aligns such mappings and can move
// them without splitting a page.
size_t MappingSize(size_t bytes) {
  return (bytes + kHugePage - 1) & ~(kHugePage - 1);
}

void* CheckMemory(void* memory) {
  if (memory == nullptr || memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

// Passes on what mmap or mremap returned.
void* CheckMapping(void* memory, size_t size) {
  CheckMemory(memory);
  if (size >= kLeastInHugePages) (void)madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

void* BigBlocks::Take(size_t bytes) {
  if (!IsMapped(bytes)) return CheckMemory(std::calloc(bytes, 1));
  const size_t size = MappingSize(bytes);
  return CheckMapping(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                      size);
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
    const size_t size = MappingSize(after);
    return CheckMapping(
        mremap(memory, MappingSize(before), size, MREMAP_MAYMOVE), size);
  }
  void* const resized = Take(after);
  if (before > 0) std::memcpy(resized, memory, std::min(before, after));
  Give(memory, before);
  return resized;
}

}  // namespace seq
