// Loading: from what the command line names to a checked or compiled program.

#ifndef SEQ_CLI_LOAD_H_
#define SEQ_CLI_LOAD_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "interp/diagnostic.h"
#include "interp/executable.h"
#include "interp/lowering.h"
#include "interp/source.h"
#include "interp/vocabulary.h"
#include "runtime/word.h"

namespace seq {

// A program ready to run, with everything it refers to.
struct LoadedProgram {
  std::unique_ptr<SourceMap> sources;
  std::unique_ptr<Vocabulary> vocabulary;
  std::unique_ptr<Executable> executable;  // last: refers to the others
};

struct LoadOptions {
  std::optional<Edition> edition;
  bool color = false;
  Fusion fusion = Fusion::kOn;
  // Whether CheckProgram also writes warnings: what the rules of the language
  // let through although it is dead or unsound.
  bool warnings = false;
};

// Reads a file, or standard input for "-". Blocks while reading.
absl::StatusOr<std::string> ReadSource(const std::string& path);

// Compiles `text` and what it includes; `path` is its name in messages, and its
// includes are looked for beside it. If the program has errors, writes them to
// standard error and returns nullopt. Blocks while reading.
std::optional<LoadedProgram> LoadProgram(std::string path, std::string text,
                                         const LoadOptions& options);

// The same, but only checks, and a program need not have a `main`. Returns
// whether there are no errors.
bool CheckProgram(std::string path, std::string text,
                  const LoadOptions& options);

// --- For commands that look at a program on its way (interp/pipeline.h) ------

// The built-in words of an edition, and `added` ones, which must outlive the
// vocabulary.
std::unique_ptr<Vocabulary> MakeVocabulary(
    Edition edition, absl::Span<const WordRow> added = {});

// What LoadProgram writes about the errors in a program.
std::string RenderDiagnostics(Diagnostics& diagnostics,
                              const SourceMap& sources, bool color);

}  // namespace seq

#endif  // SEQ_CLI_LOAD_H_
