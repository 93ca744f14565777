#include "cli/load.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "interp/diagnostic.h"
#include "interp/limits.h"
#include "interp/pipeline.h"
#include "stdlib/vocabularies.h"

namespace seq {
namespace {

absl::Status ReadFailed(absl::string_view path, absl::string_view reason) {
  return absl::NotFoundError(
      absl::StrCat("Failed to read source file '", path, "': ", reason));
}

void PrintDiagnostics(Diagnostics& diagnostics, const SourceMap& sources,
                      bool color) {
  diagnostics.Sort();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    std::cerr << RenderDiagnostic(diagnostic, sources, {.color = color});
  }
  if (diagnostics.full()) {
    std::cerr << "seq: stopped looking after " << kMaxDiagnostics
              << " errors\n";
  }
}

// The current edition has no vocabulary yet; programs that ask for it by name
// are told so instead of being checked against the wrong words.
bool ReportUnavailable(Edition edition, uint32_t file,
                       Diagnostics& diagnostics) {
  if (edition == Edition::kClassic) return false;
  diagnostics.Add({.code = DiagnosticCode::kEdition,
                   .span = {file, 0, 0},
                   .message = "this version of seq runs the classic edition "
                              "only; the current edition is not available",
                   .detail = "",
                   .notes = {},
                   .help = ""});
  return true;
}

std::unique_ptr<Vocabulary> MakeVocabulary(Edition edition) {
  std::vector<absl::Span<const WordRow>> rows;
  for (const WordFamily& family : WordFamilies(edition)) {
    rows.push_back(family.rows);
  }
  return std::make_unique<Vocabulary>(edition, rows);
}

}  // namespace

absl::StatusOr<std::string> ReadSource(const std::string& path) {
  const bool standard_input = path == "-";
  const int descriptor =
      standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ReadFailed(path, std::strerror(errno));
  std::string text;
  char buffer[64 * 1024];
  absl::Status status;
  for (;;) {
    const ssize_t count = read(descriptor, buffer, sizeof(buffer));
    if (count == 0) break;
    if (count < 0) {
      if (errno == EINTR) continue;
      status = ReadFailed(path, std::strerror(errno));
      break;
    }
    text.append(buffer, static_cast<size_t>(count));
    if (text.size() > kMaxSourceBytes) {
      status = ReadFailed(path, "larger than 2 GiB");
      break;
    }
  }
  if (!standard_input) close(descriptor);
  if (!status.ok()) return status;
  return text;
}

std::optional<LoadedProgram> LoadProgram(std::string path, std::string text,
                                         const LoadOptions& options) {
  LoadedProgram program;
  program.sources = std::make_unique<SourceMap>();
  const uint32_t file = program.sources->Add(std::move(path), std::move(text));
  Diagnostics diagnostics;
  const std::optional<Edition> declared =
      DeclaredEdition(*program.sources, file, diagnostics);
  // Automatic: programs that use only what both editions have would be current
  // ones; as long as there is one edition, it is that.
  const Edition edition =
      options.edition.value_or(declared.value_or(Edition::kClassic));
  if (diagnostics.empty() && !ReportUnavailable(edition, file, diagnostics)) {
    program.vocabulary = MakeVocabulary(edition);
    program.executable =
        Compile(*program.sources, file, *program.vocabulary, diagnostics);
  }
  if (program.executable == nullptr) {
    PrintDiagnostics(diagnostics, *program.sources, options.color);
    return std::nullopt;
  }
  return program;
}

}  // namespace seq
