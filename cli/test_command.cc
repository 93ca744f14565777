#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <future>
#include <iostream>
#include <thread>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/execute.h"
#include "cli/test_discovery.h"
#include "cli/test_process.h"
#include "cli/test_program.h"
#include "cli/test_progress.h"
#include "cli/test_report.h"
#include "cli/test_results.h"
#include "cli/test_runner.h"
#include "runtime/cores.h"
#include "runtime/process_end.h"

namespace seq {
namespace {

// The processes that run tests die with this one.
void EndBySignal(int signal) { _exit(128 + signal); }

void HandleSignals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    signal(number, EndBySignal);
  }
  // A reader that goes away is noticed at the end.
  signal(SIGPIPE, SIG_IGN);
}

// Runs files in the background, several at a time.
class FileQueue {
 public:
  FileQueue(const std::vector<std::string>& files, const TestOptions& options)
      : files_(files), options_(options), results_(files.size()) {
    const size_t jobs = options.jobs > 0
                            ? options.jobs
                            : static_cast<size_t>(CountCores());
    for (size_t i = 0; i < std::min(jobs, files.size()); ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }
  FileQueue(const FileQueue&) = delete;
  FileQueue& operator=(const FileQueue&) = delete;
  ~FileQueue() {
    for (std::thread& thread : threads_) thread.join();
  }

  // Waits for that file. Once for each.
  FileResult Take(size_t file) { return results_[file].get_future().get(); }

 private:
  void Work() {
    for (size_t i = next_++; i < files_.size(); i = next_++) {
      results_[i].set_value(RunTestFile(files_[i], options_));
    }
  }

  const std::vector<std::string>& files_;
  const TestOptions& options_;
  std::vector<std::promise<FileResult>> results_;
  std::atomic<size_t> next_{0};
  std::vector<std::thread> threads_;
};

int ExitCode(const TestTotals& totals) {
  if (totals.failed > 0 || totals.failed_to_compile > 0) return kExitRejected;
  if (totals.passed > 0) return kExitOk;
  std::cerr << "No tests found\n";
  return kExitUsage;
}

}  // namespace

int TestCommand(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const std::string* const misnamed = FindMisnamedPath(options.files);
  if (misnamed != nullptr) {
    std::cerr << "Test files must be named `test-*.seq`. Got: `" << *misnamed
              << "`\n";
    return kExitUsage;
  }
  HandleSignals();
  // They would go there once more, from where this process stands.
  unsetenv("BUILD_WORKING_DIRECTORY");
  std::vector<std::string> warnings;
  const std::vector<std::string> paths =
      FindTestFiles(options.files, &warnings);
  for (const std::string& warning : warnings) {
    std::cerr << "seq: " << warning << "\n";
  }
  const std::unique_ptr<TestReporter> reporter =
      MakeTestReporter(options.test, std::cout, std::cerr);
  std::vector<FileResult> files;
  {
    FileQueue queue(paths, options.test);
    for (size_t i = 0; i < paths.size(); ++i) {
      files.push_back(queue.Take(i));
      reporter->File(files.back());
    }
  }
  TestTotals totals = CountResults(files);
  totals.duration = std::chrono::steady_clock::now() - start;
  reporter->End(files, totals);
  if (!std::cout.flush()) {
    std::cerr << "seq: cannot write to standard output\n";
    return kExitRunTimeError;
  }
  return ExitCode(totals);
}

int RunTestsCommand(const Options& options) {
  DieWithParent(options.test_run.parent);
  const std::string& path = options.files[0];
  TestProgram program(path, options.test.pattern);
  const std::unique_ptr<LoadedProgram> loaded =
      program.Compile(options.test_run.first, options.test_run.count);
  if (loaded == nullptr) {
    std::cerr << program.problem() << "\n";
    return kExitRejected;
  }
  SetTestProgressKey(options.test_run.key);
  return ExecuteProgram(*loaded, options, {path});
}

}  // namespace seq
