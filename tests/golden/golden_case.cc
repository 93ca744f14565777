#include "tests/golden/golden_case.h"

#include <signal.h>

#include <charconv>

#include "tests/golden/files.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

constexpr std::string_view kProgramExtension = ".seq";

std::optional<int> ParseExitCode(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  int code = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return code;
}

std::string Section(std::string_view title, std::string_view body) {
  if (body.empty()) return "";
  return std::string(title) + "\n" + std::string(body);
}

// What a program printed, for reports that have nothing to compare it with.
std::string Shown(std::string_view title, const std::string& bytes) {
  return Section(title, Diff("", bytes));
}

std::string CompareStderr(const GoldenCase& golden, const GoldenRun& run) {
  std::string report;
  for (const std::string& fragment : MissingFragments(golden, run)) {
    report += "stderr does not contain: " + fragment + "\n";
  }
  if (golden.stderr_bytes.has_value() || golden.fragments.empty()) {
    report += Section("stderr (- expected, + actual)",
                      Diff(golden.stderr_bytes.value_or(""), run.stderr_bytes));
  } else if (!report.empty()) {
    report += Shown("stderr was", run.stderr_bytes);
  }
  return report;
}

}  // namespace

std::string Beside(std::string_view program, std::string_view extension) {
  program.remove_suffix(kProgramExtension.size());
  return std::string(program) + std::string(extension);
}

std::optional<GoldenCase> LoadGoldenCase(const std::string& program,
                                         std::string* error) {
  if (!program.ends_with(kProgramExtension) || !ReadFile(program).has_value()) {
    *error = program + ": not a readable .seq file";
    return std::nullopt;
  }
  GoldenCase golden;
  golden.program = program;
  golden.stdin_bytes = ReadFile(Beside(program, ".stdin"));
  golden.stdout_bytes = ReadFile(Beside(program, ".stdout")).value_or("");
  golden.stderr_bytes = ReadFile(Beside(program, ".stderr"));
  if (const auto text = ReadFile(Beside(program, ".exit"))) {
    const std::optional<int> code = ParseExitCode(*text);
    if (!code.has_value()) {
      *error = Beside(program, ".exit") + ": not a number";
      return std::nullopt;
    }
    golden.exit_code = *code;
  }
  if (const auto text = ReadFile(Beside(program, ".contains"))) {
    golden.fragments = SplitLines(*text);
    std::erase(golden.fragments, "");
    if (golden.fragments.empty()) {
      *error = Beside(program, ".contains") + ": no fragment in it";
      return std::nullopt;
    }
  }
  return golden;
}

std::optional<GoldenRun> RunGolden(const SeqCommand& command,
                                   const GoldenCase& golden,
                                   Clock::duration limit, std::string* error) {
  SubprocessOptions options;
  options.argv = {command.binary};
  options.argv.insert(options.argv.end(), command.options.begin(),
                      command.options.end());
  options.argv.push_back(golden.program);
  const auto process = Subprocess::Start(options, error);
  if (process == nullptr) return std::nullopt;
  process->WriteStdin(golden.stdin_bytes.value_or(""));
  process->CloseStdin();
  GoldenRun run;
  run.status = process->Wait(After(limit));
  if (!run.status.has_value()) process->SignalGroup(SIGKILL);
  run.stdout_bytes = process->Stdout();
  run.stderr_bytes = process->Stderr();
  return run;
}

std::vector<std::string> MissingFragments(const GoldenCase& golden,
                                          const GoldenRun& run) {
  std::vector<std::string> missing;
  for (const std::string& fragment : golden.fragments) {
    if (run.stderr_bytes.find(fragment) == std::string::npos) {
      missing.push_back(fragment);
    }
  }
  return missing;
}

std::string Compare(const GoldenCase& golden, const GoldenRun& run) {
  if (!run.status.has_value()) {
    return "timed out and was killed\n" +
           Shown("stdout so far", run.stdout_bytes) +
           Shown("stderr so far", run.stderr_bytes);
  }
  std::string report;
  const ExitStatus expected = {golden.exit_code, 0};
  const bool ended_as_expected = *run.status == expected;
  if (!ended_as_expected) {
    report += "expected " + expected.ToString() + ", got " +
              run.status->ToString() + "\n";
  }
  report += Section("stdout (- expected, + actual)",
                    Diff(golden.stdout_bytes, run.stdout_bytes));
  const std::string stderr_report = CompareStderr(golden, run);
  report += stderr_report;
  if (!ended_as_expected && stderr_report.empty()) {
    report += Shown("stderr was", run.stderr_bytes);
  }
  return report;
}

}  // namespace seq::golden
