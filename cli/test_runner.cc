#include "cli/test_runner.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/test_process.h"
#include "cli/test_program.h"
#include "cli/test_progress.h"
#include "runtime/process_end.h"

namespace seq {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<absl::string_view> Lines(absl::string_view text) {
  absl::ConsumeSuffix(&text, "\n");
  if (text.empty()) return {};
  return absl::StrSplit(text, '\n');
}

// How much of what a test has written a report repeats.
constexpr size_t kShownBytes = size_t{16} << 10;
constexpr size_t kShownLines = 60;

// The beginning and the end of a long text.
std::string Shortened(absl::string_view text) {
  if (text.size() <= kShownBytes) return std::string(text);
  const size_t half = kShownBytes / 2;
  return absl::StrCat(text.substr(0, half), "\n[", text.size() - kShownBytes,
                      " bytes left out]\n", text.substr(text.size() - half));
}

// The lines of a text, indented; of a long text, the first and the last.
void AppendShortened(absl::string_view text, std::vector<std::string>* lines) {
  const std::string shown = Shortened(text);
  const std::vector<absl::string_view> all = Lines(shown);
  const size_t half = kShownLines / 2;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all.size() > kShownLines && i == half) {
      lines->push_back(
          absl::StrCat("  [", all.size() - kShownLines, " lines left out]"));
      i = all.size() - half;
    }
    lines->push_back(absl::StrCat("  ", all[i]));
  }
}

bool HasOkLine(const TestResult& test, absl::string_view output) {
  return absl::StrContains(absl::StrCat(output, "\n"),
                           absl::StrCat(test.name, " ... ok\n"));
}

// The report of `test.finish`: the line that says FAILED and the indented ones
// behind it. Empty if there is none.
std::vector<std::string> FailureReport(const TestResult& test,
                                       absl::string_view output) {
  const std::string failed = absl::StrCat(test.name, " ... FAILED");
  const std::vector<absl::string_view> lines = Lines(output);
  const auto last = std::find_if(
      lines.rbegin(), lines.rend(),
      [&](absl::string_view line) { return absl::EndsWith(line, failed); });
  std::vector<std::string> report;
  if (last == lines.rend()) return report;
  report.push_back(failed);
  for (auto line = last.base(); line != lines.end(); ++line) {
    if (!absl::StartsWith(*line, " ")) break;
    report.emplace_back(*line);
  }
  return report;
}

