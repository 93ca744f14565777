// Run-time errors: a word met something it cannot go on with.
//
// Fail() is the only way a word reports one. It records the message and the
// chain of live calls, then throws; the exception is caught at the strand's
// edge (StrandPool::RunGuarded), which ends the process. Nothing else in the
// project throws but the `yield` of a cancelled weave (runtime/weave.h). An
// error under a very deep stack of calls ends the process without being thrown:
// unwinding millions of calls would take seconds.

#ifndef SEQ_RUNTIME_RUN_TIME_ERROR_H_
#define SEQ_RUNTIME_RUN_TIME_ERROR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/location.h"
#include "runtime/node.h"

namespace seq {

// The calls a strand was in, innermost first. Long chains keep their two ends.
struct BackTrace {
  static constexpr size_t kInnermost = 20;
  static constexpr size_t kOutermost = 10;

  std::vector<SiteId> innermost;
  uint64_t omitted = 0;
  std::vector<SiteId> outermost;
};

struct RunTimeError {
  std::string message;
  SiteId site = 0;
  BackTrace back_trace;
};

// Reports that `node` cannot go on. REQUIRES: every value between the bottom of
// the strand's stack and `sp` is owned by the stack.
[[noreturn]] void Fail(const Node* node, Value* sp, Strand* strand,
                       std::string message);

// The strand's live calls, innermost first. May be called for another strand;
// the result is exact if that strand is waiting and a recent approximation if
// it runs.
BackTrace CaptureBackTrace(const Strand& strand);

// The text shown for a run-time error, ending in a line break: message with
// location, source line with carets, back-trace, and who spawned the strand.
std::string RenderRunTimeError(const RunTimeError& error, const Strand& strand,
                               const LocationTable& locations);

// One line per call, indented, ending in a line break.
std::string RenderBackTrace(const BackTrace& trace,
                            const LocationTable& locations);

// "file:line:column".
std::string RenderPlace(const Location& location);

}  // namespace seq

#endif  // SEQ_RUNTIME_RUN_TIME_ERROR_H_
