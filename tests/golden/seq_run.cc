#include "tests/golden/seq_run.h"

#include <filesystem>
#include <utility>

#include "gtest/gtest.h"
#include "tests/golden/seq_server.h"

namespace seq::golden {
namespace {

// How much of a long output a failure shows.
constexpr size_t kShownBytes = 4000;

std::string Shorten(const std::string& text) {
  if (text.size() <= kShownBytes) return text;
  return text.substr(0, kShownBytes) + "\n[" + std::to_string(text.size()) +
         " bytes in all]\n";
}

std::unique_ptr<Subprocess> StartOrFail(const SubprocessOptions& options) {
  std::string error;
  std::unique_ptr<Subprocess> process = Subprocess::Start(options, &error);
  EXPECT_NE(process, nullptr) << error;
  return process;
}

RunResult Run(std::unique_ptr<Subprocess> process,
              std::string_view stdin_bytes) {
  if (process == nullptr) return {};
  process->WriteStdin(stdin_bytes);
  process->CloseStdin();
  return Finish(*process);
}

}  // namespace

void PrintTo(const RunResult& result, std::ostream* out) {
  *out << (result.status.has_value() ? result.status->ToString()
                                     : "did not end in time")
       << "\n--- stdout\n"
       << Shorten(result.out) << "--- stderr\n"
       << Shorten(result.err) << "---\n";
}

std::string AbsoluteSeq() {
  return std::filesystem::absolute(SeqBinary()).string();
}

std::unique_ptr<Subprocess> StartSeq(std::vector<std::string> arguments,
                                     SubprocessOptions options) {
  options.argv = std::move(arguments);
  options.argv.insert(options.argv.begin(), AbsoluteSeq());
  return StartOrFail(options);
}

RunResult Finish(Subprocess& process, Deadline deadline) {
  RunResult result;
  result.status = process.Wait(deadline);
  result.out = process.Stdout();
  result.err = process.Stderr();
  return result;
}

RunResult RunSeq(std::vector<std::string> arguments,
                 std::string_view stdin_bytes, SubprocessOptions options) {
  return Run(StartSeq(std::move(arguments), std::move(options)), stdin_bytes);
}

RunResult RunShell(const std::string& command,
                   std::vector<std::string> arguments,
                   SubprocessOptions options) {
  options.argv = {"/bin/sh", "-c", command, "sh", AbsoluteSeq()};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  return Run(StartOrFail(options), "");
}

int64_t ResidentAtMark(Subprocess& process, std::string_view mark,
                       Deadline deadline) {
  const std::optional<std::string> line = process.ReadLine(deadline);
  EXPECT_EQ(line, mark) << process.Stderr();
  if (line != mark) return -1;
  return process.ResidentKib().value_or(-1);
}

}  // namespace seq::golden
