#include "cli/load.h"

#include <unistd.h>

#include <iostream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/standard_modules.h"
#include "interp/diagnostic.h"
#include "interp/edition.h"
#include "interp/limits.h"
#include "interp/pipeline.h"
#include "interp/read_file.h"
#include "stdlib/vocabularies.h"

namespace seq {
namespace {

void PrintDiagnostics(Diagnostics& diagnostics, const SourceMap& sources,
                      bool color) {
  std::cerr << RenderDiagnostics(diagnostics, sources, color);
}

// Those about files that the user can change.
void PrintWarnings(const std::vector<Diagnostic>& warnings,
                   const SourceMap& sources, bool color) {
  Diagnostics shown;
  for (const Diagnostic& warning : warnings) {
    const absl::string_view path = sources.file(warning.span.file).path();
    if (!absl::StartsWith(path, "<stdlib:")) shown.Add(warning);
  }
  PrintDiagnostics(shown, sources, color);
}

// A program before it is checked.
struct OpenedProgram {
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  uint32_t file = 0;
  std::unique_ptr<Vocabulary> vocabulary;
};

// The vocabulary of the edition the program is in; null after a report. Only
// where nobody says what edition that is are both vocabularies needed.
std::unique_ptr<Vocabulary> ChooseVocabulary(const SourceMap& sources,
                                             uint32_t file,
                                             std::optional<Edition> edition,
                                             Diagnostics& diagnostics) {
  const std::optional<Edition> declared =
      DeclaredEdition(sources, file, diagnostics);
  if (!diagnostics.empty()) return nullptr;
  if (!edition.has_value()) edition = declared;
  if (edition.has_value()) return MakeVocabulary(*edition);
  std::unique_ptr<Vocabulary> classic = MakeVocabulary(Edition::kClassic);
  std::unique_ptr<Vocabulary> current = MakeVocabulary(Edition::kCurrent);
  return DetectEdition(sources, file, *classic, *current) == Edition::kClassic
             ? std::move(classic)
             : std::move(current);
}

OpenedProgram OpenProgram(std::string path, std::string text,
                          const LoadOptions& options,
                          Diagnostics& diagnostics) {
  OpenedProgram program;
  program.file = program.sources->Add(std::move(path), std::move(text));
  program.vocabulary = ChooseVocabulary(*program.sources, program.file,
                                        options.edition, diagnostics);
  return program;
}

CompileOptions MakeCompileOptions(bool requires_main, Fusion fusion) {
  return {.standard_modules = LoadStandardModule,
          .requires_main = requires_main,
          .fusion = fusion};
}

}  // namespace

std::unique_ptr<Vocabulary> MakeVocabulary(Edition edition,
                                           absl::Span<const WordRow> added) {
  std::vector<absl::Span<const WordRow>> rows;
  for (const WordFamily& family : WordFamilies(edition)) {
    rows.push_back(family.rows);
  }
  rows.push_back(added);
  return std::make_unique<Vocabulary>(edition, rows);
}

std::string RenderDiagnostics(Diagnostics& diagnostics,
                              const SourceMap& sources, bool color) {
  diagnostics.Sort();
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    text += RenderDiagnostic(diagnostic, sources, {.color = color});
  }
  if (diagnostics.full()) {
    absl::StrAppend(&text, "seq: stopped looking after ", kMaxDiagnostics,
                    IsWarning(diagnostics.all().front().code) ? " warnings\n"
                                                              : " errors\n");
  }
  return text;
}

absl::StatusOr<std::string> ReadSource(const std::string& path) {
  return path == "-" ? ReadSourceFile(STDIN_FILENO, path)
                     : ReadSourceFile(path);
}

std::optional<LoadedProgram> LoadProgram(std::string path, std::string text,
                                         const LoadOptions& options) {
  Diagnostics diagnostics;
  OpenedProgram opened =
      OpenProgram(std::move(path), std::move(text), options, diagnostics);
  std::unique_ptr<Executable> executable;
  if (opened.vocabulary != nullptr) {
    executable =
        Compile(*opened.sources, opened.file, *opened.vocabulary,
                MakeCompileOptions(/*requires_main=*/true, options.fusion),
                diagnostics);
  }
  if (executable == nullptr) {
    PrintDiagnostics(diagnostics, *opened.sources, options.color);
    return std::nullopt;
  }
  return LoadedProgram{std::move(opened.sources), std::move(opened.vocabulary),
                       std::move(executable)};
}

bool CheckProgram(std::string path, std::string text,
                  const LoadOptions& options) {
  Diagnostics diagnostics;
  OpenedProgram opened =
      OpenProgram(std::move(path), std::move(text), options, diagnostics);
  if (opened.vocabulary != nullptr) {
    const std::unique_ptr<AnalyzedProgram> program =
        CheckSource(*opened.sources, opened.file, *opened.vocabulary,
                    MakeCompileOptions(/*requires_main=*/false, options.fusion),
                    diagnostics);
    if (options.warnings) {
      PrintWarnings(program->types.warnings, *opened.sources, options.color);
    }
  }
  PrintDiagnostics(diagnostics, *opened.sources, options.color);
  return diagnostics.empty();
}

}  // namespace seq
