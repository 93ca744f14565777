// How the process ends, whoever ends it.
//
// Every way out but the normal one goes through here, so that what the program
// has written is handed to the system and the terminal is as it was before the
// process is gone, and only one thread ends it: the first caller wins, later
// callers block until the process is gone. A reader of standard output that is
// slow is waited for, unless the user asks for the end by a signal.

#ifndef SEQ_RUNTIME_PROCESS_END_H_
#define SEQ_RUNTIME_PROCESS_END_H_

#include "absl/strings/string_view.h"
#include "runtime/output.h"

namespace seq {

// Exit statuses, see docs/language/classic.md.
inline constexpr int kExitOk = 0;
inline constexpr int kExitRejected = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRunTimeError = 70;
inline constexpr int kExitInterrupted = 130;

// Flushes `output` (may be null), writes `message` to standard error and ends
// the process at once, without waiting for strands. Thread-safe.
[[noreturn]] void EndProcess(Output* output, int exit_code,
                             absl::string_view message = "");

// Ends the process because a signal asks for it, even if another end is under
// way: waits only for a reader that still reads.
[[noreturn]] void EndProcessBySignal(Output* output, int signal);

// Ends the process because nobody reads its standard output any more.
[[noreturn]] void EndProcessQuietly();

}  // namespace seq

#endif  // SEQ_RUNTIME_PROCESS_END_H_
