#include <filesystem>

#include "tests/docs/doc_examples.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/temp_dir.h"
#include "tests/golden/text.h"

namespace seq::docs {
namespace {

namespace fs = std::filesystem;

// What messages call the program, and a file of tests.
constexpr char kProgramName[] = "example.seq";
constexpr char kTestsName[] = "test-example.seq";

bool HasTests(Kind kind) {
  return kind == Kind::kTests || kind == Kind::kTestsFail;
}

const char* NameOf(const DocExample& example) {
  return HasTests(example.kind) ? kTestsName : kProgramName;
}

// The reference manual of an edition is about that edition; everywhere else
// the interpreter finds out, as it does for a reader.
std::string EditionOption(const DocExample& example) {
  const fs::path name = fs::path(example.file).filename();
  if (name == "classic.md") return "--edition=classic";
  if (name == "current.md") return "--edition=current";
  return "";
}

golden::SubprocessOptions CommandFor(const DocExample& example,
                                     const std::string& directory) {
  golden::SubprocessOptions options;
  options.argv = {fs::absolute(golden::SeqBinary()).string()};
  if (example.kind == Kind::kAccepted) options.argv.emplace_back("check");
  if (HasTests(example.kind)) {
    options.argv.emplace_back("test");
  } else if (const std::string edition = EditionOption(example);
             !edition.empty()) {
    options.argv.push_back(edition);
  }
  options.argv.emplace_back(NameOf(example));
  for (const std::string& argument :
       example.arguments.value_or(std::vector<std::string>())) {
    options.argv.push_back(argument);
  }
  options.working_directory = directory;
  return options;
}

int ExpectedStatus(Kind kind) {
  switch (kind) {
    case Kind::kRuns:
    case Kind::kAccepted:
    case Kind::kTests:
      return 0;
    case Kind::kFails:
      return 70;
    case Kind::kRejected:
    case Kind::kTestsFail:
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
  const golden::TempDir directory;
  for (const ExampleFile& file : example.files) {
    directory.Write(file.path, file.bytes);
  }
  directory.Write(NameOf(example), example.program);
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
