#include "stdlib/test_context.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/utf8.h"

namespace seq {

TestContext& TestContext::Global() {
  // Never destroyed: strands may run until the very end of the process.
  static auto* const context = new TestContext();
  return *context;
}

void TestContext::Begin(absl::string_view name) {
  MutexLock lock(mutex_);
  name_.emplace(name);
  passes_ = 0;
  failures_ = 0;
  details_.clear();
}

void TestContext::Rename(absl::string_view name) {
  MutexLock lock(mutex_);
  name_.emplace(name);
}

void TestContext::Pass() {
  MutexLock lock(mutex_);
  ++passes_;
}

void TestContext::Fail(std::string detail) {
  MutexLock lock(mutex_);
  ++failures_;
  if (details_.size() < kDetailed) details_.push_back(std::move(detail));
}

int64_t TestContext::passes() const {
  MutexLock lock(mutex_);
  return passes_;
}

int64_t TestContext::failures() const {
  MutexLock lock(mutex_);
  return failures_;
}

std::string TestContext::Report() const {
  MutexLock lock(mutex_);
  std::string report = name_.value_or("unknown");
  if (failures_ == 0) return absl::StrCat(report, " ... ok\n");
  absl::StrAppend(&report, " ... FAILED\n");
  for (const std::string& detail : details_) {
    absl::StrAppend(&report, "  ", detail, "\n");
  }
  const int64_t more = failures_ - static_cast<int64_t>(details_.size());
  if (more > 0) {
    absl::StrAppend(&report, "  +", more, " more ",
                    more == 1 ? "failure" : "failures", "\n");
  }
  return report;
}

namespace {

void AppendEscaped(char byte, std::string* text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto code = static_cast<unsigned char>(byte);
  switch (byte) {
    case '\n':
      *text += "\\n";
      return;
    case '\r':
      *text += "\\r";
      return;
    case '\t':
      *text += "\\t";
      return;
    case '\\':
    case '"':
      *text += '\\';
      *text += byte;
      return;
    default:
      break;
  }
  if (absl::ascii_iscntrl(code)) {
    absl::StrAppend(text, "\\x", std::string(1, kDigits[code / 16]),
                    std::string(1, kDigits[code % 16]));
  } else {
    AppendUtf8(code, text);
  }
}

}  // namespace

std::string EscapeForReport(absl::string_view bytes) {
  std::string text;
  for (const char byte : bytes) AppendEscaped(byte, &text);
  return text;
}

}  // namespace seq
