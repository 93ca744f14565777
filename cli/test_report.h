// What `seq test` writes about its results, in four formats.
//
// Names, messages and paths may hold any bytes; every format stays valid.

#ifndef SEQ_CLI_TEST_REPORT_H_
#define SEQ_CLI_TEST_REPORT_H_

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/test_results.h"

namespace seq {

// Gets the files one by one, in order, and then the end. Not thread-safe.
class TestReporter {
 public:
  virtual ~TestReporter() = default;

  virtual void File(const FileResult& file) = 0;
  // `files` are all those that were given to File.
  virtual void End(const std::vector<FileResult>& files,
                   const TestTotals& totals) = 0;
};

// Writes the report to `out`; what people should see at once although it is no
// part of the report (text: files that do not compile) to `err`. Both must
// outlive the reporter.
std::unique_ptr<TestReporter> MakeTestReporter(const TestOptions& options,
                                               std::ostream& out,
                                               std::ostream& err);

// --- For the reporters -------------------------------------------------------

std::unique_ptr<TestReporter> MakeTapReporter(std::ostream& out);
std::unique_ptr<TestReporter> MakeJunitReporter(std::ostream& out);
std::unique_ptr<TestReporter> MakeJsonReporter(std::ostream& out);

// `text` with bytes that are not UTF-8 as U+FFFD.
std::string ValidUtf8(absl::string_view text);
// A duration in whole milliseconds and in seconds with three digits.
std::string InMilliseconds(TestDuration duration);
std::string InSeconds(TestDuration duration);

}  // namespace seq

#endif  // SEQ_CLI_TEST_REPORT_H_
