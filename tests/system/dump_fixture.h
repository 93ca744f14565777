// The fixture of tests that ask a running program what its strands do.
#ifndef SEQ_TESTS_SYSTEM_DUMP_FIXTURE_H_
#define SEQ_TESTS_SYSTEM_DUMP_FIXTURE_H_

#include <signal.h>

#include <chrono>
#include <memory>
#include <regex>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {

class DumpTest : public ::testing::Test {
 protected:
  // Runs a program until its line "ready".
  void Start(const std::string& text) {
    process_ = StartSeq({directory_.Write("p.seq", text)});
    ASSERT_NE(process_, nullptr);
    ASSERT_EQ(process_->ReadLine(deadline_), "ready") << process_->Stderr();
  }

  // Asks for a dump and returns it.
  std::string Dump() {
    const size_t before = process_->Stderr().size();
    process_->Signal(SIGQUIT);
    // The harness wakes nobody for standard error: look again and again.
    while (process_->Stderr().find("=== End Diagnostics ===\n", before) ==
           std::string::npos) {
      const bool ended =
          process_->Wait(After(std::chrono::milliseconds(2))).has_value();
      if (ended || Clock::now() > deadline_) break;
    }
    return process_->Stderr().substr(before);
  }

  // Asks for dumps until one matches: strands may be on their way still, on a
  // busy machine for long. Returns it.
  std::string ExpectDump(const std::string& pattern) {
    const std::regex expected(pattern);
    std::string dump;
    do {
      dump = Dump();
      if (std::regex_search(dump, expected)) return dump;
    } while (Clock::now() < deadline_);
    ADD_FAILURE() << "no " << pattern << " in\n" << dump;
    return dump;
  }

  const Deadline deadline_ = After(kPatience);
  const TempDir directory_;
  std::unique_ptr<Subprocess> process_;
};

}  // namespace seq::golden

#endif  // SEQ_TESTS_SYSTEM_DUMP_FIXTURE_H_
