// Random programs of the current edition out of arbitrary bytes.
//
// A program is well formed, and most are accepted by the checker: words are
// chosen by what the generator believes to be on the stack. Since lists, maps
// and results of callbacks have no static type, many of them meet values of the
// wrong kind when they run, which is what they are for. They end by themselves:
// words call only words that come before them.
//
// Pure; the same bytes make the same program.

#ifndef SEQ_TESTS_FUZZ_PROGRAM_GENERATOR_H_
#define SEQ_TESTS_FUZZ_PROGRAM_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace seq {

std::string GenerateProgram(const uint8_t* bytes, size_t size);

}  // namespace seq

#endif  // SEQ_TESTS_FUZZ_PROGRAM_GENERATOR_H_
