#include <cstdlib>
#include <filesystem>

#include "tests/docs/doc_examples.h"
#include "tests/golden/files.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/text.h"

namespace seq::docs {
namespace {

namespace fs = std::filesystem;

// What messages call the program.
constexpr char kProgramName[] = "example.seq";

// A directory that exists as long as the object.
class ProgramDirectory {
 public:
  ProgramDirectory() {
    const char* parent = std::getenv("TEST_TMPDIR");
    path_ = std::string(parent == nullptr ? "/tmp" : parent) + "/docs.XXXXXX";
    ok_ = mkdtemp(path_.data()) != nullptr;
  }
  ProgramDirectory(const ProgramDirectory&) = delete;
  ProgramDirectory& operator=(const ProgramDirectory&) = delete;
  ~ProgramDirectory() {
    std::error_code ignored;
    if (ok_) fs::remove_all(path_, ignored);
  }

  bool ok() const { return ok_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool ok_ = false;
};

golden::SubprocessOptions CommandFor(const DocExample& example,
                                     const std::string& directory) {
  golden::SubprocessOptions options;
  options.argv = {fs::absolute(golden::SeqBinary()).string()};
  if (example.kind == Kind::kAccepted) options.argv.emplace_back("check");
  // The reference manual of an edition is about that edition; everywhere else
  // the interpreter finds out, as it does for a reader.
  if (fs::path(example.file).filename() == "classic.md") {
    options.argv.emplace_back("--edition=classic");
  }
  options.argv.emplace_back(kProgramName);
  options.working_directory = directory;
  return options;
}

int ExpectedStatus(Kind kind) {
  switch (kind) {
    case Kind::kRuns:
    case Kind::kAccepted:
      return 0;
    case Kind::kFails:
      return 70;
    case Kind::kRejected:
      return 1;
  }
  return -1;
}

std::string Compare(const DocExample& example, golden::ExitStatus status,
                    const std::string& out, const std::string& err) {
  std::string report;
  const golden::ExitStatus expected{ExpectedStatus(example.kind), 0};
  if (status != expected) {
    report += status.ToString() + ", expected " + expected.ToString() + "\n";
  }
  const std::string diff = golden::Diff(example.stdout_bytes.value_or(""), out);
  if (!diff.empty()) report += "standard output differs:\n" + diff;
  if (!example.stderr_lines.has_value()) {
    if (!err.empty()) report += "standard error is not empty\n";
  } else {
    for (const std::string& line : *example.stderr_lines) {
      if (LineOccurs(line, err)) continue;
      report += "standard error has no line like: " + line + "\n";
    }
  }
  if (!report.empty()) report += "standard error:\n" + err;
  return report;
}

}  // namespace

bool LineOccurs(std::string_view line, std::string_view text) {
  constexpr std::string_view kAnything = "…";
  for (const std::string& candidate : golden::SplitLines(text)) {
    std::string_view pieces = line;
    size_t at = 0;
    while (at != std::string::npos && !pieces.empty()) {
      const std::string_view piece = pieces.substr(0, pieces.find(kAnything));
      at = candidate.find(piece, at);
      if (at != std::string::npos) at += piece.size();
      pieces.remove_prefix(piece.size());
      if (!pieces.empty()) pieces.remove_prefix(kAnything.size());
    }
    if (at != std::string::npos) return true;
  }
  return false;
}

std::string RunExample(const DocExample& example, golden::Deadline deadline) {
  const ProgramDirectory directory;
  if (!directory.ok() ||
      !golden::WriteFile(directory.path() + "/" + kProgramName,
                         example.program)) {
    return "cannot write the program";
  }
  std::string error;
  const auto process =
      golden::Subprocess::Start(CommandFor(example, directory.path()), &error);
  if (process == nullptr) return error;
  process->WriteStdin(example.stdin_bytes.value_or(""));
  process->CloseStdin();
  const std::optional<golden::ExitStatus> status = process->Wait(deadline);
  if (!status.has_value()) return "does not end:\n" + process->Stdout();
  return Compare(example, *status, process->Stdout(), process->Stderr());
}

}  // namespace seq::docs