// As a word of a shell command, which is no option.
std::string ShellWord(absl::string_view text) {
  const bool plain = absl::c_all_of(text, [](char byte) {
    return absl::ascii_isalnum(static_cast<unsigned char>(byte)) ||
           absl::StrContains("-_./+:,@%", byte);
  });
  const absl::string_view prefix = absl::StartsWith(text, "-") ? "./" : "";
  if (plain) return absl::StrCat(prefix, text);
  return absl::StrCat("'", prefix,
                      absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string DescribeEnd(const ProcessResult& process,
                        const TestOptions& options) {
  const absl::string_view what = options.seeded() ? "test" : "file";
  switch (process.end) {
    case ProcessResult::End::kExited:
      return absl::StrCat("the program ended with exit status ", process.code);
    case ProcessResult::End::kKilled:
      return absl::StrCat("the program was ended by signal ", process.code,
                          " (", strsignal(process.code), ")");
    case ProcessResult::End::kTimedOut:
      return absl::StrCat("timed out: the ", what, " ran longer than ",
                          options.timeout_seconds, " s");
    case ProcessResult::End::kTooMuch:
      return absl::StrCat("stopped: the ", what, " wrote more than ",
                          ProcessLimits().output_bytes >> 20, " MiB");
    case ProcessResult::End::kNotStarted:
      return process.error;
  }
  return "";
}

// --- One file ----------------------------------------------------------------

class FileRunner {
 public:
  FileRunner(const std::string& path, const TestOptions& options,
             size_t test_count, std::vector<TestResult>* tests)
      : path_(path), options_(options), end_(test_count), tests_(*tests) {}

  void Run() {
    if (options_.seeded()) {
      const size_t count = end_;
      for (size_t i = 0; i < count; ++i) RunWithSeeds(i);
      return;
    }
    size_t next = 0;
    while (next < end_) next = RunFrom(next);
  }

 private:
  // What a process that ran some of the tests did.
  struct Outcome {
    ProcessResult process;
    TestProgress progress;
    bool ended_well = false;
  };

  // Runs one test alone, until it fails or there is no other seed.
  void RunWithSeeds(size_t number) {
    TestResult& test = tests_[number];
    end_ = number + 1;
    seed_ = options_.seed.value_or(1);
    TestDuration duration{0};
    for (;;) {
      RunFrom(number);
      duration += std::exchange(test.duration, TestDuration(0));
      if (test.status == TestStatus::kFailed) break;
      if (options_.seed.has_value() || seed_ == options_.schedules) break;
      ++*seed_;
    }
    test.duration = duration;
    if (test.status == TestStatus::kFailed) NoteSeed(&test);
  }

  void NoteSeed(TestResult* test) {
    test->seed = seed_;
    absl::StrAppend(&test->reason, " (seed ", *seed_, ")");
    if (options_.seed.has_value()) return;
    test->details.push_back(absl::StrCat(
        "seed ", *seed_, " of 1 to ", options_.schedules,
        "; the same again: seq test --seed ", *seed_, " ", ShellWord(path_),
        " -f ", ShellWord(test->name)));
  }

  // Runs the tests from `first` on and returns the first that has not run.
  size_t RunFrom(size_t first) {
    const Outcome outcome = RunProcess(first, end_ - first);
    JudgeSections(outcome);
    if (outcome.ended_well) return end_;
    if (outcome.progress.done) {
      if (first + 1 == end_) {
        Blame(first, outcome);
      } else {
        RunEachAlone(first, outcome);
      }
      return end_;
    }
    // Without any mark, the others would get no further either.
    if (outcome.progress.sections.empty()) {
      for (size_t i = first; i < end_; ++i) Blame(i, outcome);
      return end_;
    }
    const TestSection& last = outcome.progress.sections.back();
    // A test that says it is fine and ends the process with status 0 has
    // passed, by the letter.
    if (last.ended || outcome.process.end != ProcessResult::End::kExited ||
        outcome.process.code != kExitOk ||
        !HasOkLine(tests_[last.test], last.output)) {
      Blame(last.test, outcome);
    }
    return last.test + 1;
  }

  // All tests have run, and yet the process ended badly.
  void RunEachAlone(size_t first, const Outcome& together) {
    const bool all_passed = std::all_of(
        tests_.begin() + first, tests_.begin() + end_,
        [](const TestResult& t) { return t.status == TestStatus::kPassed; });
    bool found = false;
    for (size_t i = first; i < end_; ++i) {
      if (tests_[i].status != TestStatus::kPassed) continue;
      const Outcome alone = RunProcess(i, 1);
      if (alone.ended_well) continue;
      Blame(i, alone);
      found = true;
    }
    if (found || !all_passed) return;
    for (size_t i = first; i < end_; ++i) Blame(i, together);
  }

  Outcome RunProcess(size_t first, size_t count) {
    const std::string key = MakeTestProgressKey();
    ProcessLimits limits;
    limits.timeout = std::chrono::ceil<std::chrono::milliseconds>(
        std::chrono::duration<double>(options_.timeout_seconds));
    Outcome outcome;
    outcome.process = RunSelf(ChildArguments(first, count, key), limits);
    outcome.progress = ReadTestProgress(outcome.process.out, key);
    outcome.ended_well = EndedWell(outcome);
    return outcome;
  }

  std::vector<std::string> ChildArguments(size_t first, size_t count,
                                          const std::string& key) const {
    std::vector<std::string> arguments = {"seq",
                                          std::string(kRunTestsCommand),
                                          absl::StrCat("--first=", first),
                                          absl::StrCat("--count=", count),
                                          absl::StrCat("--key=", key),
                                          absl::StrCat("--parent=", getpid())};
    // Behind `=`, a value may begin with a dash; it may not be empty.
    if (!options_.pattern.empty()) {
      arguments.push_back(absl::StrCat("--filter=", options_.pattern));
    }
    if (seed_.has_value()) {
      arguments.push_back(absl::StrCat("--seed=", *seed_));
    }
    arguments.insert(arguments.end(), {"--", path_});
    return arguments;
  }

  // The status says whether the last test has failed.
  static bool EndedWell(const Outcome& outcome) {
    const std::vector<TestSection>& sections = outcome.progress.sections;
    if (!outcome.progress.done || sections.empty()) return false;
    const int wanted = sections.back().failures > 0 ? kExitRejected : kExitOk;
    return outcome.process.end == ProcessResult::End::kExited &&
           outcome.process.code == wanted;
  }

  void JudgeSections(const Outcome& outcome) {
    for (const TestSection& section : outcome.progress.sections) {
      TestResult& test = tests_[section.test];
      test.duration = section.duration;
      if (HasOkLine(test, section.output) && section.failures == 0) {
        test.status = TestStatus::kPassed;
        continue;
      }
      test.status = TestStatus::kFailed;
      test.output = Shortened(section.output);
      test.details = FailureReport(test, section.output);
      test.reason = section.failures == 1
                        ? "1 assertion failed"
                        : absl::StrCat(section.failures, " assertions failed");
    }
  }

  // The test has failed because of how its process ended.
  void Blame(size_t number, const Outcome& outcome) {
    TestResult& test = tests_[number];
    test.status = TestStatus::kFailed;
    test.reason = DescribeEnd(outcome.process, options_);
    test.details.push_back(test.reason);
    AppendShortened(outcome.process.err, &test.details);
    for (const TestSection& section : outcome.progress.sections) {
      if (section.test == number) test.output = Shortened(section.output);
    }
    AppendShortened(test.output, &test.details);
  }

  const std::string& path_;
  const TestOptions& options_;
  size_t end_;  // of those that are run
  std::vector<TestResult>& tests_;
  std::optional<uint64_t> seed_;  // of the process that runs
};

}  // namespace

FileResult RunTestFile(const std::string& path, const TestOptions& options) {
  const Clock::time_point start = Clock::now();
  FileResult result;
  result.path = path;
  TestProgram program(path, options.pattern);
  if (program.problem().empty() && !program.tests().empty()) program.Check();
  result.problem = program.problem();
  if (result.problem.empty()) {
    const auto add = [&result](const TestWord& word) {
      result.tests.emplace_back();
      result.tests.back().name = word.name;
    };
    absl::c_for_each(program.tests(), add);
    FileRunner(path, options, result.tests.size(), &result.tests).Run();
    for (const TestWord& word : program.skipped()) {
      add(word);
      result.tests.back().status = TestStatus::kSkipped;
      result.tests.back().reason = word.skip_reason;
    }
  }
  result.duration = Clock::now() - start;
  return result;
}

}  // namespace seq
