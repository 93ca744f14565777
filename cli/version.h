// The version of the interpreter.

#ifndef SEQ_CLI_VERSION_H_
#define SEQ_CLI_VERSION_H_

#include "absl/strings/string_view.h"

namespace seq {

inline constexpr absl::string_view kVersionText = "seq 0.1.0";

}  // namespace seq

#endif  // SEQ_CLI_VERSION_H_
