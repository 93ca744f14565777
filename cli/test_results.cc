#include "cli/test_results.h"

namespace seq {

void AddResults(const FileResult& file, TestTotals* totals) {
  if (!file.problem.empty()) ++totals->failed_to_compile;
  for (const TestResult& test : file.tests) {
    switch (test.status) {
      case TestStatus::kPassed:
        ++totals->passed;
        break;
      case TestStatus::kFailed:
        ++totals->failed;
        break;
      case TestStatus::kSkipped:
        ++totals->skipped;
        break;
    }
  }
}

TestTotals CountResults(const std::vector<FileResult>& files) {
  TestTotals totals;
  for (const FileResult& file : files) AddResults(file, &totals);
  return totals;
}

}  // namespace seq
