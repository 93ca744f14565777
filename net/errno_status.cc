#include "net/errno_status.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace seq {
namespace {

constexpr char kErrnoPayload[] = "seq/errno";

// The GNU variant of strerror_r: unlike strerror it is safe in threads whatever
// the version of the C library.
std::string SystemText(int error_number) {
  char buffer[128];
  return strerror_r(error_number, buffer, sizeof(buffer));
}

}  // namespace

absl::Status StatusFromErrno(int error_number, absl::string_view hint) {
  std::string message = SystemText(error_number);
  if (!hint.empty()) absl::StrAppend(&message, " (", hint, ")");
  absl::Status status(absl::ErrnoToStatusCode(error_number), message);
  status.SetPayload(kErrnoPayload, absl::Cord(absl::StrCat(error_number)));
  return status;
}

absl::Status StatusOfOpening(int error_number) {
  rlimit limit{};
  if (error_number == EMFILE && ::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    return StatusFromErrno(
        error_number, absl::StrCat("this process may hold ", limit.rlim_cur,
                                   "; raise the limit with `ulimit -n`"));
  }
  if (error_number == ENFILE) {
    return StatusFromErrno(error_number,
                           "see /proc/sys/fs/file-max; `ulimit -n` bounds one "
                           "process");
  }
  return StatusFromErrno(error_number);
}

std::optional<int> ErrnoOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kErrnoPayload);
  if (!payload.has_value()) return std::nullopt;
  const std::string digits(*payload);
  int error_number = 0;
  if (!absl::SimpleAtoi(digits, &error_number)) return std::nullopt;
  return error_number;
}

}  // namespace seq
