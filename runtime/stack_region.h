// StackRegion: the memory a worker thread lends to the strand it runs.
//
// One reservation of address space holds, from low to high addresses:
//
//   signal stack | guard | native stack (grows down) | call frames (grow down)
//   : values (grow up) | guard
//
// The signal stack is touched only if the interpreter itself fails; see
// runtime/internal_error.h.
//
// Nothing is touched before it is used, so a strand costs the pages it has
// reached and no more: two for the native stack and one that the innermost call
// frames and the bottom of the value stack share. Guard pages use
// MADV_GUARD_INSTALL where the kernel has it (Linux 6.13), which costs no
// mapping of its own, and mprotect elsewhere.
//
// The frame area holds one pointer per nested call. Its size is half the native
// stack's: a native call takes at least 16 bytes (the ABI's stack alignment), a
// frame 8, so the native limit is always reached first and frames need no
// check.
//
// Ownership: the worker owns its region; a strand borrows it while it runs.
// Thread-safety: none needed, one thread uses it at a time.

#ifndef SEQ_RUNTIME_STACK_REGION_H_
#define SEQ_RUNTIME_STACK_REGION_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "runtime/node.h"
#include "runtime/value.h"

namespace seq {

struct StackSizes {
  size_t native_bytes = 0;
  size_t values = 0;  // how many values the data stack may hold
};

// A live call: the node that made it. Atomic only so that a diagnostic dump may
// look at a running strand; a relaxed store costs what a plain one does.
using Frame = std::atomic<const Node*>;

class StackRegion {
 public:
  // Guard slots below the bottom of a value stack, see ValueKind::kHole. No
  // word takes more operands than this without checking the depth itself.
  static constexpr size_t kGuardSlots = 16;
  // Values that may be pushed beyond the limit before the next check; lowering
  // inserts a check into any longer run of pushes.
  static constexpr size_t kRedZoneValues = 1024;

  static constexpr size_t kSignalStackBytes = 64 * 1024;

  // Reserves a region. Sizes are rounded up to whole pages.
  static absl::StatusOr<StackRegion> Reserve(StackSizes sizes);

  StackRegion() = default;
  StackRegion(StackRegion&& other) noexcept;
  StackRegion& operator=(StackRegion&& other) noexcept;
  ~StackRegion();

  void* signal_stack() const { return mapping_; }
  void* native_low() const { return native_low_; }
  size_t native_bytes() const { return native_bytes_; }
  Frame* frames_end() const { return frames_end_; }
  Value* values_begin() const { return values_begin_; }
  Value* values_limit() const { return values_limit_; }

  // Gives back to the system what deep recursion or a deep data stack touched,
  // except the first pages. REQUIRES: no strand uses the region. Native pages
  // above `native_in_use` are kept.
  void Trim(const void* native_in_use);

 private:
  void Unmap();

  char* mapping_ = nullptr;
  size_t mapping_bytes_ = 0;
  char* native_low_ = nullptr;
  size_t native_bytes_ = 0;
  Frame* frames_end_ = nullptr;
  Value* values_begin_ = nullptr;
  Value* values_limit_ = nullptr;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_STACK_REGION_H_
