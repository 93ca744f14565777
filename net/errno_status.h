// The system's error numbers as absl::Status, in one place.
//
// Thread-safe; nothing here blocks.

#ifndef SEQ_NET_ERRNO_STATUS_H_
#define SEQ_NET_ERRNO_STATUS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace seq {

// The failure `error_number` (a value of errno) stands for. The message is the
// system's text, e.g. "Connection reset by peer", followed by `hint` in
// parentheses unless that is empty. REQUIRES: error_number != 0.
absl::Status StatusFromErrno(int error_number, absl::string_view hint = "");

// The same for a call that opens something: when descriptors have run out, the
// message says how to go on.
absl::Status StatusOfOpening(int error_number);

// The error number `status` was made from; nullopt if it has another origin.
std::optional<int> ErrnoOf(const absl::Status& status);

}  // namespace seq

#endif  // SEQ_NET_ERRNO_STATUS_H_
