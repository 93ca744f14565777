#include "runtime/run_time_error.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/excerpt.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"

namespace seq {

void Fail(const Node* node, Value* sp, Strand* strand, std::string message) {
  strand->failed_sp = sp;
  RunTimeError error{std::move(message), node->site, CaptureBackTrace(*strand)};
  // Unwinding takes about a microsecond a call, seconds for a stack that
  // overflows, and nobody is waiting for the frames.
  constexpr uint64_t kMostUnwound = 100 * 1000;
  if (error.back_trace.omitted > kMostUnwound) {
    strand->pool()->EndWithError(*strand, error);
  }
  throw error;
}

BackTrace CaptureBackTrace(const Strand& strand) {
  BackTrace trace;
  const Frame* frame = strand.frame.load(std::memory_order_relaxed);
  const Frame* const end = strand.frames_end_;
  if (frame == nullptr || end == nullptr) return trace;
  const auto total = static_cast<uint64_t>(end - frame);
  const auto site_of = [](const Frame* at) -> SiteId {
    const Node* node = at->load(std::memory_order_relaxed);
    return node == nullptr ? 0 : node->site;
  };
  const bool whole = total <= BackTrace::kInnermost + BackTrace::kOutermost;
  const Frame* const cut = whole ? end : frame + BackTrace::kInnermost;
  for (; frame != cut; ++frame) trace.innermost.push_back(site_of(frame));
  if (whole) return trace;
  trace.omitted = total - BackTrace::kInnermost - BackTrace::kOutermost;
  for (frame = end - BackTrace::kOutermost; frame != end; ++frame) {
    trace.outermost.push_back(site_of(frame));
  }
  return trace;
}

std::string RenderPlace(const Location& location) {
  return absl::StrCat(location.path, ":", location.line, ":", location.column);
}

namespace {

std::string RenderCall(SiteId site, const LocationTable& locations) {
  const Location location = locations.Resolve(site);
  return absl::StrCat("  in ", AbbreviatedText(location.word), " at ",
                      RenderPlace(location));
}

// One line per call; calls from one place in a row, as in a recursion, share
// one. A place can have several sites.
std::string RenderCalls(const std::vector<SiteId>& sites,
                        const LocationTable& locations) {
  std::string text;
  for (size_t i = 0; i < sites.size();) {
    const size_t first = i;
    const std::string call = RenderCall(sites[first], locations);
    while (i < sites.size() && (sites[i] == sites[first] ||
                                RenderCall(sites[i], locations) == call)) {
      ++i;
    }
    absl::StrAppend(&text, call);
    if (i - first > 1) absl::StrAppend(&text, " (", i - first, " calls)");
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace

std::string RenderBackTrace(const BackTrace& trace,
                            const LocationTable& locations) {
  std::string text = RenderCalls(trace.innermost, locations);
  if (trace.omitted > 0) {
    absl::StrAppend(&text, "  ... ", trace.omitted, " more calls ...\n");
  }
  absl::StrAppend(&text, RenderCalls(trace.outermost, locations));
  return text;
}

std::string RenderRunTimeError(const RunTimeError& error, const Strand& strand,
                               const LocationTable& locations) {
  const Location place = locations.Resolve(error.site);
  std::string text = absl::StrCat(
      RenderPlace(place), ": run-time error: ", error.message, "\n",
      RenderExcerpt(MakeExcerpt(place.line_text, place.begin, place.end),
                    place.line));
  absl::StrAppend(&text, "back-trace of ", StrandTitle(strand.number()));
  if (strand.spawner == 0) {
    absl::StrAppend(&text, " (main)");
  } else {
    absl::StrAppend(&text, strand.number() < 0 ? ", made by " : ", spawned by ",
                    StrandTitle(strand.spawner), " at ",
                    RenderPlace(locations.Resolve(strand.spawn_site)));
  }
  absl::StrAppend(&text, ":\n", RenderCalls({error.site}, locations),
                  RenderBackTrace(error.back_trace, locations));
  return text;
}

void FailWord(const Node* node, Value* sp, Strand* strand,
              absl::string_view message) {
  Fail(node, sp, strand, absl::StrCat(MessageName(RowOf(node)), ": ", message));
}

void FailOperands(const Node* node, Value* sp, Strand* strand, size_t count,
                  absl::string_view expected) {
  const size_t depth = Depth(sp, strand);
  if (depth == 0) FailWord(node, sp, strand, "stack is empty");
  if (depth < count) {
    FailWord(node, sp, strand,
             absl::StrCat("needs ", count, " values, but the stack has only ",
                          depth, depth == 1 ? " value" : " values"));
  }
  std::string found;
  for (size_t i = count; i > 0; --i) {
    absl::StrAppend(&found, found.empty() ? "" : ", ",
                    DescribeValue(sp[-static_cast<ptrdiff_t>(i)]));
  }
  FailWord(node, sp, strand,
           absl::StrCat("expected ", expected, " on stack, got ", found));
}

}  // namespace seq
