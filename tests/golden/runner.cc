// Runs one golden test:
//
//   runner --seq=BINARY [--option=OPTION]... testdata/AREA/NAME.seq
//
// in the directory that holds testdata/ (under Bazel, the runfiles root). Each
// OPTION goes to the interpreter before the program. Exit status 0: as
// expected; 1: not, with a report on stdout; 2: cannot run the test at all.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/golden/golden_case.h"

namespace seq::golden {
namespace {

constexpr std::string_view kSeqFlag = "--seq=";
constexpr std::string_view kOptionFlag = "--option=";

// Three quarters of what Bazel allows the test, so that the report still gets
// out; 45 seconds without Bazel.
std::chrono::milliseconds TimeLimit() {
  const char* timeout = std::getenv("TEST_TIMEOUT");  // in seconds
  const int seconds = timeout != nullptr ? std::atoi(timeout) : 0;
  return std::chrono::milliseconds((seconds > 0 ? seconds : 60) * 750);
}

bool ParseArguments(int argc, char** argv, SeqCommand& command,
                    std::string& program) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kSeqFlag)) {
      command.binary = argument.substr(kSeqFlag.size());
    } else if (argument.starts_with(kOptionFlag)) {
      command.options.emplace_back(argument.substr(kOptionFlag.size()));
    } else if (program.empty() && !argument.starts_with('-')) {
      program = argument;
    } else {
      return false;
    }
  }
  return !command.binary.empty() && !program.empty();
}

// The command that does by hand what the test does. The leading directories
// are those of this repository, because that is where the reader stands.
std::string ByHand(const SeqCommand& command, const GoldenCase& golden) {
  std::string line = "bazel-bin/" + command.binary;
  for (const std::string& option : command.options) line += " " + option;
  line += " " + golden.program + " < ";
  line += golden.stdin_bytes.has_value() ? Beside(golden.program, ".stdin")
                                         : "/dev/null";
  return line;
}

int Main(int argc, char** argv) {
  SeqCommand command;
  std::string program;
  if (!ParseArguments(argc, argv, command, program)) {
    std::cerr << "usage: runner --seq=BINARY [--option=OPTION]... FILE.seq\n";
    return 2;
  }
  std::string error;
  const auto golden = LoadGoldenCase(program, &error);
  const auto run = golden.has_value()
                       ? RunGolden(command, *golden, TimeLimit(), &error)
                       : std::nullopt;
  if (!run.has_value()) {
    std::cerr << "golden test cannot run: " << error << "\n";
    return 2;
  }
  const std::string report = Compare(*golden, *run);
  if (report.empty()) return 0;
  std::cout << program << ": " << report
            << "\nBy hand: " << ByHand(command, *golden)
            << "\nIf the new behaviour is right: "
            << "bazel run //tests/golden:update -- " << program << "\n";
  return 1;
}

}  // namespace
}  // namespace seq::golden

int main(int argc, char** argv) { return seq::golden::Main(argc, argv); }
