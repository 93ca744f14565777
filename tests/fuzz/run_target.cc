// Fuzz target: random well-formed programs, made from the input, are run in a
// child process. They may fail with a run-time error, but never by a signal or
// an internal error, and never run on.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "tests/fuzz/child_run.h"
#include "tests/fuzz/program_generator.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = seq::GenerateProgram(data, size);
  const seq::ChildRun run = seq::RunInChild(text);
  if (run.crashed()) {
    std::fprintf(stderr, "%s\n%s\n", text.c_str(), run.Describe().c_str());
    __builtin_trap();
  }
  return 0;
}
