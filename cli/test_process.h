// A child process whose output is gathered and whose time is limited.

#ifndef SEQ_CLI_TEST_PROCESS_H_
#define SEQ_CLI_TEST_PROCESS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace seq {

struct ProcessLimits {
  // How long it may run; zero for as long as it likes.
  std::chrono::milliseconds timeout{0};
  // How much it may write to each of its streams.
  size_t output_bytes = size_t{64} << 20;
};

struct ProcessResult {
  enum class End {
    kExited,      // with status `code`
    kKilled,      // by signal `code`
    kTimedOut,    // was ended because its time was up
    kTooMuch,     // was ended because it wrote too much
    kNotStarted,  // `error` says why
  };
  End end = End::kNotStarted;
  int code = 0;
  std::string error;
  std::string out;
  std::string err;
};

// Runs this very program again with these arguments (the first is its name),
// without a shell and with an empty standard input, and waits for its end. At a
// limit it is asked to end (SIGTERM) and, if it does not within a second,
// killed. What processes of its own still write after its end is lost.
// Thread-safe. Blocks.
ProcessResult RunSelf(const std::vector<std::string>& arguments,
                      const ProcessLimits& limits);

// For the child, as its first act: it is killed when the thread that waits for
// it is gone, or ends at once if process `parent` is gone already.
void DieWithParent(int parent);

}  // namespace seq

#endif  // SEQ_CLI_TEST_PROCESS_H_
