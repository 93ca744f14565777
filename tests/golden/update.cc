// Regenerates golden expectations in the source tree:
//
//   bazel run //tests/golden:update -- [FILTER]
//
// runs every program below testdata/ whose path contains FILTER and writes its
// .stdout, .stderr and .exit. It never touches .contains, and it writes
// nothing for a program whose run does not fit .contains, timed out or was
// killed. Skipped: programs with a .client file (a test drives them), what lies
// in a folder lib/, and the .stderr of programs with a .stderr_varies file.
// What it changed is printed, for a human to read: never run this in CI.
//
// Exit status 0: all written; 1: some program was refused; 2: cannot work.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/files.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/text.h"

namespace seq::golden {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSeqFlag = "--seq=";
constexpr auto kTimeLimit = std::chrono::seconds(45);

std::vector<std::string> FindPrograms(const std::string& filter) {
  std::vector<std::string> programs;
  for (const auto& entry : fs::recursive_directory_iterator("testdata")) {
    const std::string path = entry.path().string();
    // What lies in a lib/ is included by programs and is none itself.
    if (path.ends_with(".seq") && path.find(filter) != std::string::npos &&
        path.find("/lib/") == std::string::npos &&
        !fs::exists(Beside(path, ".client"))) {
      programs.push_back(path);
    }
  }
  std::sort(programs.begin(), programs.end());
  return programs;
}

// Why the run must not become the expectation; "" if it may.
std::string Objection(const GoldenCase& golden, const GoldenRun& run) {
  if (!run.status.has_value()) return "timed out";
  if (run.status->signal != 0) return run.status->ToString();
  const std::vector<std::string> missing = MissingFragments(golden, run);
  if (!missing.empty()) return "stderr does not contain: " + missing.front();
  return "";
}

// Makes the file hold `bytes`, or not exist if there are none, and prints
// what changes. False if that fails.
bool Put(const std::string& path, const std::string& bytes) {
  const std::optional<std::string> old = ReadFile(path);
  if (old.value_or("") == bytes) return true;
  std::cout << path << "\n" << Diff(old.value_or(""), bytes);
  if (!bytes.empty()) return WriteFile(path, bytes);
  std::error_code error;
  return fs::remove(path, error);
}

// "" if the program's files now hold what it does, else what went wrong.
std::string Update(const SeqCommand& command, const std::string& program) {
  std::string error;
  const auto golden = LoadGoldenCase(program, &error);
  if (!golden.has_value()) return error;
  const auto run = RunGolden(command, *golden, kTimeLimit, &error);
  if (!run.has_value()) return error;
  error = Objection(*golden, *run);
  if (!error.empty()) return error + "\n" + Diff("", run->stderr_bytes);
  const bool varies = fs::exists(Beside(program, ".stderr_varies"));
  const int code = run->status->code;
  const bool written =
      Put(Beside(program, ".stdout"), run->stdout_bytes) &&
      Put(Beside(program, ".stderr"), varies ? "" : run->stderr_bytes) &&
      Put(Beside(program, ".exit"),
          code == 0 ? "" : std::to_string(code) + "\n");
  return written ? "" : "cannot write beside the program";
}

int Main(int argc, char** argv) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (std::getenv("CI") != nullptr || workspace == nullptr) {
    std::cerr << "run by hand, with: bazel run //tests/golden:update\n";
    return 2;
  }
  SeqCommand command;
  std::string filter;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kSeqFlag)) {
      command.binary = fs::absolute(argument.substr(kSeqFlag.size())).string();
    } else {
      filter = argument;
    }
  }
  fs::current_path(workspace);
  const std::vector<std::string> programs = FindPrograms(filter);
  int refused = 0;
  for (const std::string& program : programs) {
    const std::string problem = Update(command, program);
    if (problem.empty()) continue;
    std::cout << "REFUSED " << program << ": " << problem << "\n";
    ++refused;
  }
  std::cout << programs.size() << " programs run, " << refused
            << " refused; now read `git diff testdata`\n";
  if (programs.empty()) return 2;
  return refused == 0 ? 0 : 1;
}

}  // namespace
}  // namespace seq::golden

int main(int argc, char** argv) { return seq::golden::Main(argc, argv); }
