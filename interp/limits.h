// The fixed limits of the front end, each with the reason for its value.

#ifndef SEQ_INTERP_LIMITS_H_
#define SEQ_INTERP_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace seq {

// How deep quotations, conditionals and matches may nest. Phases walk bodies
// recursively on a thread with an ordinary 8 MiB stack; real programs stay
// below ten.
inline constexpr int kMaxNesting = 1000;

// How deep quotation types may nest in an effect (set by the language).
inline constexpr int kMaxTypeNesting = 32;

// How many fields a variant of a union may have (set by the language).
inline constexpr size_t kMaxFields = 12;

// How deep the types of quotations that yield quotations may nest before the
// checker stops looking inside: it compares types recursively. Programs cannot
// write such types down, only build them up by thousands of calls.
inline constexpr int kMaxInferredNesting = 1000;

// How large a source file may be: spans are 32-bit byte offsets.
inline constexpr size_t kMaxSourceBytes = size_t{1} << 31;

// How many errors one run reports before it stops looking for more.
inline constexpr size_t kMaxDiagnostics = 50;

// How many values one quotation literal may capture. Far above real programs;
// it keeps what a call pushes at once within the red zone of a data stack
// (StackRegion::kRedZoneValues).
inline constexpr size_t kMaxCaptures = 255;

// After how many items of a body lowering checks the data stack again; an item
// pushes at most one value more than it takes.
inline constexpr size_t kItemsBetweenRoomChecks = 256;

}  // namespace seq

#endif  // SEQ_INTERP_LIMITS_H_
