// Running the tests of a file, each to a result.

#ifndef SEQ_CLI_TEST_RUNNER_H_
#define SEQ_CLI_TEST_RUNNER_H_

#include <string>

#include "cli/options.h"
#include "cli/test_results.h"

namespace seq {

// Runs the tests of a file, in a process of their own: all in one, in order. A
// test has passed if a line with its name and `... ok` was written, no
// assertion has failed, and the process ended as it should. If it ends badly
// (run-time error, `os.exit`, deadlock, limit), the test that was running has
// failed, and a new process runs those behind it. If it does so after the last
// test, each is run again alone to find the ones to blame; if none is, all have
// failed.
//
// With seeds, each test runs in a process of its own, so that what it does with
// a seed depends on nothing else: with that seed, or with those from 1 on until
// one makes it fail.
//
// Thread-safe. Blocks until the tests have ended.
FileResult RunTestFile(const std::string& path, const TestOptions& options);

}  // namespace seq

#endif  // SEQ_CLI_TEST_RUNNER_H_
