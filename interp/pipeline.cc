#include "interp/pipeline.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "interp/definitions.h"
#include "interp/lowering.h"

namespace seq {
namespace {

// Takes words out of the program of which only the name is of use. `positions`
// are ascending.
void MarkAsBroken(const std::vector<size_t>& positions, ParsedProgram& parsed) {
  std::vector<WordDefinition>& words = parsed.program.words;
  std::vector<WordDefinition> kept;
  size_t next = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (next < positions.size() && positions[next] == i) {
      parsed.broken.words.push_back(std::move(words[i].name));
      ++next;
    } else {
      kept.push_back(std::move(words[i]));
    }
  }
  words = std::move(kept);
}

}  // namespace

std::unique_ptr<AnalyzedProgram> AnalyzeProgram(ParsedProgram parsed,
                                                const SourceMap& sources,
                                                const Vocabulary& vocabulary,
                                                const NameOptions& options,
                                                Diagnostics& diagnostics) {
  auto program = std::make_unique<AnalyzedProgram>(std::move(parsed));
  CheckNames(program->parsed, program->unions, vocabulary, options,
             diagnostics);
  if (vocabulary.edition() == Edition::kCurrent) {
    CheckUnions(program->parsed, program->unions, diagnostics);
    const std::vector<size_t> unusable =
        CheckEffects(program->parsed, program->unions, diagnostics);
    if (!unusable.empty()) MarkAsBroken(unusable, program->parsed);
  }
  // Where unions or whole files are missing, types would be guesses.
  if (program->parsed.complete && program->parsed.broken.unions.empty()) {
    program->types = CheckTypes(program->parsed.program, program->unions,
                                sources, vocabulary, diagnostics);
  }
  return program;
}

std::unique_ptr<Executable> LowerProgram(const AnalyzedProgram& program,
                                         const SourceMap& sources,
                                         const Vocabulary& vocabulary,
                                         Fusion fusion) {
  return Lower(program.parsed.program, program.unions, program.types,
               vocabulary, sources, fusion);
}

std::unique_ptr<AnalyzedProgram> CheckSource(SourceMap& sources, uint32_t file,
                                             const Vocabulary& vocabulary,
                                             const CompileOptions& options,
                                             Diagnostics& diagnostics) {
  ParsedProgram parsed = ParseProgram(sources, file, vocabulary.edition(),
                                      options.standard_modules, diagnostics);
  return AnalyzeProgram(
      std::move(parsed), sources, vocabulary,
      {.main_file = file, .requires_main = options.requires_main}, diagnostics);
}

std::unique_ptr<Executable> Compile(SourceMap& sources, uint32_t file,
                                    const Vocabulary& vocabulary,
                                    const CompileOptions& options,
                                    Diagnostics& diagnostics) {
  const std::unique_ptr<AnalyzedProgram> program =
      CheckSource(sources, file, vocabulary, options, diagnostics);
  if (!diagnostics.empty()) return nullptr;
  return LowerProgram(*program, sources, vocabulary, options.fusion);
}

}  // namespace seq
