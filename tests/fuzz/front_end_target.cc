// Fuzz target: any bytes through lexer, parser, checker and lowering, in both
// editions. They may be rejected, but nothing may crash or hang.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/standard_modules.h"
#include "interp/pipeline.h"
#include "stdlib/vocabularies.h"

namespace {

const seq::Vocabulary* MakeVocabulary(seq::Edition edition) {
  std::vector<absl::Span<const seq::WordRow>> rows;
  for (const seq::WordFamily& family : seq::WordFamilies(edition)) {
    rows.push_back(family.rows);
  }
  return new seq::Vocabulary(edition, rows);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const seq::Vocabulary* const kVocabularies[] = {
      MakeVocabulary(seq::Edition::kClassic),
      MakeVocabulary(seq::Edition::kCurrent)};
  for (const seq::Vocabulary* vocabulary : kVocabularies) {
    seq::SourceMap sources;
    const uint32_t file = sources.Add(
        "fuzz.seq", std::string(reinterpret_cast<const char*>(data), size));
    seq::Diagnostics diagnostics;
    seq::CompileOptions options;
    options.standard_modules = seq::LoadStandardModule;
    const auto executable =
        seq::Compile(sources, file, *vocabulary, options, diagnostics);
    if ((executable == nullptr) == diagnostics.empty()) __builtin_trap();
    diagnostics.Sort();
    for (const seq::Diagnostic& diagnostic : diagnostics.all()) {
      seq::RenderDiagnostic(diagnostic, sources, {.color = true});
    }
  }
  return 0;
}
