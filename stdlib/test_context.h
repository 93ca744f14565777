// TestContext: what the words `test.*` remember between each other.
//
// There is one per process, shared by all strands: the name of the current
// test, how many assertions have passed, and the failures. Only as many
// failures are kept as a report shows, so a test that fails for ever takes no
// more memory.
//
// Thread-safe; blocks only for its mutex.

#ifndef SEQ_STDLIB_TEST_CONTEXT_H_
#define SEQ_STDLIB_TEST_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "runtime/mutex.h"

namespace seq {

class TestContext {
 public:
  // How many failures a report details.
  static constexpr size_t kDetailed = 5;

  TestContext() = default;
  TestContext(const TestContext&) = delete;
  TestContext& operator=(const TestContext&) = delete;

  // The one of the process.
  static TestContext& Global();

  // Starts a test: nothing has passed or failed.
  void Begin(absl::string_view name);
  // Changes the name only.
  void Rename(absl::string_view name);

  void Pass();
  // Records a failure. `detail` is what the report says about it, in one or
  // more lines without indentation of the first and a line break at the end.
  void Fail(std::string detail);

  int64_t passes() const;
  int64_t failures() const;

  // "NAME ... ok" or "NAME ... FAILED" and details, every line with its line
  // break. The name is "unknown" if none was ever set. Changes nothing.
  std::string Report() const;

 private:
  mutable Mutex mutex_;
  std::optional<std::string> name_ ABSL_GUARDED_BY(mutex_);
  int64_t passes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t failures_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> details_ ABSL_GUARDED_BY(mutex_);  // of the first
};

// `bytes` as a report quotes them: escapes for newline, carriage return, tab,
// backslash and double quote, `\xHH` for other control bytes, and every byte
// from 0x80 on as the character with that code point. Without the quotes.
std::string EscapeForReport(absl::string_view bytes);

}  // namespace seq

#endif  // SEQ_STDLIB_TEST_CONTEXT_H_
