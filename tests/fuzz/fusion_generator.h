// Random well-typed programs of what lowering fuses (interp/lowering.h), out of
// arbitrary bytes: straight runs of literals, shuffles and primitive
// operations, cut by calls, quotations, conditionals, loops and opaque words.
//
// Nearly all programs are accepted by the checker. They print everything they
// compute. Some words of theirs leave another kind of value than their effect
// says, since a map or a list can: then the nodes of the words themselves must
// take over from the fused ones. They end by themselves: words call only words
// that come before them, and loops count down from small numbers.
//
// Pure; the same bytes make the same program.

#ifndef SEQ_TESTS_FUZZ_FUSION_GENERATOR_H_
#define SEQ_TESTS_FUZZ_FUSION_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace seq {

std::string GenerateFusionProgram(const uint8_t* bytes, size_t size);

}  // namespace seq

#endif  // SEQ_TESTS_FUZZ_FUSION_GENERATOR_H_
