#include "runtime/stack_region.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102  // Linux 6.13
#endif

namespace seq {
namespace {

// How much of the page that frames and values share belongs to the frames: 128
// calls and 150 values fit into one touched page.
constexpr size_t kSharedPageFrameBytes = 1024;

size_t PageBytes() {
  static const size_t bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

size_t RoundToPages(size_t bytes) {
  const size_t page = PageBytes();
  return (bytes + page - 1) / page * page;
}

// Makes one page fault on access, by a marker in the page table if the kernel
// can, else by a mapping of its own. False if the system refuses both.
bool InstallGuard(char* page) {
  return madvise(page, PageBytes(), MADV_GUARD_INSTALL) == 0 ||
         mprotect(page, PageBytes(), PROT_NONE) == 0;
}

}  // namespace

absl::StatusOr<StackRegion> StackRegion::Reserve(StackSizes sizes) {
  const size_t page = PageBytes();
  const size_t native = RoundToPages(sizes.native_bytes);
  const size_t frames = RoundToPages(native / 2);
  const size_t values = RoundToPages(
      kSharedPageFrameBytes +
      (kGuardSlots + sizes.values + kRedZoneValues) * sizeof(Value));
  const size_t total =
      kSignalStackBytes + page + native + frames + values + page;
  void* mapping =
      mmap(nullptr, total, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapping == MAP_FAILED) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "cannot reserve ", total >> 20,
        " MiB of address space for a strand's stacks: ", std::strerror(errno),
        " (the limits are `ulimit -v` and the sysctl "
        "vm.overcommit_memory; --stack-size and --data-stack "
        "change the need)"));
  }
  // Huge pages would make every strand cost megabytes.
  madvise(mapping, total, MADV_NOHUGEPAGE);
  StackRegion region;
  region.mapping_ = static_cast<char*>(mapping);
  region.mapping_bytes_ = total;
  char* low_guard = region.mapping_ + kSignalStackBytes;
  region.native_low_ = low_guard + page;
  region.native_bytes_ = native;
  char* shared_page = region.native_low_ + native + frames;
  region.frames_end_ =
      reinterpret_cast<Frame*>(shared_page + kSharedPageFrameBytes);
  region.values_begin_ =
      reinterpret_cast<Value*>(shared_page + kSharedPageFrameBytes);
  region.values_limit_ = region.values_begin_ + kGuardSlots + sizes.values;
  if (!InstallGuard(low_guard) ||
      !InstallGuard(region.mapping_ + total - page)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("cannot guard a strand's stacks: ", std::strerror(errno),
                     " (the limit is the sysctl vm.max_map_count)"));
  }
  return region;
}

StackRegion::StackRegion(StackRegion&& other) noexcept {
  *this = std::move(other);
}

StackRegion& StackRegion::operator=(StackRegion&& other) noexcept {
  if (this == &other) return *this;
  Unmap();
  mapping_ = std::exchange(other.mapping_, nullptr);
  mapping_bytes_ = other.mapping_bytes_;
  native_low_ = other.native_low_;
  native_bytes_ = other.native_bytes_;
  frames_end_ = other.frames_end_;
  values_begin_ = other.values_begin_;
  values_limit_ = other.values_limit_;
  return *this;
}

StackRegion::~StackRegion() { Unmap(); }

void StackRegion::Unmap() {
  if (mapping_ != nullptr) munmap(mapping_, mapping_bytes_);
  mapping_ = nullptr;
}

void StackRegion::Trim(const void* native_in_use) {
  const size_t page = PageBytes();
  const auto in_use = reinterpret_cast<uintptr_t>(native_in_use) & ~(page - 1);
  const auto low = reinterpret_cast<uintptr_t>(native_low_);
  if (in_use > low + page) {
    madvise(native_low_, in_use - page - low, MADV_DONTNEED);
  }
  char* shared_page =
      reinterpret_cast<char*>(frames_end_) - kSharedPageFrameBytes;
  char* frames_low = native_low_ + native_bytes_;
  madvise(frames_low, static_cast<size_t>(shared_page - frames_low),
          MADV_DONTNEED);
  char* end = mapping_ + mapping_bytes_ - page;
  char* second_page = shared_page + page;
  madvise(second_page, static_cast<size_t>(end - second_page), MADV_DONTNEED);
}

}  // namespace seq
