#include "cli/test_progress.h"

#include <chrono>
#include <random>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "runtime/typed_operands.h"
#include "stdlib/standard_streams.h"
#include "stdlib/test_context.h"

namespace seq {
namespace {

std::string& Key() {
  static auto* const key = new std::string();
  return *key;
}

int64_t Now() {
  return std::chrono::duration_cast<TestDuration>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// --- Words -------------------------------------------------------------------

// Handed to the system at once: the process may be killed at any time.
void WriteMark(const Node* node, Value* sp, Strand* strand,
               absl::string_view mark) {
  WriteToOutput(node, sp, strand, Key(), absl::StrCat(mark, "\n"));
  const SystemCallScope scope(strand);
  strand->pool()->options().output->Flush();
}

Value* Begin(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kInt>(node, sp, strand, "Int");
  WriteMark(node, sp, strand, absl::StrCat("B ", sp[-1].integer, " ", Now()));
  return sp - 1;
}

Value* End(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kInt>(node, sp, strand, "Int");
  WriteMark(node, sp, strand,
            absl::StrCat("E ", TestContext::Global().failures(), " ", Now()));
  return sp - 1;
}

Value* Done(const Node* node, Value* sp, Strand* strand) {
  WriteMark(node, sp, strand, "D");
  return sp;
}

constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    Row(kBeginTestWord, "( ..a Int -- ..a )",
        "Tells the test runner that a test begins.", ThenNext<Begin>),
    Row(kEndTestWord, "( ..a Int -- ..a )",
        "Tells the test runner how a test has ended.", ThenNext<End>),
    Row(kTestsDoneWord, "( ..a -- ..a )",
        "Tells the test runner that all tests have ended.", ThenNext<Done>),
};

// --- Reading -----------------------------------------------------------------

class ProgressReader {
 public:
  // `mark` is a line without its key and its line break.
  void Take(absl::string_view mark) {
    const std::vector<absl::string_view> parts = absl::StrSplit(mark, ' ');
    int64_t number = 0;
    int64_t time = 0;
    if (parts[0] == "D") {
      progress_.done = true;
    } else if (parts.size() == 3 && absl::SimpleAtoi(parts[1], &number) &&
               absl::SimpleAtoi(parts[2], &time)) {
      if (parts[0] == "B") {
        progress_.sections.push_back({});
        progress_.sections.back().test = static_cast<size_t>(number);
        began_ = time;
      } else if (!progress_.sections.empty()) {
        TestSection& section = progress_.sections.back();
        section.ended = true;
        section.failures = number;
        section.duration = TestDuration(time - began_);
      }
    }
  }

  void TakeOutput(absl::string_view text) {
    const bool inside =
        !progress_.sections.empty() && !progress_.sections.back().ended;
    absl::StrAppend(
        inside ? &progress_.sections.back().output : &progress_.output, text);
  }

  TestProgress Result() { return std::move(progress_); }

 private:
  TestProgress progress_;
  int64_t began_ = 0;
};

}  // namespace

absl::Span<const WordRow> TestProgressWords() { return kRows; }

void SetTestProgressKey(std::string key) { Key() = std::move(key); }

std::string MakeTestProgressKey() {
  std::random_device random;
  return absl::StrFormat("\x1e%08x%08x%08x%08x ", random(), random(), random(),
                         random());
}

TestProgress ReadTestProgress(absl::string_view written,
                              absl::string_view key) {
  ProgressReader reader;
  while (!written.empty()) {
    const size_t at = written.find(key);
    reader.TakeOutput(written.substr(0, at));
    if (at == absl::string_view::npos) break;
    written.remove_prefix(at + key.size());
    const size_t end = written.find('\n');
    // A mark that was cut off counts for nothing.
    if (end == absl::string_view::npos) break;
    reader.Take(written.substr(0, end));
    written.remove_prefix(end + 1);
  }
  return reader.Result();
}

}  // namespace seq
