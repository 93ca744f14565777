// Fuzz target: random well-typed programs, made from the input, are run with
// and without fusion (interp/lowering.h), each in a child process. Exit status,
// output and errors, back-traces included, must be the same.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "interp/lowering.h"
#include "tests/fuzz/child_run.h"
#include "tests/fuzz/fusion_generator.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = seq::GenerateFusionProgram(data, size);
  const seq::ChildRun fused = seq::RunInChild(text, seq::Fusion::kOn);
  const seq::ChildRun unfused = seq::RunInChild(text, seq::Fusion::kOff);
  if (fused.crashed() || unfused.crashed() || !(fused == unfused)) {
    std::fprintf(stderr, "%s\n=== fused: %s\n=== unfused: %s\n", text.c_str(),
                 fused.Describe().c_str(), unfused.Describe().c_str());
    __builtin_trap();
  }
  return 0;
}
